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
    /// <summary>The ids of the origins in each origin group, by the group's id.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> OriginGroups { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether any of it comes from the bucket.</summary>
    public bool Has(string bucket) => Origins.Any(origin => origin.IsBucket(bucket));

    /// <summary>The origin that reaches a site in its bucket, the one next to its folder where there are several; null: none does.</summary>
    public OriginFacts? OriginOf(StaticSite site, string bucket) =>
        Origins.Where(origin => origin.IsBucket(bucket) && origin.HomeOf(site) is not null).MaxBy(origin => origin.Path.Length);

    /// <summary>The behavior that serves a path of viewers.</summary>
    public BehaviorFacts? BehaviorOf(string path) => Behaviors.FirstOrDefault(behavior => behavior.Serves(path));

    /// <summary>The origins in a bucket that a behavior leads to, by itself or by its origin group.</summary>
    public IEnumerable<OriginFacts> OriginsOf(BehaviorFacts behavior, string bucket)
    {
        var ids = OriginGroups.GetValueOrDefault(behavior.Origin) ?? [behavior.Origin];
        return Origins.Where(origin => ids.Contains(origin.Id) && origin.IsBucket(bucket));
    }

    /// <summary>How long an edge answers with an error of this status before it asks the origin again.</summary>
    public TimeSpan KeepsErrors(int status) => ErrorPages.FirstOrDefault(page => page.Status == status)?.KeptFor ?? ErrorPage.StandardTime;
}

/// <param name="Path">The folder that is put before every path, without a slash at its end; empty: none.</param>
internal sealed record OriginFacts(string Id, string DomainName, string Path)
{
    /// <summary>Whether CloudFront signs its requests to the bucket: by origin access control, or by the identity that there was before.</summary>
    public bool IsSigned { get; init; } = true;

    /// <summary>Whether it is S3's website endpoint, which leads folders to their index.html by itself.</summary>
    public bool IsWebsite => DomainName.Contains(".s3-website", StringComparison.Ordinal);

    /// <summary>S3's names for a bucket are its REST and website endpoints, with and without a region.</summary>
    public bool IsBucket(string bucket) =>
        DomainName.StartsWith($"{bucket}.s3.", StringComparison.Ordinal) || DomainName.StartsWith($"{bucket}.s3-", StringComparison.Ordinal);

    /// <summary>The path by which an object is reached here; null: it lies outside <see cref="Path"/>.</summary>
    public string? PathOf(string key) => $"/{key}" is var path && path.StartsWith($"{Path}/", StringComparison.Ordinal) ? path[Path.Length..] : null;

    /// <summary>The path of the site's folder, with a slash at its end; null: no object of the site is reached here.</summary>
    public string? HomeOf(StaticSite site) =>
        $"/{SiteFolder.KeyPrefix(site)}" is var folder && folder.StartsWith($"{Path}/", StringComparison.Ordinal) ? folder[Path.Length..] : null;
}

/// <param name="Path">Path pattern; <c>*</c>: the default behavior.</param>
/// <param name="Origin">Id of the origin or of the origin group.</param>
/// <param name="RewritesRequests">Whether a function runs at its viewer requests, or a Lambda function at its viewer or origin requests.</param>
internal sealed record BehaviorFacts(string Path, string Origin, bool RewritesRequests)
{
    /// <summary>What tells its answers apart, and for how long edges keep them.</summary>
    public CacheRules Cache { get; init; } = CacheRules.AsAnswersSay;

    /// <summary>Whether edges compress what viewers can unpack.</summary>
    public bool Compresses { get; init; } = true;

    /// <summary>Whether it is a Lambda function that changes requests, at viewer or origin requests.</summary>
    public bool RewritesByLambda { get; init; }

    /// <summary>Whether a Lambda function changes paths after the cache was asked, so that the cache knows pages by whatever viewers asked for.</summary>
    public bool RewritesBehindCache { get; init; }

    /// <summary>Whether viewers may ask without TLS, and are answered.</summary>
    public bool AllowsHttp { get; init; }

    /// <summary>The methods that viewers may use; the others are answered with 403.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["GET", "HEAD"];

    /// <summary>Id of the policy that says what of a request the origin gets; null: none.</summary>
    public string? OriginRequestPolicy { get; init; }

    /// <summary>What the origin gets by settings from before there were policies; null: by a policy, or nothing.</summary>
    public Forwarding? Forwards { get; init; }

    /// <summary>Whether the pattern matches. CloudFront takes <c>images/*</c> for <c>/images/*</c>.</summary>
    public bool Serves(string path) => PathPattern.Matches(Path, path);
}

/// <summary>What of a viewer's request the origin gets, beside what tells copies in the cache apart.</summary>
/// <param name="Headers">Whether all headers of the viewer but <c>Host</c>.</param>
internal sealed record Forwarding(bool Queries, bool Cookies, bool Headers, bool Host)
{
    public static Forwarding Nothing { get; } = new(false, false, false, false);
}

/// <summary>A page in place of an error, whichever behavior the error comes from.</summary>
/// <param name="Page">Its path; empty: none, only <see cref="KeptFor"/> is another than usual.</param>
internal sealed record ErrorPage(int Status, string Page, int AnsweredAs)
{
    /// <summary>What CloudFront does without ErrorCachingMinTTL (developer guide, "Control how long CloudFront caches errors").</summary>
    public static readonly TimeSpan StandardTime = TimeSpan.FromSeconds(10);

    /// <summary>How long an edge answers so before it asks the origin again.</summary>
    public TimeSpan KeptFor { get; init; } = StandardTime;
}
