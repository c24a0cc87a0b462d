namespace Slipway.Services;

/// <summary>Everything a deploy will do to an application's services, decided before anything is done.</summary>
internal sealed record ServicesPlan(string Cluster, IReadOnlyList<ServicePlan> Services)
{
    public bool ChangesSomething => Services.Any(service => service.ChangesSomething);

    /// <summary>The plan as a person reads it.</summary>
    public string Text => string.Join('\n', Services.SelectMany(service => service.Lines()));

    /// <summary>
    /// SHA-256, in hexadecimal, of the decisions and what they rest on: what would be registered and what runs now. Numbers of tasks
    /// that autoscaling moves, commit and release are not in it.
    /// </summary>
    public string Hash => EcsNames.Digest(
        string.Join('\n', Services.Select(service => $"{Cluster} {string.Join('\n', service.Lines())} from {service.Proven} {Content(service)}")));

    /// <exception cref="DeployException">Something that the definitions refer to is not there. Every such thing is named.</exception>
    public static ServicesPlan Create(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, Shipped shipped, ServicesObservation seen)
    {
        RefuseWhatIsMissing(application, environment, infrastructure, shipped, seen);
        return new ServicesPlan(
            infrastructure.Cluster,
            [.. application.Services.Select(service => Plan(application, environment, infrastructure, service, shipped, seen))]);
    }

    private static ServicePlan Plan(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, EcsService service, Shipped shipped,
        ServicesObservation seen)
    {
        var running = seen.Services.GetValueOrDefault(service.Name);
        var desired = TaskDefinitions.Render(application, environment, infrastructure, service, shipped, seen.Secrets);
        var shape = TaskDefinitionShape.Of(desired);
        var current = running?.Running is { } now ? TaskDefinitionShape.Of(now.Content) : null;
        var differences = current is null ? [] : TaskDefinitionShape.Differences(current, shape);

        TaskDefinitionStep definition =
            current is not null && differences.Count == 0 ? new TaskDefinitionStep.Keep(running!.Running!.Arn)
            : seen.Newest.GetValueOrDefault(service.Name) is { } newest && TaskDefinitionShape.Of(newest.Content).ToString() == shape.ToString()
                ? new TaskDefinitionStep.Reuse(newest.Arn)
            : new TaskDefinitionStep.Register(desired, differences);

        var settings = Settings(environment, infrastructure, service);
        var tags = TaskDefinitions.ServiceTags(application, environment, service);
        return new ServicePlan(
            service.Name,
            EcsNames.Service(application, service),
            LogGroup(EcsNames.LogGroup(application, environment, service), service.LogRetentionDays.In(environment), tags, seen),
            definition,
            running is null
                ? new ServiceStep.Create(service.DesiredCount.In(environment) ?? 1, settings, tags)
                : Step(running.Snapshot, definition, settings, service.DesiredCount.In(environment), differences))
        {
            Budget = WaitBudget.For(service, environment, running?.Snapshot.DesiredCount ?? service.DesiredCount.In(environment) ?? 1),
            Proven = running?.Snapshot.Proven,
            Before = OneOffStep.Of(service, EcsNames.Family(application, environment, service), definition, settings.Network),
            TargetGroup = service.Route is null ? null : infrastructure.TargetGroups[service.Name],
        };
    }

