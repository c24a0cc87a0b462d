using Slipway.Git;
using Slipway.Output;
using Slipway.Processes;

namespace Slipway.Images;

/// <summary>Builds images to see that they can be built. Needs no account: nothing is asked of a registry of ours, and nothing is pushed.</summary>
internal sealed class ImageTrial(string root, IDocker docker, IProcesses processes, IOutput output, TimeProvider time)
{
    private const int AtOnce = 4;

    private readonly GitRepository _git = new(processes, root);
    private readonly ImageBuilder _builder = new(root, docker, output, time);

    /// <summary>Those of <paramref name="images"/> that are made from files which differ from a commit's. What a definition itself says is not compared.</summary>
    public async Task<IReadOnlyList<ImageSource>> Changed(IReadOnlyList<ImageSource> images, string since, CancellationToken ct)
    {
        var files = await _git.ChangedSince(since, ct);
        return [.. images.Where(image => ImagePaths.IsMadeFrom(image.Image, files))];
    }

    /// <summary>Prepares and builds; images that are the same are built once.</summary>
    /// <exception cref="DeployException">One of them cannot be built. The others may have been.</exception>
    public async Task Build(IReadOnlyList<ImageSource> images, CancellationToken ct)
    {
        await new Preparer(root, _git, processes, output, time).Prepare(images.Select(image => image.Image.Prepare).OfType<Preparation>(), ct);
        var tree = await _git.WorkTree(ct);
        using var config = DockerConfig.Create(DockerConfig.UserFolder(), credentials: null);
        await Parallel.ForEachAsync(
            images.DistinctBy(image => ImageKey.Of(image.Image)), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
            async (image, ct) => await _builder.Build(image, [$"{image.Repository}:tried"], tree.Commit ?? "none", pull: false, noCache: false, config, ct));
        output.Emit(new ImagesTried(images.Count));
    }
}
