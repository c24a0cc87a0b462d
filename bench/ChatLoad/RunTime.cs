namespace ChatLoad;

/// <summary>Time since the run began.</summary>
internal sealed class RunTime(TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();

    public DateTimeOffset Began { get; } = clock.GetUtcNow();

    public TimeSpan Now => clock.GetElapsedTime(_began);

    /// <summary>Waits for a moment of the run, which may have passed.</summary>
    /// <returns>False: cancelled.</returns>
    public async Task<bool> Until(TimeSpan moment, CancellationToken ct)
    {
        if (moment - Now is var left && left > TimeSpan.Zero)
            await Task.Delay(left, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !ct.IsCancellationRequested;
    }
}
