namespace Slipway.Images;

/// <summary>Adds tags to images that are in the registry already.</summary>
internal static class ImageTags
{
    /// <summary>A tag that another run has put on the same image meanwhile is fine.</summary>
    /// <returns>False: the image takes no further tag.</returns>
    /// <exception cref="DeployException">The tag names another image.</exception>
    public static async Task<bool> Put(IImageRegistry registry, string repository, string tag, RegistryImage image, CancellationToken ct)
    {
        var result = await registry.AddTag(repository, tag, image, ct);
        if (result is not TagResult.Taken)
            return result is TagResult.Added;

        var found = await registry.Find(repository, [tag], ct);
        var taken = found is [var other, ..] ? other.Digest : null;
        if (taken != image.Digest)
        {
            throw new DeployException(
                $"""
                 The tag {tag} of {repository} names another image already, and tags are immutable. The tag was not moved.
                   tag    {taken ?? "was removed meanwhile"}
                   image  {image.Digest}
                   try    deploy again; if it stays, see who else pushes to {repository}
                 """);
        }

        return true;
    }
}
