using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Images;

/// <summary>Marks images that an environment runs, so that the registry's clean-up leaves them alone.</summary>
internal sealed class LiveTags(IImageRegistry registry, IOutput output)
{
    private const int Digits = 12;

    /// <summary>
    /// Puts <c>live-&lt;environment&gt;-&lt;digest&gt;</c> on each of <paramref name="images"/>: one tag, however often the image is released. One that has it already
    /// costs one read. What could not be marked is told, and is no failure of what serves.
    /// </summary>
    public Task MarkLive(IReadOnlyList<ImageDigest> images, DeployEnvironment environment, CancellationToken ct) => Parallel.ForEachAsync(images.Distinct(), ct, async (image, ct) =>
    {
        try
        {
            await Mark(image, environment, ct);
        }
        catch (DeployException exception)
        {
            output.Emit(new NotMarked(exception.Message));
        }
    });

    private async Task Mark(ImageDigest image, DeployEnvironment environment, CancellationToken ct)
    {
        var digest = image.Digest[(image.Digest.IndexOf(':', StringComparison.Ordinal) + 1)..];
        var tag = $"{RepositorySettings.LivePrefix}{environment.Name}-{digest[..Math.Min(Digits, digest.Length)]}";
        var found = await registry.Find(image.Repository, [tag, image.Digest], ct);
        if (found.Any(item => item.Tag == tag && item.Digest == image.Digest))
            return;

        var manifest = found.FirstOrDefault(item => item.Digest == image.Digest) ?? throw new DeployException(
            $"""
             {image.Repository}@{image.Digest} runs in {environment}, but is not in the registry any more. It was not marked.
               try  deploy again: a task that ECS starts anew cannot pull it
             """);
        if (await ImageTags.Put(registry, image.Repository, tag, manifest, ct))
            output.Emit(new ImageTagged(image.Repository, tag, image.Digest));
        else
            output.Emit(new ImageNotTagged(image.Repository, tag, image.Digest));
    }
}
