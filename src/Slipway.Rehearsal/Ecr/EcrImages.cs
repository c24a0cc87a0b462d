namespace Slipway.Rehearsal.Ecr;

/// <summary>ECR as ECS sees it.</summary>
/// <param name="registry">Host and port of this registry.</param>
internal sealed class EcrImages(Repositories repositories, string registry) : IImages
{
    /// <inheritdoc/>
    public string? Resolve(string image)
    {
        var reference = ImageReference.Parse(image);
        var named = reference.Digest ?? reference.Tag ?? "latest";
        return reference.Registry == registry ? repositories.Find(reference.Repository, DeployEnvironment.Local.Account, has: repository => repository.Find(named) is not null)?.Find(named)?.Digest : null;
    }

    /// <inheritdoc/>
    public bool IsOurs(string image) => ImageReference.Parse(image).Registry == registry;
}
