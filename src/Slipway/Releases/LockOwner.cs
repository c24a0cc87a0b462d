namespace Slipway.Releases;

/// <summary>Who holds the deploy lock, for a person to find.</summary>
/// <param name="Who">ARN of the caller, or the name of the user.</param>
/// <param name="Host">The machine, or the container's own name.</param>
/// <param name="RunUrl">Page of the job; null: a run by hand.</param>
/// <param name="Process">Its id on that host. Proves nothing: another container has processes of its own.</param>
/// <param name="Release">Id of the release that it makes.</param>
/// <param name="Started">On that host's clock.</param>
internal sealed record LockOwner(string Who, string Host, string? RunUrl, int Process, string Release, DateTimeOffset Started)
{
    /// <summary>This process.</summary>
    /// <param name="caller">ARN of the AWS caller; null: not known, and the name of the user stands for it.</param>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static LockOwner Of(string? caller, string release, Func<string, string?> variable, TimeProvider time) => new(
        caller ?? Environment.UserName, Environment.MachineName, Releases.RunUrl.Of(variable), Environment.ProcessId, release, time.GetUtcNow());

    /// <inheritdoc/>
    public override string ToString() => $"{Who} on {Host} (process {Process}), release {Release}";
}
