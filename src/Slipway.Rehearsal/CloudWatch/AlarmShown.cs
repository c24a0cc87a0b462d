using System.Text.Json.Nodes;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>An alarm as DescribeAlarms shows it.</summary>
internal static class AlarmShown
{
    private static readonly string[] Copied =
    [
        "AlarmName", "AlarmDescription", "OKActions", "AlarmActions", "InsufficientDataActions", "MetricName", "Namespace", "Statistic",
        "ExtendedStatistic", "Dimensions", "Unit", "ComparisonOperator", "TreatMissingData", "EvaluateLowSampleCountPercentile",
    ];

    public static JsonObject Of(Alarm alarm)
    {
        var input = alarm.Input;
        var shown = new JsonObject
        {
            ["AlarmArn"] = alarm.Arn,
            ["AlarmConfigurationUpdatedTimestamp"] = JsonValue.Create(alarm.Updated),
            ["ActionsEnabled"] = input.Flag("ActionsEnabled") ?? true,
            ["StateValue"] = alarm.State,
            ["StateReason"] = alarm.Reason,
            ["StateUpdatedTimestamp"] = JsonValue.Create(alarm.StateUpdated),
            ["StateTransitionedTimestamp"] = JsonValue.Create(alarm.StateUpdated),
        };

        foreach (var name in Copied.Where(name => input[name] is not null))
            shown[name] = input[name]!.DeepClone();
        foreach (var name in new[] { "Period", "EvaluationPeriods", "DatapointsToAlarm" }.Where(name => input[name] is not null))
            shown[name] = input.Whole(name);
        if (input.Real("Threshold") is { } threshold)
            shown["Threshold"] = threshold;
        if (input.Objects("Metrics") is [_, ..] metrics)
            shown["Metrics"] = Describe.List(metrics.Select(Typed));

        return shown;
    }

    /// <summary>A query with its numbers and booleans typed, which may have come as text.</summary>
    private static JsonObject Typed(JsonObject query)
    {
        var shown = query.DeepClone().AsObject();
        if (query.Flag("ReturnData") is { } returned)
            shown["ReturnData"] = returned;
        if (query.Whole("Period") is { } period)
            shown["Period"] = period;
        if (shown["MetricStat"] is JsonObject stat && stat.Whole("Period") is { } statPeriod)
            stat["Period"] = statPeriod;

        return shown;
    }
}
