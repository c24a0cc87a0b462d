using Slipway.Gates;
using Slipway.Output;

namespace Slipway.Services.Pair;

/// <param name="Percent">Of the traffic, that the side has from now on.</param>
internal sealed record PairTraffic(string Service, PairSide Side, int Percent, string? TaskDefinition) : OutputEvent
{
    public override string Text =>
        $"{Service}: {Percent} % of the traffic is on {Side.Word()}{(TaskDefinition is null ? "" : $", {EcsNames.Short(TaskDefinition)}")}";
}

/// <param name="Bake">As long as it lasts where the release goes to.</param>
internal sealed record PairHolding(string Service, int Percent, TimeSpan Bake) : OutputEvent
{
    public override string Text => $"{Service}: holds at {Percent} % for {(Bake.TotalSeconds < 120 ? $"{Bake.TotalSeconds:0.#} s" : $"{Bake.TotalMinutes:0.#} min")}";
}

internal sealed record PairGates(string Service, int Percent, GateReport Report) : OutputEvent
{
    public override EventKind Kind => Report.Answer switch
    {
        GateAnswer.Pass => EventKind.Progress,
        GateAnswer.Inconclusive => EventKind.Progress,
        _ => EventKind.Warning,
    };

    public override string Text => $"{Service}: gates at {Percent} %: {Report.Answer switch { GateAnswer.Pass => "passed", GateAnswer.Inconclusive => "inconclusive", _ => "failed" }}, {Report.Worst}";
}

/// <summary>A person is asked, who answers by another run.</summary>
internal sealed record PairAsks(string Service, string Hold, string Question) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"{Service}: {(Hold == "before" ? "before its traffic moves" : $"at {Hold} %")}: {Question}\n  answer with  ./build.sh Proceed or ./build.sh Abort";
}
