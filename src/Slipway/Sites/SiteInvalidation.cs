using Slipway.Output;
using Slipway.Services;

namespace Slipway.Sites;

/// <summary>Makes edges drop old copies, and waits until all of them have.</summary>
internal sealed class SiteInvalidation(ICdn cdn, IOutput output, TimeProvider time)
{
    /// <summary>CloudFront takes seconds to a minute, and in a bad hour ten.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    // Others that wait for their turn too must not ask at the same moments.
    private static readonly TimeSpan FirstTurn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    /// <summary>Whether it is done. False is told: the invalidation stays written down, and the next run asks for it again.</summary>
    public async Task<bool> Pay(string site, string distribution, InvalidationDebt debt, CancellationToken ct)
    {
        output.Emit(new SiteInvalidating(site, debt.Paths));
        var start = time.GetTimestamp();
        var (pace, turn) = (new Pace(time), FirstTurn);
        string? id = null;
        var last = "";
        while (time.GetElapsedTime(start) < Longest)
        {
            var queued = false;
            try
            {
                id ??= await cdn.Invalidate(distribution, debt.Reference, debt.Paths, ct);
                queued = id is null;
                last = queued ? "CloudFront has too many invalidations in progress" : $"invalidation {id} is still in progress";
                if (id is not null && await cdn.IsCompleted(distribution, id, ct))
                {
                    output.Emit(new SiteInvalidated(site, debt.Paths.Count, time.GetElapsedTime(start)));
                    return true;
                }
            }
            catch (DeployException exception) when (exception.MayPass)
            {
                last = exception.Message;
                pace.SlowDown();
            }
            catch (DeployException exception)
            {
                last = exception.Message;
                break;
            }

            if (queued && turn == FirstTurn)
                output.Emit(new SiteInvalidationQueued(site, distribution));
            if (queued)
                await Task.Delay(turn * (0.5 + Random.Shared.NextDouble()), time, ct);
            else
                await pace.Wait(moved: false, ct);
            turn = queued ? TimeSpan.FromTicks(Math.Min(turn.Ticks * 2, LongestTurn.Ticks)) : turn;
        }

        output.Emit(new InvalidationOwed(site, distribution, debt.Paths, last));
        return false;
    }
}
