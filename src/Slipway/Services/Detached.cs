namespace Slipway.Services;

/// <summary>What can be left to ECS, and what ECS does with it when nobody comes back.</summary>
internal static class Detached
{
    /// <exception cref="DeployException">Somebody has to stay. Nothing was changed.</exception>
    public static void Demand(ServicesPlan plan)
    {
        var held = plan.Services.Where(service => service is { Rollout: ServicePairRollout, Service: not ServiceStep.Nothing } or { Shift.Moves: true }).Select(service => service.Name).ToList();
        if (held.Count == 0)
            return;

        throw new DeployException(
            $"""
             This release cannot be left to ECS. Nothing was changed.
               found  {string.Join(", ", held)} with Rollout.ServicePair, whose weights are moved by the run itself
               try    without --detach, or a rollout that ECS carries out: Rollout.Stepped
             """,
            Verdict.Usage);
    }

    /// <summary>What happens to a deployment that nobody attends to, as sentences.</summary>
    public static string Words(ServiceFlight flight, Tempo tempo)
    {
        var place = flight.Arn is { } arn ? $"ECS carries deployment {EcsNames.Short(arn)} out by itself" : "ECS carries it out by itself";
        var rollout = flight.Plan.Rollout;
        return string.Join(' ', new[]
        {
            flight.Followed.CanGoBack ? $"{place}." : $"{place}; there is nothing to go back to.",
            flight.Followed.CanGoBack ? Pauses(rollout, flight.Deployment?.Waiting?.ExpiresAt, tempo) : null,
            rollout is ShiftedRollout { Gates.Count: > 0 } ? "Nobody judges its gates meanwhile." : null,
            "./build.sh Attach follows it from here on.",
        }.OfType<string>());
    }

    private static string? Pauses(Rollout rollout, DateTimeOffset? expires, Tempo tempo) => rollout switch
    {
        SteppedRollout stepped =>
            $"It stops before every step: unless a run attaches within {RolloutText.Time(tempo.Scaled(Longest(stepped)))} of that{By(expires)}, ECS goes back.",
        ShiftedRollout { AskWithin: { } within } =>
            $"It waits for ./build.sh Proceed before production traffic moves: without it within {RolloutText.Time(tempo.Scaled(within))}{By(expires)}, ECS goes back.",
        _ => null,
    };

    private static TimeSpan Longest(SteppedRollout stepped) => stepped.AskWithin is { } within && within > stepped.HoldLimit ? within : stepped.HoldLimit;

    private static string By(DateTimeOffset? expires) => expires is { } at ? $", by {at.UtcDateTime:HH:mm:ss} UTC" : "";
}
