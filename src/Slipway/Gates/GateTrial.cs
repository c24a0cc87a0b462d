using Slipway.Output;
using Slipway.Traffic;

namespace Slipway.Gates;

/// <summary>Tries the gates of an application's rollouts against what serves at this moment. Writes nothing.</summary>
internal sealed class GateTrial(JudgeGates judge, IWeights weights, Tempo tempo, TimeProvider time, IOutput output)
{
    /// <summary>Periods that are looked at where a rollout watches for a shorter time.</summary>
    private const int LeastPeriods = 5;

    /// <returns>Deployed: every gate passes, or there is none. Failed: one does not.</returns>
    public async Task<Verdict> Try(Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        var gated = ShiftedServices.Of(application, environment)
            .Select(service => (Service: service.Name, Rollout: ShiftedServices.RolloutOf(service, environment)!))
            .Where(one => one.Rollout.Gates.Count > 0).ToList();
        string[] rules = [.. gated.Select(one => infrastructure.Traffic[one.Service].Rule).Distinct(StringComparer.Ordinal)];
        var seen = rules.Length > 0 ? await weights.Read(rules, ct) : new Dictionary<string, TrafficRule>();

        var tried = await Task.WhenAll(gated.Select(one => Try(one.Service, one.Rollout, infrastructure, seen, ct)));
        var report = new GatesTried(application.Name, environment.Name, tried);
        output.Emit(report);
        return report.Answer == GateAnswer.Pass ? Verdict.Deployed : Verdict.Failed;
    }

    private async Task<ServiceGates> Try(
        string service, ShiftedRollout rollout, Infrastructure infrastructure, IReadOnlyDictionary<string, TrafficRule> rules, CancellationToken ct)
    {
        var traffic = infrastructure.Traffic[service];
        var live = LiveGroups.Of(infrastructure.TargetGroups[service], traffic.AlternateTargetGroup, rules.GetValueOrDefault(traffic.Rule));
        var now = time.GetUtcNow();
        var since = Since(rollout, now);
        var report = await judge(rollout.Gates, new GateSubject(service, live.Group, live.Other), since, ct);
        return new ServiceGates(service, live.Shown, MetricWindow.Of(since, now, tempo)!, report);
    }

    /// <summary>As long ago as a hold would have lasted whose metrics are known now.</summary>
    private DateTimeOffset Since(ShiftedRollout rollout, DateTimeOffset now)
    {
        var watched = RolloutRules.Bakes(rollout).Max(bake => tempo.Scaled(bake.Time));
        var least = tempo.MetricPeriod * LeastPeriods;
        // The period that is cut by the beginning does not count.
        return now - tempo.MetricLag - (watched > least ? watched : least) - tempo.MetricPeriod;
    }
}

/// <summary>Which of a service's two target groups serves.</summary>
/// <param name="Group">The one with the most weight.</param>
/// <param name="Other">The other one while it has weight too; null: it has none.</param>
/// <param name="Shown">For a person.</param>
internal sealed record LiveGroups(string Group, string? Other, string Shown)
{
    /// <param name="rule">Null: it does not exist.</param>
    public static LiveGroups Of(string first, string second, TrafficRule? rule)
    {
        var (one, two) = (rule?.WeightOf(first) ?? 0, rule?.WeightOf(second) ?? 0);
        var (live, other, weight, rest) = two > one ? (second, first, two, one) : (first, second, one, two);
        return weight == 0
            ? new LiveGroups(live, null, $"{GroupWeight.Name(live)}, although no rule sends it traffic")
            : new LiveGroups(live, rest > 0 ? other : null, rest > 0 ? $"{GroupWeight.Name(live)} ({rule!.Shown})" : GroupWeight.Name(live));
    }
}
