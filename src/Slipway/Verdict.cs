namespace Slipway;

/// <summary>How a run, or the deployment of one service in it, ended. The number is the exit code of the process.</summary>
public enum Verdict
{
    /// <summary>All of it is deployed and verified, or there was nothing to do.</summary>
    Deployed = 0,

    /// <summary>An expected failure; also a first release that never came up, since ECS has nothing to go back to.</summary>
    Failed = 1,

    /// <summary>Unknown target, parameter or environment, or an invalid definition. Nothing was changed.</summary>
    Usage = 2,

    /// <summary>The previous release serves again.</summary>
    RolledBack = 3,

    /// <summary>A newer deployment took over.</summary>
    Superseded = 4,

    /// <summary>Stopped by a person or a signal.</summary>
    Stopped = 5,

    /// <summary>Still undecided when the wait budget ended; what is left running is named.</summary>
    TimedOut = 6,

    /// <summary>Not started: wrong account, dirty tree, lock held, plan moved, commit older or approval missing.</summary>
    Refused = 7,

    /// <summary>Detached: ECS goes on by itself.</summary>
    InProgress = 8,
}
