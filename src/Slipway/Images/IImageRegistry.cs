namespace Slipway.Images;

/// <summary>The registry that images are kept in. Reading never changes anything.</summary>
internal interface IImageRegistry
{
    /// <summary>Those of the repositories called <paramref name="names"/> that exist.</summary>
    Task<IReadOnlyList<ImageRepository>> Describe(IReadOnlyCollection<string> names, CancellationToken ct);

    /// <summary>
    /// The images of a repository that <paramref name="ids"/> (tags, or digests that begin with <c>sha256:</c>) name, one entry for
    /// each that was found; none when there is no such repository. At most 100.
    /// </summary>
    Task<IReadOnlyList<RegistryImage>> Find(string repository, IReadOnlyCollection<string> ids, CancellationToken ct);

    /// <summary>The lifecycle policy's text, or null.</summary>
    Task<string?> LifecyclePolicy(string repository, CancellationToken ct);

    /// <summary>Makes a repository with immutable tags that are scanned on push; one that is there already is fine.</summary>
    Task<ImageRepository> Create(string repository, CancellationToken ct);

    Task MakeImmutable(string repository, CancellationToken ct);

    Task ScanOnPush(string repository, CancellationToken ct);

    Task PutLifecyclePolicy(string repository, string policy, CancellationToken ct);

    /// <summary>Gives <paramref name="image"/> a further tag.</summary>
    Task<TagResult> AddTag(string repository, string tag, RegistryImage image, CancellationToken ct);

    /// <summary>Credentials for pushing with docker, good for hours.</summary>
    Task<RegistryCredentials> Credentials(string registry, CancellationToken ct);
}

/// <summary>A repository as it is now.</summary>
/// <param name="Uri">Registry and name, as in image references.</param>
internal sealed record ImageRepository(string Name, string Uri, bool Immutable, bool ScansOnPush)
{
    /// <summary>Host and port of the registry.</summary>
    public string Registry => Uri[..Uri.IndexOf('/', StringComparison.Ordinal)];
}

/// <summary>An image of a repository.</summary>
/// <param name="Tag">The tag that found it; null when it was found by its digest.</param>
internal sealed record RegistryImage(string? Tag, string Digest, string Manifest, string MediaType);

/// <summary>What became of a tag that was to be added.</summary>
internal enum TagResult
{
    Added,

    /// <summary>It is there already, on this or on another image.</summary>
    Taken,

    /// <summary>The image has as many as the registry lets one have: 1000 at ECR (https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html).</summary>
    Full,
}
