namespace Slipway.Images;

/// <summary>The <c>docker</c> command lines that Slipway runs.</summary>
internal static class DockerCommands
{
    public static IReadOnlyList<string> BuildxVersion { get; } = ["buildx", "version"];

    /// <summary>
    /// With buildx, attestations are off: they turn the pushed image into an index whose digest differs from build to build. The
    /// build uses the host's network, which works on engines without address translation, the rehearsal's own among them.
    /// </summary>
    public static IReadOnlyList<string> Build(ImageBuild build, bool buildx) =>
    [
        .. buildx ? (string[])["buildx", "build", "--load", "--provenance=false", "--progress=plain"] : ["build"],
        "--network", "host",
        "--platform", build.Image.Platform,
        "--file", build.Context.Dockerfile,
        .. build.Image.Target is { } target ? (string[])["--target", target] : [],
        .. build.Image.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).SelectMany(argument => (string[])["--build-arg", $"{argument.Key}={argument.Value}"]),
        .. build.Pull ? (string[])["--pull"] : [],
        .. build.NoCache ? (string[])["--no-cache"] : [],
        "--label", $"org.opencontainers.image.revision={build.Revision}",
        .. build.Tags.SelectMany(tag => (string[])["--tag", tag]),
        build.Context.Folder,
    ];

    /// <summary>Answers one line: id, os/architecture, and the digests under which registries know the image.</summary>
    public static IReadOnlyList<string> Inspect(string image) =>
        ["image", "inspect", "--format", "{{.Id}} {{.Os}}/{{.Architecture}} {{json .RepoDigests}}", image];

    public static IReadOnlyList<string> Manifest(string image) => ["manifest", "inspect", image];

    public static IReadOnlyList<string> Push(string image) => ["push", image];
}
