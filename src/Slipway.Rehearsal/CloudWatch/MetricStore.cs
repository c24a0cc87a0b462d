using System.Collections.Concurrent;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>Measurements of the last three hours, in memory, aggregated by the second.</summary>
internal sealed class MetricStore(TimeProvider clock) : IMetrics
{
    public static readonly TimeSpan Retention = TimeSpan.FromHours(3);

    private readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);

    public void Record(Metric metric, DateTimeOffset at, double value) => Add(metric, at, bucket => bucket.Add(value));

    public void Add(Metric metric, DateTimeOffset at, Action<Bucket> add)
    {
        var oldest = clock.GetUtcNow() - Retention;
        if (at < oldest)
            return;

        var series = _series.GetOrAdd(Key(metric), _ => new(metric));
        lock (series.Buckets)
        {
            var second = at.ToUnixTimeSeconds();
            if (!series.Buckets.TryGetValue(second, out var bucket))
            {
                series.Buckets.Add(second, bucket = new Bucket());
                while (series.Buckets.Keys[0] < oldest.ToUnixTimeSeconds())
                    series.Buckets.RemoveAt(0);
            }

            add(bucket);
        }
    }

    public IReadOnlyList<Metric> List() => [.. _series.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Metric)];

    /// <summary>
    /// A statistic by the beginning of each period; periods without data are absent.
    /// </summary>
    /// <param name="start">Rounded down to the beginning of its period.</param>
    /// <param name="end">Not included; see <see cref="Periods.End"/>.</param>
    public SortedDictionary<long, double> Read(Metric metric, Statistic statistic, int period, DateTimeOffset start, DateTimeOffset end)
    {
        var result = new SortedDictionary<long, double>();
        if (!_series.TryGetValue(Key(metric), out var series) || (metric.Unit.Length > 0 && metric.Unit != series.Metric.Unit))
            return result;

        var (first, last) = (Periods.Of(start, period), Periods.End(end, period));
        var periods = new Dictionary<long, Bucket>();
        lock (series.Buckets)
        {
            var seconds = series.Buckets.Keys;
            for (var index = IndexOf(seconds, first); index < seconds.Count && seconds[index] < last; index++)
            {
                var key = Periods.Of(seconds[index], period);
                if (!periods.TryGetValue(key, out var sum))
                    periods.Add(key, sum = new Bucket());
                sum.Add(series.Buckets.Values[index]);
            }
        }

        foreach (var (key, bucket) in periods)
        {
            if (bucket.Statistic(statistic) is { } value)
                result.Add(key, value);
        }

        return result;
    }

    /// <summary>Of the first second that is not before another one. Gates of many services ask for the last moments of hours.</summary>
    private static int IndexOf(IList<long> seconds, long least)
    {
        var (from, to) = (0, seconds.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            if (seconds[middle] < least)
                from = middle + 1;
            else
                to = middle;
        }

        return from;
    }

    private static string Key(Metric metric) =>
        string.Join('\n', [metric.Namespace, metric.Name, .. metric.Dimensions.OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{one.Name}={one.Value}")]);

    private sealed record Series(Metric Metric)
    {
        public SortedList<long, Bucket> Buckets { get; } = [];
    }
}
