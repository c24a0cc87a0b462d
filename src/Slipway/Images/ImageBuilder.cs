using Slipway.Output;

namespace Slipway.Images;

/// <summary>Builds an image on this machine, and looks at what came of it.</summary>
internal sealed class ImageBuilder(string root, IDocker docker, IOutput output, TimeProvider time)
{
    /// <param name="tags">Full names to give to the result.</param>
    /// <param name="pull">Whether to fetch base images although this machine has them.</param>
    /// <exception cref="DeployException">The build failed, or made an image for another platform.</exception>
    public async Task Build(ImageSource source, IReadOnlyList<string> tags, string revision, bool pull, bool noCache, DockerConfig config, CancellationToken ct)
    {
        var image = source.Image;
        output.Emit(new ImageBuilding(source.Repository, image));

        var start = time.GetTimestamp();
        var build = new ImageBuild(image, BuildContext.Of(image, root), tags, revision, pull, noCache);
        await docker.Build(build, config, line => output.Emit(new BuildLine(source.Repository, line)), ct);

        var built = await docker.Find(tags[0], ct);
        if (built is null || !PlatformName.Same(built.Platform, image.Platform))
        {
            throw new DeployException(
                $"""
                 The image of {image.Context} is not for {image.Platform}. It was not pushed.
                   found  {built?.Platform ?? "no image after the build"}
                   try    check --platform in the Dockerfile's FROM lines, and that the base image exists for {image.Platform}
                 """);
        }

        output.Emit(new ImageBuilt(source.Repository, time.GetElapsedTime(start)));
    }
}
