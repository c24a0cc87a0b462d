namespace Slipway.Rehearsal.Launch;

/// <summary>How a running rehearsal cloud is reached.</summary>
/// <param name="Aws">What AWS_ENDPOINT_URL is set to.</param>
/// <param name="DockerHost">The engine that runs its tasks, as DOCKER_HOST names it.</param>
/// <param name="DockerCli">A docker program that talks to it.</param>
/// <param name="Started">Whether this call started the cloud.</param>
public sealed record RehearsalEndpoints(Uri Aws, string Registry, string DockerHost, string DockerCli, double Speed, bool Started);
