namespace Slipway;

/// <summary>An image that is built from this repository.</summary>
/// <param name="Context">Folder of the build context, relative to the repository's root.</param>
public sealed record DockerImage(string Context)
{
    /// <summary>The Dockerfile, relative to <see cref="Context"/>. Default <c>Dockerfile</c>.</summary>
    public string Dockerfile { get; init; } = "Dockerfile";

    /// <summary>The stage to build; the last when null.</summary>
    public string? Target { get; init; }

    /// <summary><c>linux/amd64</c> (the default) or <c>linux/arm64</c>; checked after the build and set as the task's runtime platform.</summary>
    public string Platform { get; init; } = "linux/amd64";

    /// <summary>Build arguments. Not for secrets: they stay in the image's history.</summary>
    public IDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>What has to be made in the context before the build, such as a published application; null: nothing.</summary>
    public Preparation? Prepare { get; init; }
}

/// <summary>A command that makes files of a build context or of a site. It is run again only when its inputs changed.</summary>
/// <param name="Command">Program and arguments, run in the repository's root.</param>
public sealed record Preparation(params IReadOnlyList<string> Command)
{
    /// <summary>Files and folders that the command reads, relative to the repository's root.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>The folder that the command writes, relative to the repository's root.</summary>
    public required string Output { get; init; }
}
