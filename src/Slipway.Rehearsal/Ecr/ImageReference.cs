namespace Slipway.Rehearsal.Ecr;

/// <summary>An image as a task definition names it.</summary>
/// <param name="Registry">Host and port; null: Docker Hub.</param>
internal sealed record ImageReference(string? Registry, string Repository, string? Tag, string? Digest)
{
    /// <summary>
    /// Reads <c>[registry/]repository[:tag][@digest]</c>. The first part is a registry when it holds a dot or a colon or is
    /// <c>localhost</c>, as in Docker (https://github.com/distribution/reference).
    /// </summary>
    public static ImageReference Parse(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var (name, digest) = at < 0 ? (image, null) : (image[..at], image[(at + 1)..]);

        var colon = name.LastIndexOf(':');
        var tagged = colon > name.LastIndexOf('/');
        var (path, tag) = tagged ? (name[..colon], name[(colon + 1)..]) : (name, null);

        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && (path[..slash].AsSpan().ContainsAny('.', ':') || path[..slash] == "localhost")
            ? new ImageReference(path[..slash], path[(slash + 1)..], tag, digest)
            : new ImageReference(null, path, tag, digest);
    }
}
