namespace Slipway;

/// <summary>Something that a step of a pipeline must be able to do. The permissions of a job are those that its steps need, and no others.</summary>
public sealed record Capability
{
    private readonly string _name;

    private Capability(string name) => _name = name;

    /// <summary>Reads the repository.</summary>
    public static Capability ReadSource { get; } = new("read the source");

    /// <summary>Reads who let a run into an environment.</summary>
    public static Capability ReadReviews { get; } = new("read reviews");

    /// <summary>Writes deployments and their progress.</summary>
    public static Capability WriteDeployments { get; } = new("write deployments");

    /// <summary>Writes comments on pull requests.</summary>
    public static Capability WritePullRequests { get; } = new("write pull requests");

    /// <summary>Writes the states of commits.</summary>
    public static Capability WriteStatuses { get; } = new("write statuses");

    /// <summary>Takes packages from the repository's registry.</summary>
    public static Capability ReadPackages { get; } = new("read packages");

    /// <summary>Puts packages into the repository's registry.</summary>
    public static Capability WritePackages { get; } = new("write packages");

    /// <summary>Shows something to whoever reads the run; needs no permission.</summary>
    internal static Capability WriteSummary { get; } = new("write the summary");

    /// <summary>Takes the role of its job in an AWS account, by the identity that the pipeline vouches for.</summary>
    internal static Capability TakeRole { get; } = new("take a role");

    /// <inheritdoc/>
    public override string ToString() => _name;
}
