using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.AutoScaling;

/// <summary>
/// The two alarms of a policy that tracks CPU or memory, as Application Auto Scaling makes them: named TargetTracking-, above the target for three minutes, or a tenth
/// below it for fifteen.
/// </summary>
internal static class TrackingAlarms
{
    /// <summary>The alarms that a policy keeps, or gets.</summary>
    public static IReadOnlyList<string> Names(ScalingPolicy? existing, string type, string id) =>
        type != PolicyInput.Tracking ? []
        : existing is { Alarms.Count: > 0 } ? existing.Alarms
        : [$"TargetTracking-{id}-AlarmHigh-{Guid.NewGuid()}", $"TargetTracking-{id}-AlarmLow-{Guid.NewGuid()}"];

    /// <summary>What PutMetricAlarm is given for them.</summary>
    public static IEnumerable<JsonObject> Of(ScalingPolicy policy, string id)
    {
        if (policy.Alarms is not [var high, var low] || Metric(policy) is not { } metric)
            return [];

        var target = PolicyInput.TargetValue(policy.Configuration);
        return [Alarm(high, "GreaterThanThreshold", target, 3), Alarm(low, "LessThanThreshold", target * 0.9, 15)];

        JsonObject Alarm(string name, string comparison, double threshold, int periods) => new()
        {
            ["AlarmName"] = name,
            ["AlarmDescription"] = "DO NOT EDIT OR DELETE. For TargetTrackingScaling policy " + policy.Arn + ".",
            ["Namespace"] = "AWS/ECS",
            ["MetricName"] = metric,
            ["Statistic"] = "Average",
            ["Dimensions"] = new JsonArray(Dimension("ClusterName", id.Split('/')[1]), Dimension("ServiceName", id.Split('/')[2])),
            ["Period"] = "60",
            ["EvaluationPeriods"] = periods.ToString(CultureInfo.InvariantCulture),
            ["Threshold"] = threshold.ToString(CultureInfo.InvariantCulture),
            ["ComparisonOperator"] = comparison,
            ["AlarmActions"] = new JsonArray(policy.Arn),
        };
    }

    private static string? Metric(ScalingPolicy policy) => PolicyInput.Metric(policy.Configuration) switch
    {
        "ECSServiceAverageCPUUtilization" => "CPUUtilization",
        "ECSServiceAverageMemoryUtilization" => "MemoryUtilization",
        _ => null,
    };

    private static JsonObject Dimension(string name, string value) => new() { ["Name"] = name, ["Value"] = value };
}
