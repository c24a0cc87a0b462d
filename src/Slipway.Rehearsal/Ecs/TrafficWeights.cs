using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Writes into the listener rules how much of the traffic a revision has; its load balancers' other groups have the rest.</summary>
internal sealed class TrafficWeights(IListenerRules rules)
{
    /// <summary>The weights of ELB have no fractions and end at 999.</summary>
    private const int Finest = 999;

    /// <summary>Whether it could be done; a rule that is gone, or forwards no more, is left alone.</summary>
    public bool Production(ServiceRevision revision, decimal percent) => Set(revision, balancer => balancer.ProductionRule, percent);

    /// <inheritdoc cref="Production"/>
    public bool Test(ServiceRevision revision, decimal percent) => Set(revision, balancer => balancer.TestRule, percent);

    /// <summary>Gives a revision all of both kinds of traffic.</summary>
    public void GiveAll(ServiceRevision revision)
    {
        Production(revision, 100);
        Test(revision, 100);
    }

    /// <summary>The weights of a revision and of the other: as percentages where they are whole, finer otherwise.</summary>
    public static (int Own, int Other) Of(decimal percent)
    {
        var whole = decimal.IsInteger(percent) ? 100 : Finest;
        var own = (int)Math.Round(percent * whole / 100);
        return (own, whole - own);
    }

    private bool Set(ServiceRevision revision, Func<RevisionBalancer, string?> ruleOf, decimal percent)
    {
        var (own, other) = Of(percent);
        var could = true;
        foreach (var balancer in revision.Balancers)
        {
            if (ruleOf(balancer) is { } rule)
                could &= rules.Weigh(rule, [.. balancer.Groups.Select(group => new WeightedGroup(group, group == balancer.TargetGroup ? own : other))]);
        }

        return could;
    }
}
