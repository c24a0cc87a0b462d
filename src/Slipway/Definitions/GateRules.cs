using System.Globalization;
using System.Text.RegularExpressions;
using Slipway.Gates;

namespace Slipway;

/// <summary>What must hold of the gates of a rollout: what could never pass, never fail, or never be known in time.</summary>
internal static partial class GateRules
{
    /// <summary>Of the names of alarms and metrics.</summary>
    public const int LongestName = 255;

    // Of a metric.
    private const int MostDimensions = 30;

    /// <param name="count">Tasks of the service; null: not known to the definition.</param>
    public static void Check(RolloutProblems at, DeployEnvironment environment, ShiftedRollout rollout, int? count)
    {
        foreach (var gate in rollout.Gates)
            Check(at, gate, count);

        // How fast time passes in the rehearsal, and so how long its metrics' periods seem, is not known to a definition; a gate that knows too little waits there.
        if (!environment.IsLocal && rollout.Gates.Any(MetricQuestions.IsAsked))
            CheckBakes(at, rollout);
    }

    /// <summary>
    /// A bake begins somewhere in a period, which does not count; the next one does, and is known once its metrics are published. One that is not there (0)
    /// judges nothing where ECS goes on by itself, as long as another one does.
    /// </summary>
    private static void CheckBakes(RolloutProblems at, ShiftedRollout rollout)
    {
        var (period, lag) = (Tempo.OfAws.MetricPeriod, Tempo.OfAws.MetricLag);
        var needed = (period * 2) + lag;
        var bakes = RolloutRules.Bakes(rollout).ToList();
        var mayBeLeftOut = rollout is not (SteppedRollout or ServicePairRollout) && bakes.Exists(bake => bake.Time >= needed);
        foreach (var (name, time) in bakes.Where(bake => bake.Time < needed && !(mayBeLeftOut && bake.Time == TimeSpan.Zero)))
        {
            at.Add(
                $"{name} {RolloutRules.Text(time)} with gates on metrics; CloudWatch's periods last {RolloutRules.Text(period)} and are known up to {RolloutRules.Text(lag)} later, "
                + $"so that nothing could be judged before {RolloutRules.Text(needed)}. Give it {RolloutRules.Text(needed)} or more{(mayBeLeftOut ? ", or 0 where nothing is to be judged" : "")}");
        }
    }

    private static void Check(RolloutProblems at, Gate gate, int? count)
    {
        switch (gate)
        {
            case HealthyHostsGate hosts:
                at.Unless(hosts.Least >= 1, $"HealthyHosts.AtLeast({hosts.Least}); valid is 1 or more, as anything passes otherwise");
                at.Unless(count is null || hosts.Least <= count, $"HealthyHosts.AtLeast({hosts.Least}) with a DesiredCount of {count}; so many tasks there never are");
                break;
            case ErrorRateGate rate:
                Check(at, rate);
                break;
            case LatencyGate latency:
                Check(at, latency);
                break;
            case AlarmGate alarm:
                at.Unless(alarm.Name.Length is > 0 and <= LongestName, $"Gate.Alarm(\"{alarm.Name}\"); valid is the name of a CloudWatch alarm, 1 to {LongestName} characters");
                break;
            case MetricGate metric:
                Check(at, metric);
                break;
        }
    }

    private static void Check(RolloutProblems at, ErrorRateGate gate)
    {
        var name = gate.StatusClass == 4 ? "ClientErrors" : "ServerErrors";
        at.Unless(gate.StatusClass is 4 or 5, $"an error rate of {gate.StatusClass}xx; valid are 4 and 5");
        at.Unless(gate.Most is null or (>= 0 and <= 1), $"{name}.Below({Number(gate.Most)}); valid is a share of 0 to 1: 0.01 is one in a hundred");
        CheckSample(at, name, gate.Most is not null, gate.TimesOld, gate.MinimumRequests);
    }

    private static void Check(RolloutProblems at, LatencyGate gate)
    {
        var name = $"P{Number(gate.Percentile)}";
        at.Unless(gate.Percentile is > 0 and < 100, $"the percentile {Number(gate.Percentile)}; valid is one above 0 and below 100");
        at.Unless(gate.Most is null || gate.Most > TimeSpan.Zero, $"{name}.Below({RolloutRules.Text(gate.Most ?? TimeSpan.Zero)}); valid is a time above 0");
        CheckSample(at, name, gate.Most is not null, gate.TimesOld, gate.MinimumRequests);
    }

