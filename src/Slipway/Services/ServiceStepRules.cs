namespace Slipway.Services;

/// <summary>Decides what a deploy does to a service that exists.</summary>
internal static class ServiceStepRules
{
    /// <param name="settings">What is wanted while a deployment is carried out, its pauses included.</param>
    /// <param name="count">Null: left alone.</param>
    public static ServiceStep Of(
        ServiceSnapshot running, TaskDefinitionStep definition, ServiceSettings settings, int? count, IReadOnlyList<string> differences)
    {
        var isNew = definition is not TaskDefinitionStep.Keep;
        // ECS does not try a failed deployment again by itself.
        var failed = !isNew && running.Primary?.RolloutState == "FAILED";
        var resting = settings with { Deployment = settings.Deployment.AtRest };
        // The pauses of a deployment that is under way are its own.
        var now = running.UnderWay is null ? running.Settings : running.Settings with { Deployment = running.Settings.Deployment.AtRest };
        var change = ServiceSettings.Change(now, resting) with
        {
            DesiredCount = count is { } wanted && wanted != running.DesiredCount ? wanted : null,
            Force = failed,
        };

        if (!isNew && change.IsEmpty)
            return running.UnderWay is { } underWay ? new ServiceStep.Follow(underWay) : new ServiceStep.Nothing();

        var deploys = isNew || change.StartsDeployment;
        if (deploys)
            change = change with { Deployment = Differ(running.Settings.Deployment, Sent(running, settings).Deployment) };

        return new ServiceStep.Update(
            change, isNew, Undo(running, settings, change, isNew),
            [
                .. isNew ? ["task definition", .. definition is TaskDefinitionStep.Reuse ? differences.Select(line => $"  {line}") : []] : Array.Empty<string>(),
                .. ServiceSettings.Differences(now, resting).Select(difference => difference.ToString()),
                .. change.DesiredCount is { } number ? [$"tasks: {running.DesiredCount} -> {number}"] : Array.Empty<string>(),
                .. !deploys && now.Deployment.Pauses.Count > 0 ? ["removes the pause that a run which was broken off left behind"] : Array.Empty<string>(),
                .. failed ? ["the last deployment failed; it is tried again"] : Array.Empty<string>(),
                .. !deploys && running.UnderWay is { } other ? [$"follow deployment {other.Id}, which is under way"] : Array.Empty<string>(),
            ])
        {
            UnderWay = deploys ? null : running.UnderWay,
        };
    }

    // Where nothing ever came up there is nothing to go back to, and no traffic to hold.
    private static ServiceSettings Sent(ServiceSnapshot running, ServiceSettings settings) =>
        running.Proven is null ? settings with { Deployment = settings.Deployment.AtRest } : settings;

    /// <summary>The plan with what its service is left with.</summary>
    /// <param name="before">What the service has.</param>
    /// <param name="wanted">Its pauses included.</param>
    public static ServicePlan WithRest(ServicePlan plan, DeploymentSettings before, DeploymentSettings wanted)
    {
        var isFollowed = plan.Service is ServiceStep.Follow or ServiceStep.Update { UnderWay: not null };
        return plan with
        {
            Rest = plan.Deploys && (isFollowed ? before : wanted).Pauses.Count > 0 ? wanted.AtRest : null,
            RestBefore = before.Strategy == "ROLLING" ? null : before.AtRest,
        };
    }

    public static ServiceSettings Settings(DeployEnvironment environment, Infrastructure infrastructure, EcsService service)
    {
        var rollout = service.Rollout.In(environment);
        var traffic = MovesTraffic(rollout) ? infrastructure.Traffic.GetValueOrDefault(service.Name) : null;
        return new ServiceSettings(
            DeploymentSettings.Of(rollout, traffic?.TestRule is not null),
            // ECS takes a grace period only with a load balancer.
            service.Route is null ? null : (int?)service.Health?.StartupGrace.TotalSeconds,
            service.Route is null ? []
                : [new LoadBalancerTarget(infrastructure.TargetGroups[service.Name], service.Name, service.Port!.Value) { Traffic = traffic }],
            new NetworkSettings(infrastructure.Subnets, infrastructure.SecurityGroups, infrastructure.AssignPublicIp),
            new TagSettings("TASK_DEFINITION", Managed: true));
    }

    /// <summary>Whether ECS itself moves the service's traffic between two target groups.</summary>
    public static bool MovesTraffic(Rollout rollout) => rollout is ShiftedRollout and not ServicePairRollout;

    // A way back that is a deployment of its own goes at once: the old version is known to be good.
    private static ServiceChange Undo(ServiceSnapshot running, ServiceSettings settings, ServiceChange change, bool isNew)
    {
        var undo = ServiceSettings.Change(settings with { Deployment = settings.Deployment.AtRest }, running.Settings with { Deployment = running.Settings.Deployment.AtRest }) with
        {
            TaskDefinition = isNew ? running.Proven ?? running.TaskDefinition : null,
            DesiredCount = change.DesiredCount is null ? null : running.DesiredCount,
        };
        return undo.StartsDeployment ? undo with { Deployment = Differ(settings.Deployment, running.Settings.Deployment.AtOnce) } : undo;
    }

    private static DeploymentSettings? Differ(DeploymentSettings from, DeploymentSettings to) => from.ToString() == to.ToString() ? null : to;
}
