using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Gates;

/// <summary>Queries that are asked together: each metric once, however many of them read it, under ids that cannot meet.</summary>
internal sealed partial class MetricBatch
{
    /// <summary>Of GetMetricData.</summary>
    private const int Most = 500;

    private readonly Dictionary<string, string> _idOf = new(StringComparer.Ordinal);

    /// <summary>By id.</summary>
    public Dictionary<string, StoredMetric> Metrics { get; } = new(StringComparer.Ordinal);

    /// <summary>Metric math over the ids of <see cref="Metrics"/>, by id.</summary>
    public Dictionary<string, string> Expressions { get; } = new(StringComparer.Ordinal);

    /// <summary>The id whose values answer each query, in the order of the queries.</summary>
    public List<string> Answers { get; } = [];

    public static IReadOnlyList<MetricBatch> Of(IReadOnlyList<MetricQuery> queries)
    {
        List<MetricBatch> batches = [new()];
        foreach (var query in queries)
        {
            if (batches[^1].Answers.Count > 0 && batches[^1].Metrics.Count + batches[^1].Expressions.Count + Size(query) > Most)
                batches.Add(new MetricBatch());

            batches[^1].Add(query);
        }

        return batches;
    }

    /// <summary>The names in metric math that may be ids: those that begin in lower case and stand outside of quotes. Functions are written in upper case.</summary>
    public static IEnumerable<string> IdsIn(string expression) => Words().Matches(expression).Where(word => char.IsAsciiLetterLower(word.Value[0])).Select(word => word.Value);

    private static int Size(MetricQuery query) => query is MetricQuery.Computed computed ? computed.Metrics.Count + 1 : 1;

    private void Add(MetricQuery query)
    {
        if (query is MetricQuery.Computed computed)
        {
            var ids = computed.Metrics.ToDictionary(metric => metric.Key, metric => Id(metric.Value), StringComparer.Ordinal);
            var id = string.Create(CultureInfo.InvariantCulture, $"e{Expressions.Count}");
            Expressions[id] = Words().Replace(computed.Expression, word => ids.GetValueOrDefault(word.Value, word.Value));
            Answers.Add(id);
        }
        else if (query is MetricQuery.Stored stored)
        {
            Answers.Add(Id(stored.Metric));
        }
    }

    private string Id(StoredMetric metric)
    {
        if (!_idOf.TryGetValue(metric.Key, out var id))
        {
            _idOf[metric.Key] = id = string.Create(CultureInfo.InvariantCulture, $"m{Metrics.Count}");
            Metrics[id] = metric;
        }

        return id;
    }

    // Quoted text is matched as a whole, so that no word inside of it is; 1e3 is a number.
    [GeneratedRegex("'[^']*'|\"[^\"]*\"|(?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Words();
}
