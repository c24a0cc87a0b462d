using System.Collections.Concurrent;
using Slipway.Infrastructures;
using Slipway.Services;

namespace Slipway.Gates;

/// <summary>
/// Asks gates. Target health and alarms are asked at every call; metrics once for each period that became known, since nothing changes in between.
/// </summary>
internal sealed class GateKeeper(IMetrics metrics, ITargetHealth health, Tempo tempo, TimeProvider time)
{
    private readonly ConcurrentDictionary<GateSubject, Measured> _measured = new();

    /// <inheritdoc cref="JudgeGates"/>
    /// <exception cref="DeployException">AWS was not reached, or there are no usable credentials. What AWS refuses or cannot tell makes a gate inconclusive.</exception>
    public async Task<GateReport> Judge(IReadOnlyList<Gate> gates, GateSubject subject, DateTimeOffset since, CancellationToken ct)
    {
        var targets = gates.Any(gate => gate is HealthyHostsGate) ? health.Targets(subject.New, ct) : Task.FromResult<IReadOnlyList<TargetState>>([]);
        var alarms = Alarms(gates, ct);
        var measured = Measure([.. gates.Where(MetricQuestions.IsAsked)], subject, since, ct);
        await Task.WhenAll(targets, alarms, measured);

        var byMetrics = new Queue<GateFinding>(await measured);
        var seenTargets = await targets;
        var seenAlarms = await alarms;
        return new GateReport(
        [
            .. gates.Select(gate => gate switch
            {
                HealthyHostsGate hosts => GateJudgement.Hosts(hosts, seenTargets),
                AlarmGate alarm => GateJudgement.Alarm(alarm, seenAlarms),
                _ => byMetrics.Dequeue(),
            }),
        ]);
    }

    private Task<Answer<IReadOnlyDictionary<string, AlarmState>>> Alarms(IReadOnlyList<Gate> gates, CancellationToken ct)
    {
        string[] names = [.. gates.OfType<AlarmGate>().Select(gate => gate.Name).Distinct(StringComparer.Ordinal)];
        return names.Length > 0
            ? metrics.Alarms(names, ct)
            : Task.FromResult(Answer.Of<IReadOnlyDictionary<string, AlarmState>>(new Dictionary<string, AlarmState>()));
    }

    private async Task<IReadOnlyList<GateFinding>> Measure(IReadOnlyList<Gate> gates, GateSubject subject, DateTimeOffset since, CancellationToken ct)
    {
        if (gates.Count == 0)
            return [];

        if (MetricWindow.Of(since, time.GetUtcNow(), tempo) is not { } window)
            return GateJudgement.AllInconclusive(gates, $"nothing is known of the time since {since:HH:mm:ss} UTC before {MetricWindow.FirstKnown(since, tempo):HH:mm:ss}");

        if (_measured.TryGetValue(subject, out var known) && known.Window == window && known.Gates.SequenceEqual(gates))
            return known.Findings;

        string[] groups = [subject.New, .. subject.Old is { } old ? [old] : Array.Empty<string>()];
        var answer = await metrics.Dimensions(groups, ct);
        if (!answer.Is(out var dimensions))
            return GateJudgement.AllInconclusive(gates, $"the load balancer of {subject.New} is not known: {answer.Why}");

        if (!dimensions.TryGetValue(subject.New, out var newer))
            return GateJudgement.AllInconclusive(gates, $"no load balancer uses {subject.New}, so that nothing is measured there");

        return await Measure(gates, new GateVersions(newer, subject.Old is null ? null : dimensions.GetValueOrDefault(subject.Old)), subject, window, ct);
    }

    private async Task<IReadOnlyList<GateFinding>> Measure(
        IReadOnlyList<Gate> gates, GateVersions versions, GateSubject subject, MetricWindow window, CancellationToken ct)
    {
        var queries = gates.Select(gate => MetricQuestions.Of(gate, versions)).ToList();
        var answer = queries.TrueForAll(some => some.Count == 0)
            ? Answer.Of<IReadOnlyList<MetricSeries>>([])
            : await metrics.Read([.. queries.SelectMany(some => some)], window, ct);
        if (!answer.Is(out var series))
            return GateJudgement.AllInconclusive(gates, $"metrics could not be read: {answer.Why}");

        List<GateFinding> findings = [];
        var next = 0;
        foreach (var (gate, some) in gates.Zip(queries))
        {
            findings.Add(MetricJudgement.Of(gate, versions, [.. series.Skip(next).Take(some.Count)]));
            next += some.Count;
        }

        // What CloudWatch gave a part of may be whole at the next look.
        if (series.All(one => one.Problem is null))
            _measured[subject] = new Measured(gates, window, findings);

        return findings;
    }

    private sealed record Measured(IReadOnlyList<Gate> Gates, MetricWindow Window, IReadOnlyList<GateFinding> Findings);
}
