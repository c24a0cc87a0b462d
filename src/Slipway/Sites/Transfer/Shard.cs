namespace Slipway.Sites.Transfer;

/// <summary>A range of keys that is listed by itself.</summary>
/// <param name="After">The key that it comes after; null: it is the first.</param>
/// <param name="Last">The last key that may be in it; null: all that follow are.</param>
internal sealed record Shard(string? After, string? Last)
{
    /// <summary>Keys that are expected in one. A page has a thousand: the rest is for those that nobody expected, so that they cost no page of their own.</summary>
    public const int Size = 950;

    /// <summary>
    /// Cuts what begins with a prefix into ranges of about the same size, judged by the keys that are likely there. The ranges hold every key
    /// that there can be, each once, whatever is expected.
    /// </summary>
    public static IReadOnlyList<Shard> Of(string prefix, IReadOnlyList<string> expected)
    {
        var cuts = new SortedSet<string>(Utf8Order.Instance);
        // What ends the last range is the end of the listing.
        for (var i = Size - 1; i < expected.Count - 1; i += Size)
        {
            if (expected[i].StartsWith(prefix, StringComparison.Ordinal))
                cuts.Add(expected[i]);
        }

        string?[] ends = [null, .. cuts, null];
        return [.. ends.Zip(ends.Skip(1), (after, last) => new Shard(after, last))];
    }

    public bool Has(string key) => (After is null || Utf8Order.Instance.Compare(key, After) > 0) && (Last is null || Utf8Order.Instance.Compare(key, Last) <= 0);

    /// <summary>Whether a listing that has come to a key has all of this range.</summary>
    public bool EndsAt(string key) => Last is not null && Utf8Order.Instance.Compare(key, Last) >= 0;
}
