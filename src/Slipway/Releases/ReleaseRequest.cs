using Slipway.Images;

namespace Slipway.Releases;

/// <summary>What to ship, where to, and how that place is reached.</summary>
/// <param name="Root">Root of the repository.</param>
/// <param name="Endpoint">The rehearsal cloud's address; null: AWS.</param>
/// <param name="Rebuild">Whether images are built although their inputs did not change.</param>
internal sealed record ReleaseRequest(
    string Root, Application Application, DeployEnvironment Environment, Uri? Endpoint, DockerConnection Docker, bool Rebuild)
{
    /// <summary>What to do while another run holds the deploy lock.</summary>
    public LockWait Wait { get; init; }

    /// <summary>The beginning of the hash of the only plan that may be carried out; null: whatever the plan is.</summary>
    public string? ExpectPlan { get; init; }

    /// <summary>Whether the images are in the registry already, so that none is built.</summary>
    public bool Prebuilt { get; init; }

    /// <summary>Whether a commit may be shipped that is older than what runs.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the run ends once ECS has everything that it needs to go on by itself.</summary>
    public bool Detach { get; init; }

    /// <summary>Where the release is promoted from; null: it is made from what is checked out.</summary>
    public ReleaseOrigin? From { get; init; }

    /// <summary>How fast time passes where the release goes to.</summary>
    public Tempo Tempo { get; init; } = Tempo.OfAws;

    /// <summary>Where runs of this repository keep what they need on this machine.</summary>
    public string Temporary => Path.Combine(Root, ".nuke", "temp");
}

/// <summary>An environment whose live release is promoted.</summary>
/// <param name="Endpoint">A rehearsal cloud's address; null: AWS.</param>
internal sealed record ReleaseOrigin(DeployEnvironment Environment, Uri? Endpoint);
