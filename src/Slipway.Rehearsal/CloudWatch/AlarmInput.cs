using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>Reads what PutMetricAlarm was given, and refuses what CloudWatch refuses.</summary>
internal static class AlarmInput
{
    public static AlarmRule Rule(JsonObject input)
    {
        var periods = input.Whole("EvaluationPeriods", 1) ?? throw new AwsError("MissingParameter", "EvaluationPeriods is required");
        var toAlarm = input.Whole("DatapointsToAlarm", 1) ?? periods;
        if (toAlarm > periods)
            throw new AwsError("ValidationError", $"DatapointsToAlarm ({toAlarm}) must be less than or equal to EvaluationPeriods ({periods})");

        var comparison = input.Required("ComparisonOperator");
        if (comparison is not ("GreaterThanThreshold" or "GreaterThanOrEqualToThreshold" or "LessThanThreshold" or "LessThanOrEqualToThreshold"))
            throw new AwsError("ValidationError", $"ComparisonOperator '{comparison}' is not offered by the rehearsal cloud (anomaly detection is not)");

        var longest = Queries(input).Queries.Max(query => query.Period);
        if (longest < 3600 && (long)longest * periods > 86_400)
            throw new AwsError("ValidationError", "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).");

        var missing = input.OptionalString("TreatMissingData") ?? "missing";
        return missing is "breaching" or "notBreaching" or "ignore" or "missing"
            ? new(comparison, input.Real("Threshold") ?? throw new AwsError("MissingParameter", "Threshold is required"), periods, toAlarm, missing)
            : throw new AwsError("ValidationError", $"TreatMissingData '{missing}' must be one of breaching, notBreaching, ignore, missing");
    }

    /// <summary>The queries behind an alarm, and the id of the one that is compared with the threshold.</summary>
    public static (IReadOnlyList<MetricQuery> Queries, string Shown) Queries(JsonObject input)
    {
        if (input.Objects("Metrics") is [_, ..] metrics)
        {
            if (input.OptionalString("MetricName") is not null)
                throw new AwsError("InvalidParameterCombination", "MetricName and Metrics cannot both be given");

            var queries = MetricQueries.Read(metrics);
            return queries.Where(query => query.ReturnData).ToList() is [var shown] && queries.Any(query => query.Metric is not null)
                ? (queries, shown.Id)
                : throw new AwsError("ValidationError", "Exactly one element of the Metrics list must return data, and one must be a metric");
        }

        var statistic = input.OptionalString("Statistic") ?? input.OptionalString("ExtendedStatistic") ?? throw new AwsError("MissingParameter", "Statistic or ExtendedStatistic is required");
        var period = Periods.Valid(input.Whole("Period") ?? throw new AwsError("MissingParameter", "Period is required"));
        return ([new("m", "m", true, MetricQueries.ReadMetric(input, input.OptionalString("Unit") ?? ""), Statistic.Parse(statistic), period)], "m");
    }
}
