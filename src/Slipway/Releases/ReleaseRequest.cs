using Slipway.Images;

namespace Slipway.Releases;

/// <summary>What to ship, where to, and how that place is reached.</summary>
/// <param name="Root">Root of the repository.</param>
/// <param name="Endpoint">The rehearsal cloud's address; null: AWS.</param>
/// <param name="Rebuild">Whether images are built although their inputs did not change.</param>
internal sealed record ReleaseRequest(
    string Root, Application Application, DeployEnvironment Environment, Uri? Endpoint, DockerConnection Docker, bool Rebuild);
