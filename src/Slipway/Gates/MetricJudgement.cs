using System.Globalization;

namespace Slipway.Gates;

/// <summary>Judges gates by the values of <see cref="MetricQuestions"/>.</summary>
internal static class MetricJudgement
{
    /// <param name="series">The answers to <see cref="MetricQuestions"/>, in that order.</param>
    public static GateFinding Of(Gate gate, GateVersions versions, IReadOnlyList<MetricSeries> series) =>
        series.FirstOrDefault(one => one.Problem is not null) is { Problem: { } problem }
            ? new GateFinding(gate, GateAnswer.Inconclusive, $"{Name(gate)}: CloudWatch did not give all values: {problem}")
            : gate switch
            {
                ErrorRateGate rate => ErrorRate(rate, versions, series),
                LatencyGate latency => Latency(latency, versions, series),
                MetricGate metric => Computed(metric, versions, series),
                _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, "This gate is not answered by metrics."),
            };

    /// <summary>What a gate measures, in a few words.</summary>
    public static string Name(Gate gate) => gate switch
    {
        ErrorRateGate rate => $"share of {rate.StatusClass}xx",
        LatencyGate latency => Statistic.Percentile(latency.Percentile).Name,
        MetricGate metric => metric.Expression,
        HealthyHostsGate => "healthy targets",
        AlarmGate alarm => $"alarm {alarm.Name}",
        _ => gate.ToString(),
    };

    private static GateFinding ErrorRate(ErrorRateGate gate, GateVersions versions, IReadOnlyList<MetricSeries> series)
    {
        var (requests, errors) = (series[0].Total, series[1].Total);
        if (requests < gate.MinimumRequests)
            return TooFew(gate, "the new version", requests, gate.MinimumRequests);

        var share = errors / requests;
        var seen = $"{Percent(share)} of {Number(requests)} answers are {gate.StatusClass}xx";
        if (gate.Most is { } most)
        {
            seen += $", at most {Percent(most)}";
            if (share > most)
                return new GateFinding(gate, GateAnswer.Fail, seen);
        }

        if (gate.TimesOld is not { } times)
            return new GateFinding(gate, GateAnswer.Pass, seen);

        if (IsAlone(versions, series))
            return new GateFinding(gate, GateAnswer.Pass, $"{seen}; no old version has traffic to compare with");

        var (oldRequests, oldErrors) = (series[2].Total, series[3].Total);
        if (oldRequests < gate.MinimumRequests)
            return TooFew(gate, "the old version", oldRequests, gate.MinimumRequests);

        // Of 500 answers without an error it cannot be told that fewer than 1 in 500 would fail: a single error of the new version must not be infinitely worse.
        var oldShare = Math.Max(oldErrors, 1) / oldRequests;
        seen += $", at most {Number(times)} times the old version's {Percent(oldShare)} of {Number(oldRequests)}{(oldErrors < 1 ? ", where none is counted as one" : "")}";
        return new GateFinding(gate, share <= times * oldShare ? GateAnswer.Pass : GateAnswer.Fail, seen);
    }

    private static GateFinding Latency(LatencyGate gate, GateVersions versions, IReadOnlyList<MetricSeries> series)
    {
        if (series[0].Total < gate.MinimumRequests)
            return TooFew(gate, "the new version", series[0].Total, gate.MinimumRequests);

        if (series[1].Values.Count == 0)
            return new GateFinding(gate, GateAnswer.Inconclusive, $"{Name(gate)}: none of {Number(series[0].Total)} requests has a response time");

        var worst = TimeSpan.FromSeconds(series[1].Values.Values.Max());
        var seen = $"{Name(gate)} is {Time(worst)} in the worst period, {Number(series[0].Total)} answers in all";
        if (gate.Most is { } most)
        {
            seen += $", at most {Time(most)}";
            if (worst > most)
                return new GateFinding(gate, GateAnswer.Fail, seen);
        }

        if (gate.TimesOld is not { } times)
            return new GateFinding(gate, GateAnswer.Pass, seen);

        if (IsAlone(versions, series))
            return new GateFinding(gate, GateAnswer.Pass, $"{seen}; no old version has traffic to compare with");

        if (series[2].Total < gate.MinimumRequests || series[3].Values.Count == 0)
            return TooFew(gate, "the old version", series[2].Total, gate.MinimumRequests);

        var old = TimeSpan.FromSeconds(series[3].Values.Values.Max());
        return new GateFinding(gate, worst <= old * times ? GateAnswer.Pass : GateAnswer.Fail, $"{seen}, at most {Number(times)} times the old version's {Time(old)}");
    }

    // Where the new version got enough requests to be judged and the old one none, all of the traffic has moved: to wait for the old one would be to wait for ever.
    private static bool IsAlone(GateVersions versions, IReadOnlyList<MetricSeries> series) => versions.Old is null || series[2].Total == 0;

    private static GateFinding Computed(MetricGate gate, GateVersions versions, IReadOnlyList<MetricSeries> series)
    {
        if (MetricQuestions.LacksOld(gate, versions))
            return new GateFinding(gate, GateAnswer.Pass, $"{gate.Expression}: no old version has traffic to compare with");

        if (series[0].Values.Count == 0)
            return new GateFinding(gate, GateAnswer.Inconclusive, $"{gate.Expression} has no value yet");

        // A limit below and one above: whichever period is outside speaks for all.
        var (lowest, highest) = (series[0].Values.MinBy(value => value.Value), series[0].Values.MaxBy(value => value.Value));
        var (isLow, isHigh) = (lowest.Value < gate.Least, highest.Value > gate.Most);
        var (at, value) = isLow || gate.Most is null ? lowest : highest;
        var limits = string.Join(" and ", new[] { gate.Least is { } least ? $"at least {Number(least)}" : null, gate.Most is { } most ? $"at most {Number(most)}" : null }.OfType<string>());
        return new GateFinding(
            gate, isLow || isHigh ? GateAnswer.Fail : GateAnswer.Pass,
            $"{gate.Expression} is {Number(value)} in the worst of {series[0].Values.Count} periods ({at:HH:mm:ss} UTC), {limits}");
    }

    private static GateFinding TooFew(Gate gate, string version, double requests, int needed) => new(
        gate, GateAnswer.Inconclusive, $"{Name(gate)}: {version} got {Number(requests)} requests, and at least {needed} are needed");

    private static string Percent(double share) => $"{Number(share * 100)} %";

    private static string Number(double value) => value.ToString(Math.Abs(value) is >= 100 or 0 ? "0" : "0.###", CultureInfo.InvariantCulture);

    private static string Time(TimeSpan time) => time.TotalSeconds < 10 ? $"{Number(Math.Round(time.TotalMilliseconds))} ms" : $"{Number(time.TotalSeconds)} s";
}
