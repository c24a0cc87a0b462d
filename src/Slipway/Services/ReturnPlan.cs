using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>A service, and the task definition that it is to go back to.</summary>
internal sealed record ServiceReturn(EcsService Service, ObservedService Seen, TaskDefinitionRevision To)
{
    /// <summary>The newest revision of the family; null: not known.</summary>
    public TaskDefinitionRevision? Newest { get; init; }

    /// <summary>Both sides, where it is a pair: <see cref="Seen"/> is the live one; null: it is none.</summary>
    public PairObservation? Pair { get; init; }
}

/// <summary>
/// Decides what leads services back to task definitions that they had. Nothing else of a service is touched: what else the definition says now need not fit
/// what ran then.
/// </summary>
internal static class ReturnPlan
{
    public static ServicesPlan Create(Application application, DeployEnvironment environment, Infrastructure infrastructure, IReadOnlyList<ServiceReturn> services) =>
        new(infrastructure.Cluster, [.. services.Select(service => service.Pair is { } pair
            ? PairPlan.Of(application, environment, infrastructure, service.Service, pair, ledger: null, isRollback: true, side => Side(application, environment, infrastructure, service, pair, side))
            : Plan(application, environment, service))]);

    /// <summary>A side as if it were a service of its own; one that somebody deleted is made again as the definition says.</summary>
    private static ServicePlan Side(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, ServiceReturn service, PairObservation pair, PairSide side)
    {
        if (pair.Of(side) is { } seen)
            return Plan(application, environment, service with { Seen = seen });

        var groups = PairGroups.Of(infrastructure, service.Service);
        var behind = infrastructure with { TargetGroups = new Dictionary<string, string>(infrastructure.TargetGroups) { [service.Service.Name] = groups.Of(side) } };
        var plan = Plan(application, environment, service);
        return plan with
        {
            TaskDefinition = plan.TaskDefinition is TaskDefinitionStep.Keep keep ? new TaskDefinitionStep.Reuse(keep.Arn) : plan.TaskDefinition,
            Service = new ServiceStep.Create(
                1, ServiceStepRules.Settings(environment, behind, service.Service), TaskDefinitions.ServiceTags(application, environment, service.Service)),
            Proven = null,
        };
    }

    private static ServicePlan Plan(Application application, DeployEnvironment environment, ServiceReturn service)
    {
        var running = service.Seen.Snapshot;
        var definition = Definition(service);
        return new ServicePlan(
            service.Service.Name,
            EcsNames.Service(application, service.Service),
            new LogGroupStep.Nothing(EcsNames.LogGroup(application, environment, service.Service)),
            definition,
            Step(running, definition, Differences(service)))
        {
            Budget = WaitBudget.For(service.Service, environment, running.DesiredCount),
            Proven = running.Proven,
            TargetGroup = running.Settings.LoadBalancers is [var first, ..] ? first.TargetGroup : null,
        };
    }

    // A revision that was deregistered cannot be deployed, but still be read: the same content under a new number is the same.
    private static TaskDefinitionStep Definition(ServiceReturn service)
    {
        var wanted = TaskDefinitionShape.Of(service.To.Content).ToString();
        return service.Seen.Snapshot.TaskDefinition == service.To.Arn ? new TaskDefinitionStep.Keep(service.To.Arn)
            : service.Seen.Running is { } running && TaskDefinitionShape.Of(running.Content).ToString() == wanted ? new TaskDefinitionStep.Keep(running.Arn)
            : IsActive(service.To) ? new TaskDefinitionStep.Reuse(service.To.Arn)
            : service.Newest is { } newest && TaskDefinitionShape.Of(newest.Content).ToString() == wanted ? new TaskDefinitionStep.Reuse(newest.Arn)
            : new TaskDefinitionStep.Register(service.To.Content, [$"{EcsNames.Short(service.To.Arn)} was deregistered; its content is registered again", .. Differences(service)]);
    }

    private static ServiceStep Step(ServiceSnapshot running, TaskDefinitionStep definition, IReadOnlyList<string> differences)
    {
        if (definition is TaskDefinitionStep.Keep)
        {
            return running.Primary?.RolloutState switch
            {
                "FAILED" => new ServiceStep.Update(
                    new ServiceChange { Force = true }, NewTaskDefinition: false, new ServiceChange(), ["the last deployment failed; it is tried again"]),
                "IN_PROGRESS" => new ServiceStep.Follow(running.Primary),
                _ => new ServiceStep.Nothing(),
            };
        }

        return new ServiceStep.Update(
            new ServiceChange(), NewTaskDefinition: true, new ServiceChange { TaskDefinition = running.Proven ?? running.TaskDefinition },
            ["task definition", .. definition is TaskDefinitionStep.Reuse ? differences.Select(line => $"  {line}") : []]);
    }

    private static IReadOnlyList<string> Differences(ServiceReturn service) => service.Seen.Running is { } running
        ? TaskDefinitionShape.Differences(TaskDefinitionShape.Of(running.Content), TaskDefinitionShape.Of(service.To.Content))
        : [];

    private static bool IsActive(TaskDefinitionRevision revision) => $"{revision.Content["status"] ?? "ACTIVE"}" == "ACTIVE";
}
