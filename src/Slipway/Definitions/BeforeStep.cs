namespace Slipway;

/// <summary>
/// Something that is done, to its end, before any service is updated: <see cref="OneOffTask"/> or <see cref="RdsSnapshot"/>. A release that stops here has
/// touched no service and no site.
/// </summary>
public abstract record BeforeStep
{
    private protected BeforeStep(TimeSpan timeout) => Timeout = timeout;

    /// <summary>Time after which it counts as failed: by default 15 minutes for a one-off task, 30 minutes for a snapshot.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Whether it is done in an environment at all.</summary>
    internal virtual bool IsIn(DeployEnvironment environment) => true;
}