    private static ServiceStep Step(
        ServiceSnapshot running, TaskDefinitionStep definition, ServiceSettings settings, int? count, IReadOnlyList<string> differences)
    {
        var isNew = definition is not TaskDefinitionStep.Keep;
        // ECS does not try a failed deployment again by itself.
        var failed = !isNew && running.Primary?.RolloutState == "FAILED";
        var change = ServiceSettings.Change(running.Settings, settings) with
        {
            DesiredCount = count is { } wanted && wanted != running.DesiredCount ? wanted : null,
            Force = failed,
        };

        if (!isNew && change.IsEmpty)
            return running.Primary is { RolloutState: "IN_PROGRESS" } underWay ? new ServiceStep.Follow(underWay) : new ServiceStep.Nothing();

        var undo = ServiceSettings.Change(settings, running.Settings) with
        {
            TaskDefinition = isNew ? running.Proven ?? running.TaskDefinition : null,
            DesiredCount = change.DesiredCount is null ? null : running.DesiredCount,
        };
        return new ServiceStep.Update(change, isNew, undo,
        [
            .. isNew ? ["task definition", .. definition is TaskDefinitionStep.Reuse ? differences.Select(line => $"  {line}") : []] : Array.Empty<string>(),
            .. ServiceSettings.Differences(running.Settings, settings).Select(difference => difference.ToString()),
            .. change.DesiredCount is { } number ? [$"tasks: {running.DesiredCount} -> {number}"] : Array.Empty<string>(),
            .. failed ? ["the last deployment failed; it is tried again"] : Array.Empty<string>(),
        ]);
    }

    private static ServiceSettings Settings(DeployEnvironment environment, Infrastructure infrastructure, EcsService service)
    {
        var rolling = RollingOf(service, environment);
        return new ServiceSettings(
            new RollingSettings("ROLLING", rolling.MinimumHealthyPercent, rolling.MaximumPercent, CircuitBreaker: true, Rollback: true),
            // ECS takes a grace period only with a load balancer.
            service.Route is null ? null : (int?)service.Health?.StartupGrace.TotalSeconds,
            service.Route is null ? [] : [new LoadBalancerTarget(infrastructure.TargetGroups[service.Name], service.Name, service.Port!.Value)],
            new NetworkSettings(infrastructure.Subnets, infrastructure.SecurityGroups, infrastructure.AssignPublicIp),
            new TagSettings("TASK_DEFINITION", Managed: true));
    }

    /// <exception cref="DeployException">A rollout that services cannot be deployed with.</exception>
    internal static RollingRollout RollingOf(EcsService service, DeployEnvironment environment) =>
        service.Rollout.In(environment) as RollingRollout ?? throw new DeployException(
            $"""
             Service {service.Name} has a rollout that does not exist for ECS services. Nothing was changed.
               found  {service.Rollout.In(environment)}
               try    Rollout.Rolling
             """,
            Verdict.Usage);

    private static LogGroupStep LogGroup(string name, int days, IReadOnlyDictionary<string, string> tags, ServicesObservation seen) =>
        !seen.LogGroups.TryGetValue(name, out var kept) ? new LogGroupStep.Create(name, days, tags)
        : kept == days ? new LogGroupStep.Nothing(name)
        : new LogGroupStep.SetRetention(name, days, kept);

    private static string Content(ServicePlan service) => service.TaskDefinition switch
    {
        TaskDefinitionStep.Register register => TaskDefinitionShape.Of(register.Content).ToString(),
        TaskDefinitionStep.Reuse reuse => reuse.Arn,
        TaskDefinitionStep.Keep keep => keep.Arn,
        _ => "",
    };

    private static void RefuseWhatIsMissing(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, Shipped shipped, ServicesObservation seen)
    {
        List<string> missing =
        [
            .. application.Services.SelectMany(TaskDefinitions.ImageNames).Where(name => !shipped.Images.ContainsKey(name)).Select(name => $"image         of {name}"),
            .. application.Services.Where(service => service.Route is not null && !infrastructure.TargetGroups.ContainsKey(service.Name))
                .Select(service => $"target group  of {service.Name}, in Infrastructure.TargetGroups"),
            .. application.Services.SelectMany(service => service.Secrets.Values).Select(secret => secret.NameIn(environment)).Distinct(StringComparer.Ordinal)
                .Where(name => !seen.Secrets.ContainsKey(name)).Select(name => $"secret        {name}"),
        ];

        if (missing.Count > 0)
        {
            throw new DeployException(
                $"""
                 {application.Name} cannot be deployed to {environment.Name}: something it refers to is not there. Nothing was changed.
                   {string.Join("\n  ", missing)}
                   try  create it in account {environment.Account}, region {environment.Region}, or correct the definition
                 """,
                Verdict.Refused);
        }
    }
}
