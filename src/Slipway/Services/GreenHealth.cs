using System.Globalization;

namespace Slipway.Services;

/// <summary>
/// Sees a new version whose tasks run and never become healthy behind the load balancer. ECS waits a day for it, and whether its circuit breaker
/// counts with strategies that move traffic is told differently in different places of its documentation.
/// </summary>
internal sealed class GreenHealth(ITargetHealth health, TrafficWatch traffic, Tempo tempo, TimeProvider time)
{
    /// <summary>Containers start at their own speed, however fast the rehearsal's clock goes.</summary>
    private static readonly TimeSpan AtLeast = TimeSpan.FromSeconds(20);

    /// <summary>Why it is not worth waiting any longer; null: it is.</summary>
    public async Task<string?> Verdict(ServiceFlight flight, CancellationToken ct)
    {
        if (flight is not { Plan.Rollout: ShiftedRollout and not ServicePairRollout, Deployment: { IsUnderWay: true, Waiting: null, Weight: null or 0 } deployment })
            return null;

        if (deployment.Requested == 0 || deployment.Running < deployment.Requested)
            flight.AllRunningSince = null;
        else
            flight.AllRunningSince ??= time.GetTimestamp();

        return flight.AllRunningSince is { } since && time.GetElapsedTime(since) is var waited && waited > Limit(flight)
            ? await Sick(flight, waited, ct) : null;
    }

    private async Task<string?> Sick(ServiceFlight flight, TimeSpan waited, CancellationToken ct)
    {
        if (await traffic.Subject(flight, ct) is not { New: var group })
            return null;

        var targets = await health.Targets(group, ct);
        return Words(targets) is { } words ? $"its tasks run for {RolloutText.Time(waited)} and are not healthy behind the load balancer: {words}" : null;
    }

    /// <summary>What the load balancer has against targets; null: nothing, or they are not judged yet.</summary>
    internal static string? Words(IReadOnlyList<TargetState> targets)
    {
        var sick = targets.Where(target => target.State is "unhealthy" or "unavailable" or "unused").ToList();
        return sick.Count == 0 ? null : string.Join("; ", sick
            .GroupBy(target => $"{target.State}, {target.Reason} {target.Description}".TrimEnd(' ', ','), StringComparer.Ordinal)
            .Select(kind => string.Create(CultureInfo.InvariantCulture, $"{kind.Count()} of {targets.Count} {kind.Key}")));
    }

    private TimeSpan Limit(ServiceFlight flight) => tempo.Scaled(flight.Plan.Budget.Failing) is var scaled && scaled > AtLeast ? scaled : AtLeast;
}
