namespace Slipway.Services;

/// <summary>Turns how a deployment ended into the verdict of its service and the words for it.</summary>
internal static class ServiceVerdicts
{
    /// <summary>Null: it has not ended.</summary>
    public static ServiceResult? Of(ServiceFlight flight) => flight.IsWayBack ? OfWayBack(flight) : flight.Status switch
    {
        DeploymentStatus.Deployed when flight.RemainsFor is not null => Remains(flight),
        DeploymentStatus.Deployed => Result(flight, Verdict.Deployed, $"deployed, {Now(flight)}"),
        DeploymentStatus.RolledBack or DeploymentStatus.Stopped or DeploymentStatus.Superseded when flight.TakenBackFor is { } why =>
            Result(flight, Verdict.RolledBack, $"taken back to {Before(flight)}, {why}"),
        DeploymentStatus.RolledBack back => Result(flight, Verdict.RolledBack, $"rolled back to {Before(flight)}: {Why(flight, back.Reason)}"),
        DeploymentStatus.Superseded by => Superseded(flight, by),
        DeploymentStatus.Stopped stopped => Result(flight, Verdict.Stopped, $"stopped from elsewhere: {stopped.Reason}"),
        DeploymentStatus.Stalled stalled when flight.TakenBackFor is { } why => NotTakenBack(flight, why, stalled.Reason),
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
        flight.Shift is { } shift ? $"undecided after {flight.Plan.Budget.Total.TotalMinutes:0.#} min; {shift.Left(back: false)}"
        : $"undecided after {flight.Plan.Budget.Total.TotalMinutes:0.#} min. Left running: deployment {flight.Arn ?? flight.Followed.Id} of {flight.Plan.EcsName} with {Now(flight)}"
        + $"{(flight.Snapshot is { } seen ? $", {string.Join(", ", seen.Deployments.Select(one => $"{one.Running} tasks of {EcsNames.Short(one.TaskDefinition)}"))}" : "")}. "
        + (flight.Plan.Rollout is SteppedRollout ? "ECS waits at its next pause, and goes back by itself when nobody answers it" : "ECS goes on by itself"));

    /// <summary>Left to ECS.</summary>
    /// <param name="what">What ECS does, as a sentence.</param>
    public static ServiceResult Detached(ServiceFlight flight, string what) => Result(flight, Verdict.InProgress, $"in progress, {Now(flight)}. {what}");

    public static ServiceResult Stopped(ServiceFlight flight, bool back) => Result(
        flight, Verdict.Stopped,
        flight.Shift is { } shift ? $"stopped; {shift.Left(back)}"
        : back ? $"stopped; {Before(flight)} takes over again, ECS sees to it by itself"
        : flight.Plan.Proven is null ? $"stopped; a first release has nothing to go back to, and the service {flight.Plan.EcsName} remains with {Now(flight)}"
        : $"stopped, but going back was not accepted; {Left(flight)}");

    /// <summary>The run cannot see its deployments any more.</summary>
    public static ServiceResult Lost(ServiceFlight flight, bool back, string reason) =>
        flight.Result is { Verdict: Verdict.Deployed } deployed && !back
            ? deployed with { Text = $"{deployed.Text}; it remains although the others could not be followed" }
            : Result(
                flight, Verdict.Failed,
                $"could not be followed; {(flight.Shift is { } shift ? shift.Left(back) : back ? $"{Before(flight)} takes over again, ECS sees to it by itself" : Left(flight))}\n{reason}");

    /// <summary>The way back has ended well.</summary>
    public static ServiceResult TakenBack(ServiceFlight back) => Result(back, Verdict.RolledBack, $"taken back to {Now(back)}, {back.TakenBackFor}");

    public static ServiceResult NotTakenBack(ServiceFlight flight, string why, string reason) => Result(
        flight, Verdict.Failed,
        flight.IsWayBack ? $"the way back to {Now(flight)}, {why}, failed: {reason}. Look at the events of {flight.Plan.EcsName}"
        : $"could not be taken back, {why}; {Left(flight)}\n{reason}");

    public static ServiceResult Remains(ServiceFlight flight) => Result(
        flight, Verdict.Deployed,
        $"deployed, {Now(flight)}; it remains although {flight.RemainsFor} failed: {(flight.Plan.Service is ServiceStep.Follow ? "this run did not begin it" : "there is nothing to go back to")}");

    /// <param name="why">Why it should have gone back.</param>
    public static ServiceResult NothingToGoBackTo(ServiceFlight flight, string why) => Result(
        flight, Verdict.Failed,
        $"not taken back, {why}: there is nothing to go back to. The service {flight.Plan.EcsName} remains with {Now(flight)}; deploy a corrected version, or delete it");

    private static ServiceResult? OfWayBack(ServiceFlight flight) => flight.Status switch
    {
        DeploymentStatus.InProgress => null,
        DeploymentStatus.Deployed => TakenBack(flight),
        DeploymentStatus.Superseded by => Superseded(flight, by),
        DeploymentStatus.RolledBack { Reason: var reason } => NotTakenBack(flight, flight.TakenBackFor!, reason),
        DeploymentStatus.Stopped { Reason: var reason } => NotTakenBack(flight, flight.TakenBackFor!, reason),
        DeploymentStatus.Stalled { Reason: var reason } => NotTakenBack(flight, flight.TakenBackFor!, reason),
        _ => null,
    };

    private static ServiceResult Superseded(ServiceFlight flight, DeploymentStatus.Superseded by) =>
        Result(flight, Verdict.Superseded, $"superseded by {EcsNames.Short(by.By)}, which decides what runs");

    private static ServiceResult Result(ServiceFlight flight, Verdict verdict, string text) =>
        new(flight.Plan.Name, verdict, text, flight.TaskDefinition, Telling(flight)) { Deployment = flight.Arn };

    /// <summary>The first failure, unless another of its kind has the log lines that it lacks; null: none.</summary>
    public static FailureReport? Telling(ServiceFlight flight) =>
        flight.Failures.Find(report => report.LogLines.Count > 0 && report.Cause.Signature == flight.Failures[0].Cause.Signature) ?? flight.Failures.FirstOrDefault();

    private static string Left(ServiceFlight flight) =>
        $"left as it is: deployment {flight.Arn ?? flight.Followed.Id} of {flight.Plan.EcsName} with {Now(flight)}";

    private static string Now(ServiceFlight flight) => EcsNames.Short(flight.TaskDefinition);

    private static string Before(ServiceFlight flight) =>
        flight.IsWayBack ? Now(flight) : flight.Plan.Proven is { } arn ? EcsNames.Short(arn) : "the one before";

    // What this run saw itself, then what ECS proves, then what its tasks died of, then what ECS says.
    private static string Why(ServiceFlight flight, string reason) =>
        flight.GivenUp ?? (flight.Deployment?.Cause is not null ? reason : flight.Failures.FirstOrDefault()?.Cause.Cause ?? reason);
}
