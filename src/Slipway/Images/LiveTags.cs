using Slipway.Output;

namespace Slipway.Images;

/// <summary>Marks images that an environment runs, so that the registry's clean-up leaves them alone.</summary>
internal sealed class LiveTags(IImageRegistry registry, IOutput output)
{
    /// <summary>
    /// Puts <c>live-&lt;environment&gt;-&lt;release&gt;</c> on each of <paramref name="images"/>; one that has it already costs one read.
    /// Images that several containers share are marked once.
    /// </summary>
    /// <exception cref="DeployException">An image is no longer in the registry, or the tag names another one.</exception>
    public async Task MarkLive(IReadOnlyList<ImageDigest> images, DeployEnvironment environment, string release, CancellationToken ct)
    {
        var tag = $"{RepositorySettings.LivePrefix}{environment.Name}-{release}";
        await Parallel.ForEachAsync(images.Distinct(), ct, async (image, ct) =>
        {
            var found = await registry.Find(image.Repository, [tag, image.Digest], ct);
            if (found.Any(item => item.Tag == tag && item.Digest == image.Digest))
                return;

            var manifest = found.FirstOrDefault(item => item.Digest == image.Digest) ?? throw new DeployException(
                $"""
                 {image.Repository}@{image.Digest} runs in {environment}, but is not in the registry any more. It was not marked.
                   try  deploy again: a task that ECS starts anew cannot pull it
                 """);
            await ImageTags.Put(registry, image.Repository, tag, manifest, ct);
            output.Emit(new ImageTagged(image.Repository, tag, image.Digest));
        });
    }
}
