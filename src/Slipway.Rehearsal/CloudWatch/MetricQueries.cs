using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <param name="Metric">Set for a metric; else <paramref name="Expression"/> is.</param>
internal sealed record MetricQuery(
    string Id, string Label, bool ReturnData, Metric? Metric = null, Statistic? Statistic = null, int Period = 0, MathNode? Expression = null);

/// <summary>Reads and answers the queries of GetMetricData and of alarms.</summary>
internal static class MetricQueries
{
    private const int MaxQueries = 500;

    public static IReadOnlyList<MetricQuery> Read(IReadOnlyList<JsonObject> queries)
    {
        if (queries.Count is 0 or > MaxQueries)
            throw new AwsError("ValidationError", $"1 to {MaxQueries} metric queries must be given; {queries.Count} were");

        var read = queries.Select(ReadOne).ToList();
        foreach (var twice in read.GroupBy(query => query.Id).Where(same => same.Count() > 1))
            throw new AwsError("ValidationError", $"The values for parameter id in MetricDataQueries are not unique: {twice.Key}");

        return read;
    }

    /// <summary>The points of each query, by its id.</summary>
    public static IReadOnlyDictionary<string, SortedDictionary<long, double>> Answer(
        IReadOnlyList<MetricQuery> queries, MetricStore store, DateTimeOffset start, DateTimeOffset end)
    {
        var period = queries.Where(query => query.Metric is not null).Select(query => query.Period).DefaultIfEmpty(60).Max();
        var (first, last) = (Periods.Of(start, period), Periods.End(end, period));
        IReadOnlyList<long> times = [.. Enumerable.Range(0, (int)Math.Max(0, (last - first + period - 1) / period)).Select(index => first + (index * (long)period))];

        var values = queries.Where(query => query.Metric is not null).ToDictionary(
            query => query.Id, query => (MathValue)new MathValue.Series(store.Read(query.Metric!, query.Statistic!, query.Period, start, end)));
        var metrics = values.ToList();
        var underWay = new HashSet<string>(StringComparer.Ordinal);
        MetricMath? math = null;
        math = new MetricMath(Lookup, part => [.. metrics.Where(metric => metric.Key.Contains(part, StringComparison.Ordinal)).Select(metric => metric.Value)], times);

        return queries.ToDictionary(query => query.Id, query => Lookup(query.Id) switch
        {
            MathValue.Series series => series.Points,
            MathValue.Scalar scalar when double.IsFinite(scalar.Value) => new SortedDictionary<long, double>(times.ToDictionary(time => time, _ => scalar.Value)),
            MathValue.Scalar => [],
            _ => throw new AwsError("ValidationError", $"The expression '{query.Id}' gives several series; the rehearsal cloud returns one for each query"),
        });

        MathValue? Lookup(string id)
        {
            if (values.TryGetValue(id, out var known))
                return known;
            if (queries.FirstOrDefault(query => query.Id == id) is not { Expression: { } expression })
                return null;
            if (!underWay.Add(id))
                throw new AwsError("ValidationError", $"The expression '{id}' refers to itself");

            return values[id] = math!.Evaluate(expression);
        }
    }

    public static Metric ReadMetric(JsonObject metric, string unit) => new(
        metric.Required("Namespace"), metric.Required("MetricName"), unit, ReadDimensions(metric));

    public static (string Name, string Value)[] ReadDimensions(JsonObject owner) =>
    [
        .. owner.Objects("Dimensions").Select(one => (one.Required("Name"), one.Required("Value"))).OrderBy(one => one.Item1, StringComparer.Ordinal),
    ];

    private static MetricQuery ReadOne(JsonObject query)
    {
        var id = query.Required("Id");
        if (id.Length == 0 || !char.IsAsciiLetterLower(id[0]) || !id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            throw new AwsError("ValidationError", $"The value {id} for parameter id is not matching the expected pattern: ^[a-z][a-zA-Z0-9_]*$");

        var returned = query.Flag("ReturnData") ?? true;
        var stat = query["MetricStat"] as JsonObject;
        if ((stat is null) == (query.OptionalString("Expression") is null))
            throw new AwsError("ValidationError", $"Query '{id}' must have either a MetricStat or an Expression");
        if (stat is null)
            return new(id, query.OptionalString("Label") ?? id, returned, Expression: MathParser.Parse(query.Required("Expression")));

        var metric = ReadMetric(stat["Metric"] as JsonObject ?? throw QueryInput.Missing("metricStat.metric"), stat.OptionalString("Unit") ?? "");
        return new(id, query.OptionalString("Label") ?? metric.Name, returned, metric, Statistic.Parse(stat.Required("Stat")),
            Periods.Valid(stat.Whole("Period") ?? throw QueryInput.Missing("metricStat.period")));
    }
}
