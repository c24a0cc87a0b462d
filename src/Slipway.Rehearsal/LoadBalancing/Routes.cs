using System.Collections.Frozen;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>A state, arranged for requests to be looked up in; replaced as a whole by every change, so changes act at once.</summary>
internal sealed class Routes(ElbState state)
{
    private readonly FrozenDictionary<string, Route> _byListener = state.Listeners.ToFrozenDictionary(
        listener => listener.Arn,
        listener => new Route(state.LoadBalancer(listener.LoadBalancerArn), listener, state.RulesOf(listener.Arn)));

    private readonly FrozenDictionary<string, TargetGroup> _groups = state.TargetGroups.ToFrozenDictionary(group => group.Arn);

    public Route? Of(string listenerArn) => _byListener.GetValueOrDefault(listenerArn);

    public TargetGroup Group(string arn) => _groups[arn];
}

/// <param name="Rules">In the order in which they are tried.</param>
internal sealed record Route(LoadBalancer LoadBalancer, Listener Listener, IReadOnlyList<Rule> Rules);
