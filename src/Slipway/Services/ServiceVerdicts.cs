namespace Slipway.Services;

/// <summary>Turns how a deployment ended into the verdict of its service and the words for it.</summary>
internal static class ServiceVerdicts
{
    /// <summary>Null: it has not ended.</summary>
    public static ServiceResult? Of(ServiceFlight flight) => flight.Status switch
    {
        DeploymentStatus.Deployed => Result(flight, Verdict.Deployed, $"deployed, {Now(flight)}"),
        DeploymentStatus.RolledBack or DeploymentStatus.Stopped or DeploymentStatus.Superseded when flight.TakenBackFor is { } why =>
            Result(flight, Verdict.RolledBack, $"taken back to {Before(flight)}, {why}"),
        DeploymentStatus.RolledBack back => Result(flight, Verdict.RolledBack, $"rolled back to {Before(flight)}: {Why(flight, back.Reason)}"),
        DeploymentStatus.Superseded by => Result(flight, Verdict.Superseded, $"superseded by {EcsNames.Short(by.By)}, which decides what runs"),
        DeploymentStatus.Stopped stopped => Result(flight, Verdict.Stopped, $"stopped from elsewhere: {stopped.Reason}"),
        DeploymentStatus.Stalled stalled => Result(
            flight, Verdict.Failed,
            flight.Plan.Proven is null
                ? $"the first release never came up: {Why(flight, stalled.Reason)}. The service {flight.Plan.EcsName} remains with {Now(flight)}; deploy a corrected version, or delete it"
                : $"failed: {Why(flight, stalled.Reason)}. {Now(flight)} remains; look at the service's events"),
        _ => null,
    };

    public static ServiceResult NeverCameUp(ServiceFlight flight, string cause) => Result(
        flight, Verdict.Failed,
        $"the first release never came up: {cause}. The service {flight.Plan.EcsName} remains with {Now(flight)} until its circuit breaker ends the attempts; deploy a corrected version, or delete it");

    public static ServiceResult TimedOut(ServiceFlight flight) => Result(
        flight, Verdict.TimedOut,
        $"undecided after {flight.Plan.Budget.Total.TotalMinutes:0.#} min. Left running: deployment {flight.Arn ?? flight.Followed.Id} of {flight.Plan.EcsName} with {Now(flight)}"
        + $"{(flight.Snapshot is { } seen ? $", {string.Join(", ", seen.Deployments.Select(one => $"{one.Running} tasks of {EcsNames.Short(one.TaskDefinition)}"))}" : "")}. ECS goes on by itself");

    public static ServiceResult Stopped(ServiceFlight flight, bool back) => Result(
        flight, Verdict.Stopped,
        back ? $"stopped; {Before(flight)} takes over again, ECS sees to it by itself"
        : flight.Plan.Proven is null ? $"stopped; a first release has nothing to go back to, and the service {flight.Plan.EcsName} remains with {Now(flight)}"
        : $"stopped, but going back was not accepted; deployment {flight.Arn ?? flight.Followed.Id} goes on");

    private static ServiceResult Result(ServiceFlight flight, Verdict verdict, string text) =>
        new(flight.Plan.Name, verdict, text, flight.TaskDefinition, flight.Failures.FirstOrDefault()) { Deployment = flight.Arn };

    private static string Now(ServiceFlight flight) => EcsNames.Short(flight.TaskDefinition);

    private static string Before(ServiceFlight flight) => flight.Plan.Proven is { } arn ? EcsNames.Short(arn) : "the one before";

    private static string Why(ServiceFlight flight, string reason) => flight.Failures.FirstOrDefault()?.Cause.Cause ?? reason;
}
