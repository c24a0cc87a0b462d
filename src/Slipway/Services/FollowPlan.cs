namespace Slipway.Services;

/// <summary>A service that a release has changed, as the run left it that began the release.</summary>
/// <param name="TaskDefinition">ARN of what it is to run.</param>
/// <param name="Deployment">ARN of its service deployment; null: it was not known yet.</param>
/// <param name="Before">ARN of the task definition of the release before; null: there is none.</param>
/// <param name="Since">No later than its deployment began.</param>
internal sealed record LeftService(EcsService Service, string TaskDefinition, string? Deployment, string? Before, DateTimeOffset Since);

/// <summary>
/// Decides how the deployments of a release are followed that another run began: to their ends, those that have ended too, so that they can be taken back when
/// another one fails. Nothing is begun.
/// </summary>
internal static class FollowPlan
{
    /// <param name="seen">By the definition's name.</param>
    public static ServicesPlan Create(
        Application application, DeployEnvironment environment, string cluster, IReadOnlyList<LeftService> services, IReadOnlyDictionary<string, ServiceSnapshot> seen)
    {
        var names = services.Select(left => left.Service.Name).ToHashSet(StringComparer.Ordinal);
        return new ServicesPlan(cluster, [.. services.Select(left => Plan(application, environment, left, seen.GetValueOrDefault(left.Service.Name)))])
        {
            Waves = [.. DependencyRules.Waves(application.Services).Select(wave => wave.Where(names.Contains).ToList()).Where(wave => wave.Count > 0)],
        };
    }

    private static ServicePlan Plan(Application application, DeployEnvironment environment, LeftService left, ServiceSnapshot? running)
    {
        var plan = new ServicePlan(
            left.Service.Name,
            EcsNames.Service(application, left.Service),
            new LogGroupStep.Nothing(EcsNames.LogGroup(application, environment, left.Service)),
            new TaskDefinitionStep.Keep(left.TaskDefinition),
            new ServiceStep.Follow(Deployment(left, running)) { Arn = left.Deployment })
        {
            Budget = WaitBudget.For(left.Service, environment, running?.DesiredCount ?? left.Service.DesiredCount.In(environment) ?? 1),
            // Once it has come up it is itself what ECS would go back to.
            Proven = running?.Proven is { } proven && proven != left.TaskDefinition ? proven : left.Before,
            Rollout = left.Service.Rollout.In(environment),
            TargetGroup = running?.Settings.LoadBalancers is [var first, ..] ? first.TargetGroup : null,
        };
        return running is null ? plan : ServiceStepRules.WithRest(plan, running.Settings.Deployment, running.Settings.Deployment);
    }

    private static DeploymentSnapshot Deployment(LeftService left, ServiceSnapshot? running) =>
        running?.Deployments.FirstOrDefault(deployment => deployment.TaskDefinition == left.TaskDefinition)
        ?? new DeploymentSnapshot("", "INACTIVE", left.TaskDefinition, RolloutState: null, left.Since, Running: 0, Desired: 0);
}
