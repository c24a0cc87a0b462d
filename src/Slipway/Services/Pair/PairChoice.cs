namespace Slipway.Services.Pair;

/// <summary>What a release does to a pair: which side it deploys to, and how the traffic gets there.</summary>
/// <param name="Side">Whose ECS service is deployed, followed or left as it is.</param>
/// <param name="Moves">Whether traffic is moved to that side afterwards.</param>
internal sealed record PairChoice(PairPosition Position, PairSide Side, bool Moves)
{
    /// <summary>Whether the shift holds on its way: only where something serves that the new version could be worse than.</summary>
    public bool Holds { get; private init; }

    public bool RestoresFirst { get; private init; }

    /// <param name="runs">Whether a side is set to what is wanted.</param>
    /// <param name="startsOnLive">Whether what is wanted differs from the live side in a setting for which ECS starts new tasks.</param>
    /// <param name="isRollback">Whether the traffic goes back, and so all at once.</param>
    public static PairChoice Of(PairPosition position, PairObservation seen, Func<PairSide, bool> runs, bool startsOnLive, bool isRollback)
    {
        var (live, next) = (position.Live, position.Next);
        if (!seen.IsProven(live))
        {
            // Nothing serves: a first release, or one that never came up, or traffic that somebody gave to an empty side.
            var side = seen.IsProven(next) || (seen.Of(live) is null && seen.Of(next) is not null) ? next
                : seen.Of(live) is null ? PairSide.Blue
                : live;
            return new PairChoice(position, side, Moves: true);
        }

        if (runs(live) && !startsOnLive)
            return new PairChoice(position, live, Moves: position.IsMixed);

        return new PairChoice(position, next, Moves: true)
        {
            Holds = !isRollback,
            RestoresFirst = position.IsMixed && !runs(next),
        };
    }
}
