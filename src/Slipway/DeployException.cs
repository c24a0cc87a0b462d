namespace Slipway;

/// <summary>
/// An expected failure. The message says what failed, what was seen, what to try and whether anything was changed; it is
/// printed without a stack trace.
/// </summary>
public sealed class DeployException(string message, Verdict verdict = Verdict.Failed, Exception? inner = null)
    : Exception(message, inner)
{
    /// <summary>How the run ends; gives the exit code.</summary>
    public Verdict Verdict { get; } = verdict;

    /// <summary>Whether the same may succeed a moment later: throttling, a lost connection, a server's own failure. Waiting goes on over it.</summary>
    internal bool MayPass { get; init; }
}
