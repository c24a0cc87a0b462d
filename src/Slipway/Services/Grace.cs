namespace Slipway.Services;

/// <summary>
/// Lets a call that starts something be answered although the run is being stopped: a call that is broken off may have been carried out,
/// and what nobody knows of is not taken back.
/// </summary>
internal static class Grace
{
    /// <summary>Longer than an answer takes; shorter than a CI system's patience between asking a job to end and killing it.</summary>
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(6.5);

    /// <param name="what">Completes "whether ... is not known".</param>
    /// <exception cref="DeployException">The run was stopped and there was no answer in time; its verdict is Stopped.</exception>
    public static async Task<T> Answer<T>(Func<CancellationToken, Task<T>> call, string what, TimeProvider time, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var late = new CancellationTokenSource();
        ITimer? timer = null;
        try
        {
            using var stopping = ct.Register(() => timer = time.CreateTimer(_ => late.Cancel(), null, Within, Timeout.InfiniteTimeSpan));
            return await call(late.Token);
        }
        catch (OperationCanceledException exception) when (ct.IsCancellationRequested)
        {
            throw new DeployException(
                $"""
                 The run was stopped before AWS had answered: whether {what} is not known.
                   try  deploy again, which finds out and goes on from there
                 """,
                Verdict.Stopped, exception);
        }
        finally
        {
            if (timer is not null)
                await timer.DisposeAsync();
        }
    }
}
