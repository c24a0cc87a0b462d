using Slipway.Gates;

namespace Slipway.Services.Pair;

/// <summary>What a shift does next.</summary>
internal abstract record ShiftDecision
{
    internal sealed record Wait : ShiftDecision;

    /// <param name="Percent">Of the traffic, for the new side.</param>
    internal sealed record MoveTo(int Percent) : ShiftDecision;

    /// <param name="Hold">Tells this question from the next: <c>before</c>, <c>10</c>, <c>50</c>.</param>
    internal sealed record Ask(string Hold, string Question) : ShiftDecision;

    internal sealed record Done : ShiftDecision;

    /// <param name="Reason">Why the traffic goes back.</param>
    internal sealed record Back(string Reason) : ShiftDecision;

    /// <param name="at">What is known at this moment.</param>
    public static ShiftDecision Of(ShiftStep step, HoldRules? rules, ShiftMoment at)
    {
        if (at.Percent == 0 || (at.Percent < 100 && step.Holds is null))
            return BeforeMoving(step, rules, at);

        if (at.Percent == 100 && step.Holds is null)
            return new Done();

        if (at.NewHealthy == 0)
            return new Back($"none of its tasks is healthy{Why(at)}");

        return rules!.Decide(at.Held, at.Report) switch
        {
            HoldDecision.Back back => new Back(back.Reason),
            HoldDecision.Ask when at.Answer == PersonAnswer.Abort => new Back(Aborted),
            HoldDecision.Ask when at.Answer == PersonAnswer.Proceed => Onward(step, at),
            HoldDecision.Ask ask => new Ask($"{at.Percent}", ask.Question),
            HoldDecision.Proceed => Onward(step, at),
            _ => new Wait(),
        };
    }

    /// <summary>The reason of a shift that a person took back.</summary>
    public const string Aborted = "a person said Abort";

    private static ShiftDecision BeforeMoving(ShiftStep step, HoldRules? rules, ShiftMoment at)
    {
        if (at.NewHealthy < step.Needed)
            return at.Held >= (rules?.Limit ?? at.Patience) ? new Back($"only {at.NewHealthy} of {step.Needed} tasks became healthy behind the load balancer{Why(at)}") : new Wait();

        if (at.AskFor is not { } within || at.Answer == PersonAnswer.Proceed)
            return Onward(step, at);

        return at.Answer == PersonAnswer.Abort ? new Back(Aborted)
            : at.Held >= within ? new Back($"nobody answered within {within.TotalMinutes:0.#} min")
            : new Ask("before", "traffic is about to move");
    }

    private static string Why(ShiftMoment at) => at.Unhealthy is { } why ? $" ({why})" : "";

    private static ShiftDecision Onward(ShiftStep step, ShiftMoment at) =>
        at.Percent == 100 ? new Done()
        : at.NewHealthy < step.Needed ? new Wait()
        : new MoveTo(step.Percents.First(percent => percent > at.Percent));
}

/// <summary>What is known of a shift at one moment.</summary>
/// <param name="Percent">The new side's part of the traffic.</param>
/// <param name="Held">How long it has had it.</param>
/// <param name="NewHealthy">Its healthy tasks.</param>
/// <param name="Report">What the gates say.</param>
/// <param name="Answer">A person's, to the question that was put last at this percentage; null: none.</param>
internal sealed record ShiftMoment(int Percent, TimeSpan Held, int NewHealthy, GateReport Report, PersonAnswer? Answer)
{
    /// <summary>Time for an answer before traffic moves; null: nobody is asked.</summary>
    public TimeSpan? AskFor { get; init; }

    /// <summary>How long a shift without holds waits for healthy tasks.</summary>
    public TimeSpan Patience { get; init; }

    /// <summary>What the load balancer says of a task that is not healthy.</summary>
    public string? Unhealthy { get; init; }
}
