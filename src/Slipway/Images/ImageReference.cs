namespace Slipway.Images;

/// <summary>An image as a task definition names it.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Registry">Host and port; null: Docker Hub.</param>
/// <param name="Repository">Its name in that registry.</param>
/// <param name="Digest">Null: it is named by a tag, or by nothing.</param>
internal sealed record ImageReference(string Text, string? Registry, string Repository, string? Digest)
{
    // https://github.com/distribution/reference: the first part is a registry when it has a dot or a colon in it, or is localhost.
    public static ImageReference Parse(string text)
    {
        var (name, digest) = text.Split('@', 2) is [var left, var right] ? (left, right) : (text, null);
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var (registry, path) = slash > 0 && (name[..slash].AsSpan().ContainsAny('.', ':') || name[..slash] == "localhost")
            ? (name[..slash], name[(slash + 1)..])
            : (null, name);

        var tag = path.LastIndexOf(':');
        return new ImageReference(text, registry, tag < 0 ? path : path[..tag], digest);
    }

    /// <summary>Repository and digest; null: it has no digest.</summary>
    public ImageDigest? Image => Digest is null ? null : new ImageDigest(Repository, Digest);
}
