namespace Slipway.Rehearsal.Ecs;

/// <summary>What is to be known to judge a stage.</summary>
/// <param name="InStage">Since it began, in AWS's time.</param>
/// <param name="Hooks">On the way back there are none.</param>
/// <param name="Complete">The revision that the service moves to has its full count of healthy tasks, and no more.</param>
/// <param name="OthersGone">Nothing runs any more of the revisions that the stage is to remove.</param>
internal sealed record ShiftSight(TimeSpan InStage, HookVerdict Hooks, bool Complete, bool OthersGone);

/// <param name="BackBecause">Why it goes back; null when it does not.</param>
internal sealed record ShiftMove(bool Next, string? BackBecause = null);

/// <summary>Whether a stage of a traffic shift is over. Pure.</summary>
internal static class ShiftJudgement
{
    /// <summary>A stage that takes longer fails; so does each step of a production traffic shift. The wait for an answer has a limit of its own.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    public static ShiftMove Of(ShiftStep step, ShiftSight seen)
    {
        if (seen.Hooks.BackBecause is { } why)
            return new ShiftMove(Next: false, why);

        if (seen.Hooks.Waits)
            return new ShiftMove(Next: false);

        return IsDone(step, seen) ? new ShiftMove(Next: true)
            : seen.InStage >= Longest ? new ShiftMove(Next: false, $"Service deployment failed: the lifecycle stage {step.Stage} took longer than {Longest.TotalHours} hours.")
            : new ShiftMove(Next: false);
    }

    private static bool IsDone(ShiftStep step, ShiftSight seen) => step.Stage switch
    {
        LifecycleStage.Reconcile => seen.OthersGone,
        LifecycleStage.ScaleUp => seen.Complete,
        LifecycleStage.CleanUp => seen.Complete && seen.OthersGone,
        _ => seen.InStage >= TimeSpan.FromMinutes(step.BakeMinutes),
    };
}
