using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>What a plan for a pair is decided from.</summary>
/// <param name="Blue">Null: there is no such ECS service. So is <paramref name="Green"/>.</param>
/// <param name="Rule">Null: it does not exist.</param>
internal sealed record PairObservation(ObservedService? Blue, ObservedService? Green, TrafficRule? Rule)
{
    /// <summary>The ECS service that the definition had before it was a pair; null: there is none.</summary>
    public ServiceSnapshot? Single { get; init; }

    public ObservedService? Of(PairSide side) => side == PairSide.Blue ? Blue : Green;

    /// <summary>Whether anything that was deployed to a side ever came up.</summary>
    public bool IsProven(PairSide side) => Of(side)?.Snapshot.Proven is not null;
}
