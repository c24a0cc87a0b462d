namespace Slipway;

/// <summary>
/// A rollout that starts the new version at full capacity beside the old one and then moves traffic. It needs a <see cref="EcsService.Route"/>, and two
/// target groups behind one rule: <see cref="Infrastructure.Traffic"/>.
/// </summary>
public abstract record ShiftedRollout : Rollout
{
    private protected ShiftedRollout()
    {
    }

    /// <summary>What must hold while the new version is watched; empty: that its tasks are healthy, which ECS sees to.</summary>
    public IReadOnlyList<Gate> Gates { get; init; } = [];

    /// <summary>What to do while gates can be called neither passed nor failed.</summary>
    public Inconclusive WhenInconclusive { get; init; }

    /// <summary>
    /// Time for which the new version is watched: at each percentage with <see cref="Rollout.Stepped"/> and <see cref="Rollout.ServicePair"/>, once it has
    /// all traffic with the others, when ECS keeps the old version running for it. Whole minutes. Default 5 minutes.
    /// </summary>
    public TimeSpan BakeTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Time for a person's answer (<c>Proceed</c> or <c>Abort</c>) before production traffic moves to the new version; without an answer it goes back.
    /// Null: nobody is asked. 1 minute to 14 days.
    /// </summary>
    public TimeSpan? AskWithin { get; init; }

    /// <summary>
    /// Longest wait at one percentage, the bake included, before the new version is taken back: for gates that stay inconclusive, and, with
    /// <see cref="Rollout.Stepped"/>, for a run that does not come back: ECS itself goes back then. Whole minutes. Default one hour.
    /// </summary>
    public TimeSpan HoldLimit { get; init; } = TimeSpan.FromHours(1);
}

/// <summary>What to do while gates can be called neither passed nor failed, as without any request no error rate can.</summary>
public enum Inconclusive
{
    /// <summary>Wait, at most until <see cref="ShiftedRollout.HoldLimit"/>.</summary>
    Wait,

    /// <summary>Take the new version back.</summary>
    Fail,

    /// <summary>Wait for a person's <c>Proceed</c> or <c>Abort</c>, at most until <see cref="ShiftedRollout.HoldLimit"/>.</summary>
    Ask,
}

/// <summary>Words for <see cref="ShiftedRollout"/>s.</summary>
public static class RolloutWords
{
    /// <summary>This rollout, watching the new version for <paramref name="time"/>: <see cref="ShiftedRollout.BakeTime"/>.</summary>
    public static T Bake<T>(this T rollout, TimeSpan time)
        where T : ShiftedRollout => (T)((ShiftedRollout)rollout with { BakeTime = time });

    /// <summary>This rollout, going on only while every gate holds.</summary>
    public static T While<T>(this T rollout, params IReadOnlyList<Gate> gates)
        where T : ShiftedRollout => (T)((ShiftedRollout)rollout with { Gates = gates });

    /// <summary>This rollout, asking a person before production traffic moves: <see cref="ShiftedRollout.AskWithin"/>.</summary>
    public static T Ask<T>(this T rollout, TimeSpan within)
        where T : ShiftedRollout => (T)((ShiftedRollout)rollout with { AskWithin = within });
}
