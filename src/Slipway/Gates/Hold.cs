namespace Slipway.Gates;

/// <summary>How long a rollout stays at a percentage, and what it does there. On the clock of the place that it runs in.</summary>
internal sealed record HoldRules(TimeSpan Bake, TimeSpan Limit, Inconclusive WhenInconclusive)
{
    public static HoldRules Of(ShiftedRollout rollout, Tempo tempo) =>
        new(tempo.Scaled(rollout.BakeTime), tempo.Scaled(rollout.HoldLimit), rollout.WhenInconclusive);

    /// <summary>What to do after <paramref name="held"/> at a percentage, given what the gates say now.</summary>
    public HoldDecision Decide(TimeSpan held, GateReport report) => report.Answer switch
    {
        GateAnswer.Fail => new HoldDecision.Back(report.Worst),
        _ when held < Bake => new HoldDecision.Wait(),
        GateAnswer.Pass => new HoldDecision.Proceed(),
        _ when WhenInconclusive == Inconclusive.Fail => new HoldDecision.Back($"inconclusive: {report.Worst}"),
        _ when held >= Limit => new HoldDecision.Back($"still inconclusive at the end of the hold: {report.Worst}"),
        _ when WhenInconclusive == Inconclusive.Ask => new HoldDecision.Ask(report.Worst),
        _ => new HoldDecision.Wait(),
    };
}

internal abstract record HoldDecision
{
    internal sealed record Wait : HoldDecision;

    internal sealed record Proceed : HoldDecision;

    /// <param name="Question">What could not be decided.</param>
    internal sealed record Ask(string Question) : HoldDecision;

    internal sealed record Back(string Reason) : HoldDecision;
}
