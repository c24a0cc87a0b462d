namespace Slipway.Rehearsal.Engine;

/// <summary>A Docker Engine on this machine.</summary>
/// <param name="Cli">The docker program that talks to it.</param>
/// <param name="Host">The value of DOCKER_HOST: <c>unix:///...</c>.</param>
/// <param name="IsPrivate">
/// It was started by us and has neither NAT nor BuildKit: builds need <see cref="BuildEnvironment"/> and <see cref="BuildArguments"/>.
/// </param>
internal sealed record DockerHost(string Cli, string Host, bool IsPrivate)
{
    public string Socket => Host["unix://".Length..];

    /// <summary>What a <c>docker build</c> needs in its environment.</summary>
    public IReadOnlyDictionary<string, string?> BuildEnvironment => IsPrivate
        ? new Dictionary<string, string?> { ["DOCKER_HOST"] = Host, ["DOCKER_BUILDKIT"] = "0", ["DOCKER_CONTEXT"] = null }
        : new Dictionary<string, string?> { ["DOCKER_HOST"] = Host, ["DOCKER_CONTEXT"] = null };

    /// <summary>Additional arguments of <c>docker build</c>: containers of a private engine reach the internet over the host's network alone.</summary>
    public IReadOnlyList<string> BuildArguments => IsPrivate ? ["--network", "host"] : [];
}