    private static void CheckSample(RolloutProblems at, string name, bool hasLimit, double? timesOld, int requests)
    {
        at.Unless(hasLimit || timesOld is not null, $"{name} without a limit; valid are Below(...), AtMostTimesOld(...) or both");
        at.Unless(timesOld is null or (> 0 and < double.PositiveInfinity), $"{name}.AtMostTimesOld({Number(timesOld)}); valid is a number above 0");
        at.Unless(requests >= 1, $"{name} with MinimumRequests {requests}; valid is 1 or more, as nothing can be told of no request");
    }

    private static void Check(RolloutProblems at, MetricGate gate)
    {
        var name = $"Gate.Metric(\"{gate.Expression}\")";
        var ids = gate.Metrics.Select(metric => metric.Id).ToList();
        at.Unless(gate.Most is not null || gate.Least is not null, $"{name} without a limit; valid are Below(...), AtLeast(...) or both");
        at.Unless(IsNumber(gate.Most) && IsNumber(gate.Least), $"{name} with a limit that is no number");
        at.Unless(gate.Least is null || gate.Most is null || gate.Least <= gate.Most, $"{name} of at least {Number(gate.Least)} and at most {Number(gate.Most)}; no value is both");
        at.Unless(gate.Metrics.Count > 0, $"{name} without a metric; valid is one or more, each under the id that the expression uses");
        at.Unless(!Searches().IsMatch(gate.Expression), $"{name} searches for its metrics; valid is an expression over metrics that are named, which gives one series");

        foreach (var id in ids.Where(id => !MetricId().IsMatch(id)))
            at.Add($"{name} with the metric id \"{id}\"; valid are letters, digits and underscores, a lower-case letter first");

        foreach (var twice in ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1))
            at.Add($"{name} with {twice.Count()} metrics called \"{twice.Key}\"; each id may stand once");

        foreach (var unknown in MetricBatch.IdsIn(gate.Expression).Distinct(StringComparer.Ordinal).Except(ids, StringComparer.Ordinal))
            at.Add($"{name} reads \"{unknown}\", which is none of its metrics; found {(ids.Count == 0 ? "none" : string.Join(", ", ids))}");

        foreach (var unused in ids.Distinct(StringComparer.Ordinal).Except(MetricBatch.IdsIn(gate.Expression), StringComparer.Ordinal).Where(id => MetricId().IsMatch(id)))
            at.Add($"{name} does not read its metric \"{unused}\"; remove the metric, or correct the expression");

        foreach (var metric in gate.Metrics)
            Check(at, name, metric);
    }

    private static void Check(RolloutProblems at, string name, CloudWatchMetric metric)
    {
        at.Unless(metric.Namespace.Length is > 0 and <= LongestName, $"{name} with the namespace \"{metric.Namespace}\" of \"{metric.Id}\"; valid is one such as AWS/ApplicationELB");
        at.Unless(metric.Name.Length is > 0 and <= LongestName, $"{name} with the metric name \"{metric.Name}\" of \"{metric.Id}\"; valid is one such as RequestCount");
        at.Unless(
            metric.Statistic.Name[0] != 'p' || (double.TryParse(metric.Statistic.Name.AsSpan(1), CultureInfo.InvariantCulture, out var percentile) && percentile is >= 0 and <= 100),
            $"{name} with the statistic {metric.Statistic} of \"{metric.Id}\"; valid are percentiles of 0 to 100");
        at.Unless(metric.Dimensions.Count <= MostDimensions, $"{name} with {metric.Dimensions.Count} dimensions of \"{metric.Id}\"; valid are at most {MostDimensions}");

        foreach (var empty in metric.Dimensions.Where(dimension => dimension.Name.Length == 0 || (dimension.Source == DimensionSource.Written && dimension.Value.Length == 0)))
            at.Add($"{name} with the dimension \"{empty.Name}\" = \"{empty.Value}\" of \"{metric.Id}\"; valid are a name and a value");

        foreach (var twice in metric.Dimensions.GroupBy(dimension => dimension.Name, StringComparer.Ordinal).Where(same => same.Count() > 1))
            at.Add($"{name} with {twice.Count()} dimensions \"{twice.Key}\" of \"{metric.Id}\"; each may stand once");
    }

    private static bool IsNumber(double? value) => value is null || double.IsFinite(value.Value);

    private static string Number(double? value) => value?.ToString("0.###", CultureInfo.InvariantCulture) ?? "";

    [GeneratedRegex("^[a-z][A-Za-z0-9_]{0,254}$")]
    private static partial Regex MetricId();

    [GeneratedRegex(@"\b(SEARCH|METRICS|SELECT|SERVICE_QUOTA|ANOMALY_DETECTION_BAND)\b")]
    private static partial Regex Searches();
}
