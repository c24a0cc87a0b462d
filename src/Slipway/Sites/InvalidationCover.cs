namespace Slipway.Sites;

/// <summary>An object that edges may hold and that did not change.</summary>
/// <param name="IsImmutable">Whether every browser that has it keeps it for a year, so that to fetch it again everywhere is the dearest of all.</param>
internal sealed record CachedPath(string Path, long Bytes, bool IsImmutable);

/// <summary>How much one invalidation may consist of.</summary>
/// <param name="Wildcards">Of its paths, those that end in an asterisk.</param>
internal sealed record CoverLimits(int Paths, int Wildcards)
{
    /// <summary>CloudFront bills paths beyond 1000 a month, and takes 3000 of them and 15 wildcards at a time.</summary>
    public static CoverLimits Standard { get; } = new(Paths: 30, Wildcards: 15);
}

/// <summary>
/// Chooses the paths of an invalidation: everything stale goes, and of what is not stale as little as possible. Objects that never change are
/// given up only where there are too many paths otherwise; beyond that a path is worth some bytes that edges fetch again.
/// </summary>
internal static class InvalidationCover
{
    /// <param name="cached">What lies beside the stale paths.</param>
    /// <param name="homes">The folders of the site, with a slash at their ends. Wildcards reach beyond them only where nothing else is possible.</param>
    /// <returns>Within the limits, in ordinal order; the same for the same sets.</returns>
    public static IReadOnlyList<StalePath> Of(IEnumerable<StalePath> stale, IReadOnlyList<CachedPath> cached, IReadOnlyList<string> homes, CoverLimits limits)
    {
        var needed = Distinct(stale);
        return needed.Count <= 1 ? needed : Solve(needed, cached, homes, limits) ?? Solve(needed, cached, ["/"], limits)!;
    }

    /// <summary>Without those that others cover, in ordinal order.</summary>
    private static List<StalePath> Distinct(IEnumerable<StalePath> stale)
    {
        var needed = new List<StalePath>();
        foreach (var path in stale.Distinct().OrderBy(path => path.Path, StringComparer.Ordinal).ThenByDescending(path => path.AndBelow))
        {
            // What a wildcard covers comes right after it.
            if (needed.Count == 0 || !needed[^1].Covers(path))
                needed.Add(path);
        }

        return needed;
    }

    private static List<StalePath>? Solve(List<StalePath> needed, IReadOnlyList<CachedPath> cached, IReadOnlyList<string> homes, CoverLimits limits)
    {
        var tree = new CoverTree(needed, new CoverPrices(needed, cached, homes), homes, limits);
        return tree.Best() is { } best ? [.. best.Paths().OrderBy(path => path.Path, StringComparer.Ordinal)] : null;
    }
}

/// <summary>What a set of paths costs; less is better, and what never changes counts before everything else.</summary>
/// <param name="Immutable">Bytes of objects that never change and would be fetched again.</param>
/// <param name="Other">Everything else, in bytes.</param>
internal readonly record struct CoverCost(long Immutable, long Other)
{
    public static readonly CoverCost Highest = new(long.MaxValue, long.MaxValue);

    public bool IsLessThan(CoverCost other) => Immutable != other.Immutable ? Immutable < other.Immutable : Other < other.Other;

    public static CoverCost operator +(CoverCost one, CoverCost other) => new(one.Immutable + other.Immutable, one.Other + other.Other);
}

/// <summary>What wildcards cost: the objects that they take along although nothing about them changed.</summary>
internal sealed class CoverPrices
{
    /// <summary>What a path more is worth.</summary>
    public const long Path = 64 << 10;

    /// <summary>A request of every edge, however small the object.</summary>
    private const long Request = 4 << 10;

    /// <summary>Of a whole site: nobody lists what else is cached there, such as other services' answers, so it is not given up for a few paths.</summary>
    private const long Home = 16 * Path;

    private readonly string[] _paths;
    private readonly long[] _immutable;
    private readonly long[] _other;
    private readonly IReadOnlyList<string> _homes;

    /// <param name="needed">In ordinal order, none covered by another; what they cover has no price.</param>
    public CoverPrices(List<StalePath> needed, IReadOnlyList<CachedPath> cached, IReadOnlyList<string> homes)
    {
        _homes = homes;
        // What comes last before a path, or is it, is all that can cover it: needed paths do not cover each other.
        var names = needed.ConvertAll(path => path.Path);
        var beside = cached.Where(item => names.BinarySearch(item.Path, StringComparer.Ordinal) is var at && (at >= 0 ? at : ~at - 1) is var last
            && (last < 0 || !needed[last].Covers(new StalePath(item.Path, AndBelow: false)))).ToArray();
        _paths = [.. beside.Select(item => item.Path)];
        Array.Sort(_paths, beside, StringComparer.Ordinal);

        (_immutable, _other) = (new long[beside.Length + 1], new long[beside.Length + 1]);
        for (var i = 0; i < beside.Length; i++)
        {
            var price = beside[i].Bytes + Request;
            _immutable[i + 1] = _immutable[i] + (beside[i].IsImmutable ? price : 0);
            _other[i + 1] = _other[i] + (beside[i].IsImmutable ? 0 : price);
        }
    }

    /// <summary>Of a wildcard after <paramref name="prefix"/>, the path itself included.</summary>
    public CoverCost Of(string prefix)
    {
        var (first, end) = (FirstThat(path => string.CompareOrdinal(path, prefix) >= 0), FirstThat(path => string.CompareOrdinal(path, 0, prefix, 0, prefix.Length) > 0));
        var home = _homes.Any(home => home.StartsWith(prefix, StringComparison.Ordinal)) ? Home : 0;
        return new(_immutable[end] - _immutable[first], _other[end] - _other[first] + home + Path);
    }

    private int FirstThat(Func<string, bool> holds)
    {
        var (low, high) = (0, _paths.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (holds(_paths[middle]))
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
