using Slipway.Output;
using Slipway.Services;

namespace Slipway.Sites;

/// <summary>Makes edges drop old copies, and waits until all of them have.</summary>
internal sealed class SiteInvalidation(ICdn cdn, IOutput output, TimeProvider time)
{
    /// <summary>CloudFront takes seconds to a minute, and in a bad hour ten.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    /// <summary>Whether it is done. False is told: the invalidation stays written down, and the next run asks for it again.</summary>
    public async Task<bool> Pay(string site, string distribution, InvalidationDebt debt, CancellationToken ct)
    {
        output.Emit(new SiteInvalidating(site, debt.Paths));
        var start = time.GetTimestamp();
        var pace = new Pace(time);
        string? id = null;
        var last = "CloudFront has too many invalidations in progress";
        while (time.GetElapsedTime(start) < Longest)
        {
            try
            {
                id ??= await cdn.Invalidate(distribution, debt.Reference, debt.Paths, ct);
                if (id is not null)
                    last = $"invalidation {id} is still in progress";
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

            await pace.Wait(moved: false, ct);
        }

        output.Emit(new InvalidationOwed(site, distribution, debt.Paths, last));
        return false;
    }
}
