namespace Slipway.Images;

/// <summary>How Docker is reached.</summary>
/// <param name="Cli">The docker program: a name on the PATH or a full path.</param>
/// <param name="Host">DOCKER_HOST, such as <c>unix:///run/x/docker.sock</c>; null: what the user's environment and contexts say.</param>
internal sealed record DockerConnection(string Cli = "docker", string? Host = null);

/// <summary>Docker: builds, inspects and pushes.</summary>
internal interface IDocker
{
    /// <summary>Builds and loads an image. Gives every line of output to <paramref name="onLine"/>.</summary>
    /// <exception cref="DeployException">Docker does not answer, or the build failed: with the step and the last lines.</exception>
    Task Build(ImageBuild build, DockerConfig config, Action<string> onLine, CancellationToken ct);

    /// <summary>The image of this machine, or null.</summary>
    Task<LocalImage?> Find(string image, CancellationToken ct);

    /// <summary>What identifies the image in its registry now; null: the registry does not have it or does not answer.</summary>
    Task<string?> RemoteIdentity(string image, CancellationToken ct);

    /// <summary>Pushes one tag. Null, or what Docker said when it was refused.</summary>
    Task<string?> Push(string image, DockerConfig config, Action<string> onLine, CancellationToken ct);
}

/// <summary>One build.</summary>
/// <param name="Tags">Full names to give to the result.</param>
/// <param name="Revision">Goes to the label <c>org.opencontainers.image.revision</c>.</param>
/// <param name="Pull">Whether to fetch base images although this machine has them.</param>
/// <param name="NoCache">Whether layers of earlier builds must not be used.</param>
internal sealed record ImageBuild(
    DockerImage Image, BuildContext Context, IReadOnlyList<string> Tags, string Revision, bool Pull = false, bool NoCache = false);

/// <summary>An image that this machine has.</summary>
/// <param name="Id">sha256 of its configuration.</param>
/// <param name="Platform"><c>os/architecture</c>, as in <c>linux/amd64</c>.</param>
/// <param name="OnlyHere">Whether no registry is known to have it.</param>
internal sealed record LocalImage(string Id, string Platform, bool OnlyHere);
