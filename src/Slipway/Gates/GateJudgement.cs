using Slipway.Infrastructures;
using Slipway.Services;

namespace Slipway.Gates;

/// <summary>Judges gates by what is known at this moment, rather than of periods: target health and alarms.</summary>
internal static class GateJudgement
{
    public static GateFinding Hosts(HealthyHostsGate gate, IReadOnlyList<TargetState> targets)
    {
        var healthy = targets.Count(target => target.State == "healthy");
        var initial = targets.Count(target => target.State == "initial");
        var others = targets.Where(target => target.State is not ("healthy" or "initial" or "draining")).Select(target => $"{target.Target} is {target.State}{Because(target)}").ToList();
        var seen = $"{healthy} of {targets.Count(target => target.State != "draining")} targets are healthy, at least {gate.Least}"
            + (initial > 0 ? $"; {initial} {(initial == 1 ? "is" : "are")} still being checked" : "")
            + (others.Count > 0 ? $"; {string.Join(", ", others)}" : "");
        return new GateFinding(gate, healthy >= gate.Least ? GateAnswer.Pass : healthy + initial >= gate.Least ? GateAnswer.Inconclusive : GateAnswer.Fail, seen);
    }

    public static GateFinding Alarm(AlarmGate gate, Answer<IReadOnlyDictionary<string, AlarmState>> alarms)
    {
        if (!alarms.Is(out var states))
            return new GateFinding(gate, GateAnswer.Inconclusive, $"alarm {gate.Name} could not be read: {alarms.Why}");

        return states.GetValueOrDefault(gate.Name) switch
        {
            null => new GateFinding(gate, GateAnswer.Fail, $"there is no alarm {gate.Name}: create it in the environment's account and region, or correct the name in the definition"),
            { State: "ALARM" } alarm => new GateFinding(gate, GateAnswer.Fail, $"alarm {gate.Name} is in ALARM: {alarm.Reason}"),
            { State: "OK" } => new GateFinding(gate, GateAnswer.Pass, $"alarm {gate.Name} is OK"),
            { } other => new GateFinding(gate, GateAnswer.Inconclusive, $"alarm {gate.Name} is {other.State}: {other.Reason}"),
        };
    }

    public static IReadOnlyList<GateFinding> AllInconclusive(IReadOnlyList<Gate> gates, string why) =>
        [.. gates.Select(gate => new GateFinding(gate, GateAnswer.Inconclusive, $"{MetricJudgement.Name(gate)}: {why}"))];

    private static string Because(TargetState target) => target.Reason is { } reason ? $" ({reason})" : "";
}
