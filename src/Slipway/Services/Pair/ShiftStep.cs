using Slipway.Traffic;

namespace Slipway.Services.Pair;

/// <summary>Moves the traffic of a pair to one of its sides, after that one's ECS service is deployed.</summary>
/// <param name="To">The side that gets the traffic.</param>
/// <param name="Position">Where the traffic is when the plan is made; elsewhere, nothing is written.</param>
/// <param name="Tasks">Number of tasks of the side that gets the traffic.</param>
internal sealed record ShiftStep(PairGroups Groups, PairSide To, PairPosition Position, int Tasks)
{
    /// <summary>How it holds; null: all of the traffic at once and without a hold, for a first release, a rollback, or what a run left half done.</summary>
    public ServicePairRollout? Holds { get; init; }

    /// <summary>What the other side runs, which traffic can go back to; null: nothing.</summary>
    public string? OldTaskDefinition { get; init; }

    /// <summary>Whether traffic that a broken-off run left on the side is taken away before the side is deployed.</summary>
    public bool RestoresFirst { get; init; }

    public string NewGroup => Groups.Of(To);

    public string OldGroup => Groups.Of(To.Other());

    /// <summary>The side's part of the traffic when the shift begins.</summary>
    public int From => RestoresFirst ? 0 : To == Position.Live ? 100 - Position.Percent : Position.Percent;

    /// <summary>The weights when the shift begins.</summary>
    public IReadOnlyList<GroupWeight> FromWeights => RestoresFirst ? Groups.Giving(To, 0) : Position.Weights;

    /// <summary>The percentages that it goes to, rising, 100 at the end.</summary>
    public IReadOnlyList<int> Percents => [.. (Holds?.Percents ?? []).Where(percent => percent > From), 100];

    /// <summary>The least number of healthy tasks with which more traffic is given: all of them, but half for a way back, which must not wait for the last one.</summary>
    public int Needed => Math.Max(1, Holds is null ? (Tasks + 1) / 2 : Tasks);

    public IReadOnlyList<GroupWeight> Giving(int percent) => Groups.Giving(To, percent);

    /// <summary>Whether any traffic moves; a first release may only have its weights verified.</summary>
    public bool Moves => RestoresFirst || From != 100;

    /// <summary>Whether the traffic can go back to where it was; what a run left half done is no place to go back to.</summary>
    public bool CanGoBack => OldTaskDefinition is not null && !(Position.IsMixed && To == Position.Live);

    /// <summary>The plan's lines, without the place of the traffic.</summary>
    public IEnumerable<string> Lines()
    {
        if (RestoresFirst)
            yield return $"gives all traffic back to {To.Other().Word()} first: {To.Word()} is to run something else";

        if (From == 100)
            yield break;

        var from = From > 0 ? $" from {RolloutText.Percent(From)}" : "";
        if (Holds is null)
        {
            yield return $"moves all traffic to {To.Word()}{from}, at once";
            yield break;
        }

        if (Holds.AskWithin is { } within)
            yield return $"waits for ./build.sh Proceed or Abort before traffic moves, at most {RolloutText.Time(within)}";

        yield return $"moves the traffic to {To.Word()}{from}, and holds at {string.Join(", ", Percents.Select(percent => RolloutText.Percent(percent)))} for {RolloutText.Time(Holds.BakeTime)} each, at most {RolloutText.Time(Holds.HoldLimit)}";
        foreach (var gate in Holds.Gates)
            yield return $"while {gate}";
    }
}
