using System.Globalization;

namespace Slipway.Services;

/// <summary>What a gate demands, as the plan tells a person. Equal words are equal demands, since the plan's hash rests on them.</summary>
internal static class GateText
{
    public static string Of(Gate gate) => gate switch
    {
        HealthyHostsGate hosts => $"at least {hosts.Least} of its targets are healthy",
        ErrorRateGate rate => $"{Limits(rate.Most is { } most ? Number(most * 100) + "%" : null, rate.TimesOld)} of its answers are {rate.StatusClass}xx{From(rate.MinimumRequests)}",
        LatencyGate latency => $"p{Number(latency.Percentile)} is {Limits(latency.Most is { } most ? $"{Number(most.TotalMilliseconds)} ms" : null, latency.TimesOld)}{From(latency.MinimumRequests)}",
        AlarmGate alarm => $"alarm {alarm.Name} is quiet",
        MetricGate metric =>
            $"{metric.Expression} is {string.Join(" and ", Bounds(metric))}, with {string.Join(", ", metric.Metrics.Select(Metric))}",
        _ => gate.ToString(),
    };

    private static string Metric(CloudWatchMetric metric) =>
        $"{metric.Id} = {metric.Statistic} of {metric.Namespace} {metric.Name}"
        + string.Concat(metric.Dimensions.Select(dimension => $" {dimension.Name}={(dimension.Source == DimensionSource.Written ? dimension.Value : $"({dimension.Source})")}"));

    private static IEnumerable<string> Bounds(MetricGate metric)
    {
        if (metric.Least is { } least)
            yield return $"at least {Number(least)}";
        if (metric.Most is { } most)
            yield return $"at most {Number(most)}";
    }

    private static string Limits(string? most, double? timesOld) => string.Join(" and ", new[]
    {
        most is null ? null : $"at most {most}",
        timesOld is { } times ? $"at most {Number(times)} times the old version's" : null,
    }.OfType<string>());

    private static string From(int requests) => $", judged from {requests} requests on";

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
