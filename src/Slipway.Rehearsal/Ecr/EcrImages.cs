namespace Slipway.Rehearsal.Ecr;

/// <summary>ECR as ECS sees it.</summary>
/// <param name="registry">Host and port of this registry.</param>
internal sealed class EcrImages(Repositories repositories, string registry) : IImages
{
    /// <inheritdoc/>
    public string? Resolve(string image)
    {
        var reference = ImageReference.Parse(image);
        return reference.Registry == registry
            ? repositories.Find(reference.Repository)?.Find(reference.Digest ?? reference.Tag ?? "latest")?.Digest
            : null;
    }

    /// <inheritdoc/>
    public bool IsOurs(string image) => ImageReference.Parse(image).Registry == registry;
}
