using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>How a pair stands.</summary>
/// <param name="Blue">Null: there is no such ECS service. So is <paramref name="Green"/>.</param>
/// <param name="Rule">What shares the traffic out between them; null: it was not found, or could not be read.</param>
internal sealed record PairStatus(ServiceSnapshot? Blue, ServiceSnapshot? Green, TrafficRule? Rule)
{
    /// <summary>The side with the most traffic; null: not known.</summary>
    public PairSide? Live => Rule is null || Weight(PairSide.Blue) + Weight(PairSide.Green) == 0 ? null : Weight(PairSide.Blue) >= Weight(PairSide.Green) ? PairSide.Blue : PairSide.Green;

    public bool IsMixed => Weight(PairSide.Blue) > 0 && Weight(PairSide.Green) > 0;

    /// <summary>What serves, or what is there.</summary>
    public ServiceSnapshot? Serving => (Live is { } live ? Of(live) : null) ?? Blue ?? Green;

    public ServiceSnapshot? Of(PairSide side) => side == PairSide.Blue ? Blue : Green;

    /// <summary>As a person reads it, one line for each side.</summary>
    /// <param name="shown">How an ECS service is shown.</param>
    public IEnumerable<string> Lines(Func<ServiceSnapshot?, string> shown)
    {
        foreach (var side in new[] { PairSide.Blue, PairSide.Green })
        {
            var place = Live is null ? "" : side == Live ? ", live" : ", next";
            yield return $"{side.Word()}{place}{(Rule is null ? "" : $", weight {Weight(side)}")}: {shown(Of(side))}";
        }
    }

    private int Weight(PairSide side) => GroupOf(Of(side)) is { } group ? Rule?.WeightOf(group) ?? 0 : 0;

    private static string? GroupOf(ServiceSnapshot? service) => service?.Settings.LoadBalancers is [var first, ..] ? first.TargetGroup : null;
}
