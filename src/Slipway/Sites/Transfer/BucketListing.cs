namespace Slipway.Sites.Transfer;

/// <summary>Gives a page of a listing.</summary>
/// <param name="after">The key to begin after; null: the beginning.</param>
/// <param name="next">What the page before gave to go on with; null: this is the first page.</param>
internal delegate Task<ListPage> FetchPage(string? after, string? next, CancellationToken ct);

/// <summary>Lists a bucket in several ranges at once: page after page, ten thousand keys are ten round trips.</summary>
internal static class BucketListing
{
    /// <summary>All objects, in S3's order.</summary>
    /// <inheritdoc cref="ISiteBucket.List" path="/param"/>
    public static async Task<IReadOnlyList<SiteObject>> Run(string prefix, IReadOnlyList<SeenObject> expected, FetchPage fetch, CancellationToken ct)
    {
        var known = expected.ToDictionary(one => one.Key, StringComparer.Ordinal);
        var shards = Shard.Of(prefix, [.. expected.Select(one => one.Key)]);
        var found = new List<SiteObject>[shards.Count];
        await Parallel.ForAsync(
            0, shards.Count, new ParallelOptions { MaxDegreeOfParallelism = RequestLimit.Most, CancellationToken = ct },
            async (i, ct) => found[i] = await Run(shards[i], fetch, known, ct));
        return found is [var only] ? only : [.. found.SelectMany(part => part)];
    }

    private static async Task<List<SiteObject>> Run(Shard shard, FetchPage fetch, Dictionary<string, SeenObject> known, CancellationToken ct)
    {
        List<SiteObject> found = [];
        string? next = null;
        do
        {
            var page = await fetch(shard.After, next, ct);
            found.AddRange(page.Objects.Where(item => shard.Has(item.Key)).Select(item => known.TryGetValue(item.Key, out var same) ? Same(item, same) : item));
            next = page.Objects is [.., var last] && shard.EndsAt(last.Key) ? null : page.Next;
        }
        while (next is not null);

        return found;
    }

    /// <summary>The object with texts that are there already: of a hundred thousand objects they are most of what a listing takes.</summary>
    private static SiteObject Same(SiteObject found, SeenObject known) => found with { Key = known.Key, ETag = found.ETag == known.ETag ? known.ETag : found.ETag };
}
