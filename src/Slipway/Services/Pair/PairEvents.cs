using Slipway.Output;

namespace Slipway.Services.Pair;

/// <param name="Percent">Of the traffic, that the side has from now on.</param>
internal sealed record PairTraffic(string Service, PairSide Side, int Percent, string? TaskDefinition) : OutputEvent
{
    public override string Text =>
        $"{Service}: {RolloutText.Percent(Percent)} of the traffic is on {Side.Word()}{(TaskDefinition is null ? "" : $", {EcsNames.Short(TaskDefinition)}")}";
}
