using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>The rule behind which a pair stands, and the target groups of its sides.</summary>
/// <param name="Rule">ARN of the listener rule, or of the listener whose default action it is.</param>
internal sealed record PairGroups(string Rule, string Blue, string Green)
{
    public static PairGroups Of(Infrastructure infrastructure, EcsService service)
    {
        var traffic = infrastructure.Traffic[service.Name];
        return new PairGroups(traffic.Rule, infrastructure.TargetGroups[service.Name], traffic.AlternateTargetGroup);
    }

    public string Of(PairSide side) => side == PairSide.Blue ? Blue : Green;

    /// <summary>The weights that give a side so much of the traffic, and the other one the rest.</summary>
    /// <param name="percent">0 to 100.</param>
    public IReadOnlyList<GroupWeight> Giving(PairSide side, int percent) =>
        [new GroupWeight(Blue, side == PairSide.Blue ? percent : 100 - percent), new GroupWeight(Green, side == PairSide.Green ? percent : 100 - percent)];
}
