namespace Slipway.Sites;

/// <summary>
/// The tree of stale paths by their common beginnings. From its leaves up, each knot knows the cheapest way to cover all that is below it for
/// every number of paths and of wildcards that may be worth it: each path by itself, or one wildcard after what they have in common.
/// A wildcard that ends earlier than that covers no more of what is stale, so no other ends have to be tried.
/// </summary>
/// <param name="needed">In ordinal order, none covered by another.</param>
internal sealed class CoverTree(List<StalePath> needed, CoverPrices prices, IReadOnlyList<string> homes, CoverLimits limits)
{
    /// <summary>As many numbers of wildcards as there are, none included.</summary>
    private readonly int _row = limits.Wildcards + 1;

    /// <summary>The cheapest cover of all; null: none is allowed with so few paths.</summary>
    public CoverChoice? Best()
    {
        CoverChoice? best = null;
        foreach (var choice in Knot(0, needed.Count))
        {
            // They come by rising numbers of paths: what costs the same with more is no better.
            if (best is null || choice.Cost.IsLessThan(best.Cost))
                best = choice;
        }

        return best;
    }

    /// <summary>The choices for the paths from <paramref name="first"/> up to <paramref name="end"/>.</summary>
    private List<CoverChoice> Knot(int first, int end)
    {
        if (end - first == 1)
            return [Leaf(needed[first])];

        // They are in order, so what the first and the last have in common all have.
        var common = needed[first].Path.AsSpan().CommonPrefixLength(needed[end - 1].Path);
        List<CoverChoice>? choices = null;
        for (var from = first; from < end;)
        {
            var to = from + 1;
            if (needed[from].Path.Length > common)
            {
                var branch = needed[from].Path[common];
                while (to < end && needed[to].Path[common] == branch)
                    to++;
            }

            var below = Knot(from, to);
            choices = choices is null ? below : Both(choices, below);
            from = to;
        }

        // One path is the least that there is, so it comes first.
        return Wildcard(needed[first].Path, common) is { } all ? Worthwhile([all, .. choices!]) : choices!;
    }

    private CoverChoice Leaf(StalePath path) =>
        path.AndBelow ? new CoverChoice(1, 1, prices.Of(path.Path), path) : new CoverChoice(1, 0, new CoverCost(0, CoverPrices.Path), path);

    private CoverChoice? Wildcard(string path, int length)
    {
        // Half of a character cannot be escaped. What is cut off with it distinguishes nothing above this knot.
        var prefix = path[..(length > 0 && char.IsHighSurrogate(path[length - 1]) ? length - 1 : length)];
        return homes.Any(home => prefix.StartsWith(home, StringComparison.Ordinal)) ? new CoverChoice(1, 1, prices.Of(prefix), new StalePath(prefix, AndBelow: true)) : null;
    }

    /// <summary>Every choice of the one side with every one of the other.</summary>
    private List<CoverChoice> Both(List<CoverChoice> some, List<CoverChoice> others)
    {
        if (some.Count == 0 || others.Count == 0)
            return [];

        var most = Math.Min(limits.Paths, some[^1].Count + others[^1].Count);
        var cheapest = new (CoverChoice One, CoverChoice Other)?[(most + 1) * _row];
        foreach (var one in some)
        {
            foreach (var other in others)
            {
                var (count, wildcards) = (one.Count + other.Count, one.Wildcards + other.Wildcards);
                if (count > most || wildcards >= _row)
                    continue;

                ref var place = ref cheapest[(count * _row) + wildcards];
                if (place is not { } there || (one.Cost + other.Cost).IsLessThan(there.One.Cost + there.Other.Cost))
                    place = (one, other);
            }
        }

        return Worthwhile(cheapest.Where(pair => pair is not null).Select(pair => new CoverChoice(pair!.Value.One, pair.Value.Other)));
    }

    /// <summary>Without those that one with no more paths and no more wildcards beats or equals.</summary>
    /// <param name="choices">By rising numbers of paths, then of wildcards.</param>
    private List<CoverChoice> Worthwhile(IEnumerable<CoverChoice> choices)
    {
        var kept = new List<CoverChoice>();
        Span<CoverCost> lowest = stackalloc CoverCost[_row];
        lowest.Fill(CoverCost.Highest);
        foreach (var choice in choices)
        {
            if (!choice.Cost.IsLessThan(lowest[choice.Wildcards]))
                continue;

            kept.Add(choice);
            foreach (ref var cost in lowest[choice.Wildcards..])
                cost = choice.Cost.IsLessThan(cost) ? choice.Cost : cost;
        }

        return kept;
    }
}

/// <summary>Some paths that together cover a part of what is stale.</summary>
internal sealed class CoverChoice
{
    private readonly StalePath _path;
    private readonly CoverChoice? _one;
    private readonly CoverChoice? _other;

    public CoverChoice(int count, int wildcards, CoverCost cost, StalePath path) => (Count, Wildcards, Cost, _path) = (count, wildcards, cost, path);

    public CoverChoice(CoverChoice one, CoverChoice other) =>
        (Count, Wildcards, Cost, _one, _other) = (one.Count + other.Count, one.Wildcards + other.Wildcards, one.Cost + other.Cost, one, other);

    public int Count { get; }

    public int Wildcards { get; }

    public CoverCost Cost { get; }

    public IEnumerable<StalePath> Paths() => _one is null ? [_path] : _one.Paths().Concat(_other!.Paths());
}
