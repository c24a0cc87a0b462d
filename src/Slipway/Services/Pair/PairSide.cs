namespace Slipway.Services.Pair;

/// <summary>One of the two ECS services of a <see cref="Rollout.ServicePair"/>.</summary>
internal enum PairSide
{
    /// <summary>Behind the service's target group; a first release goes here.</summary>
    Blue,

    /// <summary>Behind the alternate target group.</summary>
    Green,
}

/// <summary>Words for <see cref="PairSide"/>s.</summary>
internal static class PairSides
{
    public static PairSide Other(this PairSide side) => side == PairSide.Blue ? PairSide.Green : PairSide.Blue;

    /// <summary>As names of ECS services, tags and the ledger have it.</summary>
    public static string Word(this PairSide side) => side == PairSide.Blue ? "blue" : "green";

    /// <summary>Null: it is no side's word.</summary>
    public static PairSide? Of(string? word) => word switch
    {
        "blue" => PairSide.Blue,
        "green" => PairSide.Green,
        _ => null,
    };
}
