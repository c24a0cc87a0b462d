namespace Slipway.Rehearsal.Ecr;

/// <summary>What a path of the registry names (https://github.com/opencontainers/distribution-spec, "Endpoints").</summary>
internal abstract record RegistryPath
{
    private RegistryPath() { }

    public sealed record Root : RegistryPath;

    public sealed record Blob(string Repository, string Digest) : RegistryPath;

    public sealed record Uploads(string Repository) : RegistryPath;

    public sealed record Upload(string Repository, string Id) : RegistryPath;

    public sealed record ManifestOf(string Repository, string Reference) : RegistryPath;

    public sealed record TagList(string Repository) : RegistryPath;

    /// <summary>Reads what follows <c>/v2/</c>; null: the registry has nothing there. A repository's name may hold slashes.</summary>
    public static RegistryPath? Parse(string path) =>
        path.Split('/') switch
        {
            [""] => new Root(),
            [_, .., "blobs", "uploads", ""] parts => new Uploads(Name(parts, 3)),
            [_, .., "blobs", "uploads"] parts => new Uploads(Name(parts, 2)),
            [_, .., "blobs", "uploads", var id] parts => new Upload(Name(parts, 3), id),
            [_, .., "blobs", var digest] parts => new Blob(Name(parts, 2), digest),
            [_, .., "manifests", var reference] parts => new ManifestOf(Name(parts, 2), reference),
            [_, .., "tags", "list"] parts => new TagList(Name(parts, 2)),
            _ => null,
        };

    private static string Name(string[] parts, int without) => string.Join('/', parts[..^without]);
}
