using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>A service, and the task definition that it is to go back to.</summary>
/// <param name="Seen">Null: it is a pair.</param>
internal sealed record ServiceReturn(EcsService Service, ObservedService? Seen, TaskDefinitionRevision To)
{
    /// <summary>The newest revision of the family; null: not known.</summary>
    public TaskDefinitionRevision? Newest { get; init; }

    /// <summary>Null: it is no pair.</summary>
    public PairObservation? Pair { get; init; }
}

/// <summary>
/// Decides what leads services back to task definitions that they had: all traffic at once, without bakes and pauses, as the version is known. Nothing else of a service is
/// touched: what else the definition says now need not fit what ran then.
/// </summary>
internal static class ReturnPlan
{
    private static readonly Rollout AtOnce = Rollout.BlueGreen.Bake(TimeSpan.Zero);

    /// <exception cref="DeployException">The traffic of a pair is shared out in a way that this tool does not leave behind.</exception>
    public static ServicesPlan Create(Application application, DeployEnvironment environment, Infrastructure infrastructure, IReadOnlyList<ServiceReturn> services)
    {
        var names = services.Select(service => service.Service.Name).ToHashSet(StringComparer.Ordinal);
        return new ServicesPlan(infrastructure.Cluster, [.. services.Select(service => Plan(application, environment, infrastructure, service))])
        {
            // What was begun last goes back first.
            Waves = [.. DependencyRules.Waves(application.Services).Reverse().Select(wave => wave.Where(names.Contains).ToList()).Where(wave => wave.Count > 0)],
        };
    }

    private static ServicePlan Plan(Application application, DeployEnvironment environment, Infrastructure infrastructure, ServiceReturn service)
    {
        if (service.Pair is not { } pair)
            return Existing(application, environment, service, service.Seen!);

        var groups = PairGroups.Of(infrastructure, service.Service);
        return PairPlan.Of(application, environment, infrastructure, service.Service, pair, ledger: null, isRollback: true, side => pair.Of(side) is { } seen
            ? Existing(application, environment, service, seen)
            : Missing(application, environment, service, pair.Of(side.Other())!.Snapshot, groups.Of(side)));
    }

    private static ServicePlan Existing(Application application, DeployEnvironment environment, ServiceReturn service, ObservedService seen)
    {
        var running = seen.Snapshot;
        var deployment = running.Settings.Deployment;
        var definition = Definition(service, seen);
        var step = Step(running, definition, Differences(service, seen));
        var rollout = step is ServiceStep.Follow || service.Pair is not null ? service.Service.Rollout.In(environment) : deployment.Strategy == "ROLLING" ? Rollout.Rolling : AtOnce;
        return new ServicePlan(
            service.Service.Name, EcsNames.Service(application, service.Service), new LogGroupStep.Nothing(EcsNames.LogGroup(application, environment, service.Service)), definition, step)
        {
            Budget = WaitBudget.For(service.Service with { Rollout = rollout }, environment, running.DesiredCount),
            Rollout = rollout,
            Rest = step is ServiceStep.Update && deployment.ToString() != deployment.AtOnce.ToString() ? deployment.AtRest : null,
            RestBefore = deployment.Strategy == "ROLLING" ? null : deployment.AtRest,
            Proven = running.Proven,
            TargetGroup = running.Settings.LoadBalancers is [var first, ..] ? first.TargetGroup : null,
        };
    }

    /// <summary>A side of a pair that is not there is made like the other one, behind its own target group.</summary>
    private static ServicePlan Missing(Application application, DeployEnvironment environment, ServiceReturn service, ServiceSnapshot other, string targetGroup)
    {
        var settings = other.Settings with { LoadBalancers = [.. other.Settings.LoadBalancers.Select(target => target with { TargetGroup = targetGroup })] };
        return new ServicePlan(
            service.Service.Name, EcsNames.Service(application, service.Service), new LogGroupStep.Nothing(EcsNames.LogGroup(application, environment, service.Service)),
            Definition(service, seen: null), new ServiceStep.Create(other.DesiredCount, settings, TaskDefinitions.ServiceTags(application, environment, service.Service)))
        {
            Budget = WaitBudget.For(service.Service, environment, other.DesiredCount),
            Rollout = service.Service.Rollout.In(environment),
        };
    }

    // A revision that was deregistered cannot be deployed, but still be read: the same content under a new number is the same.
    private static TaskDefinitionStep Definition(ServiceReturn service, ObservedService? seen)
    {
        var wanted = TaskDefinitionShape.Of(service.To.Content).ToString();
        return seen?.Snapshot.TaskDefinition == service.To.Arn ? new TaskDefinitionStep.Keep(service.To.Arn)
            : seen?.Running is { } running && TaskDefinitionShape.Of(running.Content).ToString() == wanted ? new TaskDefinitionStep.Keep(running.Arn)
            : IsActive(service.To) ? new TaskDefinitionStep.Reuse(service.To.Arn)
            : service.Newest is { } newest && TaskDefinitionShape.Of(newest.Content).ToString() == wanted ? new TaskDefinitionStep.Reuse(newest.Arn)
            : new TaskDefinitionStep.Register(service.To.Content, [$"{EcsNames.Short(service.To.Arn)} was deregistered; its content is registered again", .. Differences(service, seen)]);
    }

    private static ServiceStep Step(ServiceSnapshot running, TaskDefinitionStep definition, IReadOnlyList<string> differences)
    {
        if (definition is TaskDefinitionStep.Keep)
        {
            return running.UnderWay is { } underWay ? new ServiceStep.Follow(underWay)
                : running.Primary?.RolloutState == "FAILED" ? new ServiceStep.Update(
                    new ServiceChange { Force = true, Deployment = Quick(running) }, NewTaskDefinition: false, new ServiceChange(), ["the last deployment failed; it is tried again"])
                : new ServiceStep.Nothing();
        }

        return new ServiceStep.Update(
            new ServiceChange { Deployment = Quick(running) }, NewTaskDefinition: true, new ServiceChange { TaskDefinition = running.Proven ?? running.TaskDefinition },
            ["task definition", .. definition is TaskDefinitionStep.Reuse ? differences.Select(line => $"  {line}") : []]);
    }

    /// <summary>Null: ECS deploys at once as it is.</summary>
    private static DeploymentSettings? Quick(ServiceSnapshot running) =>
        running.Settings.Deployment is var now && now.ToString() == now.AtOnce.ToString() ? null : now.AtOnce;

    private static IReadOnlyList<string> Differences(ServiceReturn service, ObservedService? seen) => seen?.Running is { } running
        ? TaskDefinitionShape.Differences(TaskDefinitionShape.Of(running.Content), TaskDefinitionShape.Of(service.To.Content))
        : [];

    private static bool IsActive(TaskDefinitionRevision revision) => $"{revision.Content["status"] ?? "ACTIVE"}" == "ACTIVE";
}
