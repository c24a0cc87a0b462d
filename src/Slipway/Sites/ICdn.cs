namespace Slipway.Sites;

/// <summary>The CloudFront distributions that serve sites.</summary>
internal interface ICdn
{
    /// <summary>Null: there is no such distribution.</summary>
    Task<DistributionFacts?> Distribution(string id, CancellationToken ct);

    /// <summary>
    /// Begins an invalidation and returns its id. The same reference again with the same paths gives the same invalidation. Null: too many
    /// are in progress; CloudFront takes 3000 paths, and 15 wildcards, at a time.
    /// </summary>
    Task<string?> Invalidate(string distribution, string reference, IReadOnlyList<string> paths, CancellationToken ct);

    /// <summary>Whether every edge has dropped what the invalidation names.</summary>
    Task<bool> IsCompleted(string distribution, string invalidation, CancellationToken ct);
}

/// <summary>What of a distribution matters to a site.</summary>
/// <param name="DomainName">CloudFront's own name for it.</param>
/// <param name="Aliases">Its alternate domain names.</param>
/// <param name="DefaultRootObject">What <c>/</c> leads to; empty: nothing.</param>
/// <param name="Behaviors">In the order in which they are tried; the default behavior is the last, with the path <c>*</c>.</param>
internal sealed record DistributionFacts(
    string Id, string DomainName, IReadOnlyList<string> Aliases, bool Enabled, string DefaultRootObject, IReadOnlyList<OriginFacts> Origins,
    IReadOnlyList<BehaviorFacts> Behaviors, IReadOnlyList<ErrorPage> ErrorPages)
{
    /// <summary>The origin that is the bucket; null: none is.</summary>
    public OriginFacts? OriginOf(string bucket) => Origins.FirstOrDefault(origin => origin.IsBucket(bucket));

    /// <summary>The behavior that serves a path of viewers.</summary>
    public BehaviorFacts? BehaviorOf(string path) => Behaviors.FirstOrDefault(behavior => behavior.Serves(path));
}

/// <param name="Path">The folder that is put before every path, without a slash at its end; empty: none.</param>
internal sealed record OriginFacts(string Id, string DomainName, string Path)
{
    /// <summary>S3's names for a bucket are its REST and website endpoints, with and without a region.</summary>
    public bool IsBucket(string bucket) =>
        DomainName.StartsWith($"{bucket}.s3.", StringComparison.Ordinal) || DomainName.StartsWith($"{bucket}.s3-", StringComparison.Ordinal);
}

/// <param name="Path">Path pattern; <c>*</c>: the default behavior.</param>
/// <param name="Origin">Id of the origin or of the origin group.</param>
/// <param name="RewritesRequests">Whether a function runs at its viewer requests.</param>
internal sealed record BehaviorFacts(string Path, string Origin, bool RewritesRequests)
{
    /// <summary>Whether the pattern matches. CloudFront takes <c>images/*</c> for <c>/images/*</c>.</summary>
    public bool Serves(string path) => PathPattern.Matches(Path, path);
}

/// <summary>A page in place of an error, whichever behavior the error comes from.</summary>
internal sealed record ErrorPage(int Status, string Page, int AnsweredAs);
