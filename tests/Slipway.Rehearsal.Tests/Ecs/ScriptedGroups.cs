using System.Net;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// Two target groups, whose targets are as healthy as their scripts say (unhealthy shows after ten seconds), and two rules that forward to
/// both of them.
/// </summary>
internal sealed class ScriptedGroups(ScriptedTasks tasks, TimeProvider clock) : ITargetGroups, IListenerRules
{
    private static readonly IReadOnlyList<WeightedGroup> Untouched = [new(EcsBench.Group, 100), new(EcsBench.Alternate, 0)];

    private readonly Dictionary<Target, (string Group, IPEndPoint Endpoint, DateTimeOffset At)> _targets = [];
    private readonly Dictionary<Target, DateTimeOffset> _draining = [];

    public bool InUse { get; set; } = true;

    public TimeSpan Delay { get; } = TimeSpan.FromSeconds(20);

    public int Registered => _targets.Count;

    /// <summary>The rules there are; null where a rule does not forward.</summary>
    public Dictionary<string, IReadOnlyList<WeightedGroup>?> Rules { get; } = new() { [EcsBench.ProductionRule] = Untouched, [EcsBench.TestRule] = Untouched };

    /// <summary>Changes of weights in order: "production" or "test", and the weights of both groups.</summary>
    public List<string> Shifts { get; } = [];

    /// <summary>The images behind a group.</summary>
    public IReadOnlyList<string> Behind(string group) =>
        [.. _targets.Values.Where(target => target.Group == group).Select(target => tasks.ImageAt(target.Endpoint)).Order(StringComparer.Ordinal)];

    /// <summary>The weights of both groups in a rule, such as <c>90/10</c>.</summary>
    public string Weights(string rule) => string.Join('/', Rules[rule]!.Select(group => group.Weight));

    public TargetGroupInfo? Find(string targetGroupArn) =>
        targetGroupArn is EcsBench.Group or EcsBench.Alternate ? new TargetGroupInfo(targetGroupArn, targetGroupArn.Split('/')[1], 8080, "ip", InUse, Delay) : null;

    public void Register(string targetGroupArn, Target target, IPEndPoint endpoint) => _targets[target] = (targetGroupArn, endpoint, clock.GetUtcNow());

    public void Deregister(string targetGroupArn, Target target)
    {
        _targets.Remove(target);
        _draining[target] = clock.GetUtcNow();
        tasks.Calls.Add("deregister");
    }

    public void Forget() => _targets.Clear();

    public TargetHealth Health(string targetGroupArn, Target target) =>
        _targets.TryGetValue(target, out var known) && known.Group == targetGroupArn
            ? tasks.Healthy(known.Endpoint) switch
            {
                true => new TargetHealth("healthy"),
                false when clock.GetUtcNow() - known.At >= TimeSpan.FromSeconds(10) => new TargetHealth("unhealthy", "Target.FailedHealthChecks", "Health checks failed"),
                _ => new TargetHealth("initial", "Elb.InitialHealthChecking"),
            }
            : _draining.TryGetValue(target, out var since) && clock.GetUtcNow() - since < Delay ? new TargetHealth("draining") : new TargetHealth("unused");

    public ListenerRule? FindRule(string ruleArn) => Rules.TryGetValue(ruleArn, out var groups) ? new ListenerRule(ruleArn, groups) : null;

    public bool Weigh(string ruleArn, IReadOnlyList<WeightedGroup> groups)
    {
        if (Rules.GetValueOrDefault(ruleArn) is not { } before)
            return false;

        if (!before.SequenceEqual(groups))
            Shifts.Add($"{(ruleArn == EcsBench.TestRule ? "test" : "production")} {string.Join('/', groups.Select(group => group.Weight))}");
        Rules[ruleArn] = groups;
        return true;
    }
}
