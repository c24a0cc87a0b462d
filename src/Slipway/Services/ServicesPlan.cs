using Slipway.Databases;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>Everything a deploy will do to an application's services, decided before anything is done.</summary>
internal sealed record ServicesPlan(string Cluster, IReadOnlyList<ServicePlan> Services)
{
    /// <summary>Names of services that are deployed at once, in the order in which they wait for each other.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Waves { get; init; } = [[.. Services.Select(service => service.Name)]];

    /// <summary>The snapshots that are to be taken before any service is begun, in this order.</summary>
    public IEnumerable<SnapshotStep> Snapshots => Services.SelectMany(service => service.Before).OfType<SnapshotStep>();

    public IReadOnlyList<ServicePlan> Wave(int index) => [.. Services.Where(service => Waves[index].Contains(service.Name))];

    /// <summary>This plan where time passes at another speed.</summary>
    public ServicesPlan At(Tempo tempo) => this with { Services = [.. Services.Select(service => service with { Budget = service.Budget.At(tempo) })] };

    public bool ChangesSomething => Services.Any(service => service.ChangesSomething);

    /// <summary>The plan as a person reads it.</summary>
    public string Text => string.Join('\n', Services.SelectMany(service => service.Lines()).Concat(Order));

    /// <summary>
    /// SHA-256, in hexadecimal, of the decisions and what they rest on: what would be registered and what runs now. Numbers of tasks
    /// that autoscaling moves, commit and release are not in it.
    /// </summary>
    public string Hash => EcsNames.Digest(
        string.Join('\n', Services.Select(service => $"{Cluster} {string.Join('\n', service.Lines())} from {service.Proven} {Content(service)}").Concat(Order)));

    private IEnumerable<string> Order => Waves.Count > 1 && ChangesSomething ? [$"in this order: {string.Join("; then ", Waves.Select(wave => string.Join(", ", wave)))}"] : [];

    /// <exception cref="DeployException">Something that the definitions refer to is not there. Every such thing is named.</exception>
    public static ServicesPlan Create(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, Shipped shipped, ServicesObservation seen)
    {
        RefuseWhatIsMissing(application, environment, infrastructure, shipped, seen);
        return new ServicesPlan(
            infrastructure.Cluster,
            [.. application.Services.Select(service => service.Rollout.In(environment) is ServicePairRollout
                ? Pair(application, environment, infrastructure, service, shipped, seen)
                : Plan(application, environment, infrastructure, service, shipped, seen))])
        {
            Waves = DependencyRules.Waves(application.Services),
        };
    }

    /// <summary>Each side is planned as if it were a service of its own, behind its own target group.</summary>
    private static ServicePlan Pair(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, EcsService service, Shipped shipped,
        ServicesObservation seen)
    {
        var groups = PairGroups.Of(infrastructure, service);
        var pair = seen.Pairs[service.Name];
        PairSide? ledger = seen.LiveSides.TryGetValue(service.Name, out var known) ? known : null;
        return PairPlan.Of(application, environment, infrastructure, service, pair, ledger, isRollback: false, side => Plan(
            application, environment,
            infrastructure with { TargetGroups = new Dictionary<string, string>(infrastructure.TargetGroups) { [service.Name] = groups.Of(side) } },
            service, shipped,
            seen with { Services = pair.Of(side) is { } one ? new Dictionary<string, ObservedService> { [service.Name] = one } : new Dictionary<string, ObservedService>() }));
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

        var settings = ServiceStepRules.Settings(environment, infrastructure, service);
        var tags = TaskDefinitions.ServiceTags(application, environment, service);
        var step = running is null
            ? new ServiceStep.Create(service.DesiredCount.In(environment) ?? 1, settings with { Deployment = settings.Deployment.AtRest }, tags)
            : ServiceStepRules.Of(running.Snapshot, definition, settings, service.DesiredCount.In(environment), differences);
        var plan = new ServicePlan(
            service.Name,
            EcsNames.Service(application, service),
            LogGroup(EcsNames.LogGroup(application, environment, service), service.LogRetentionDays.In(environment), tags, seen),
            definition,
            step)
        {
            Budget = WaitBudget.For(service, environment, running?.Snapshot.DesiredCount ?? service.DesiredCount.In(environment) ?? 1),
            Proven = running?.Snapshot.Proven,
            Shape = shape.Digest,
            Rollout = service.Rollout.In(environment),
            Before = StepBefore.Of(application, environment, service, definition, settings.Network, shipped.Release),
            TargetGroup = service.Route is null ? null : infrastructure.TargetGroups[service.Name],
        };
        return running is null ? plan : ServiceStepRules.WithRest(plan, running.Snapshot.Settings.Deployment, settings.Deployment);
    }

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
            .. application.Services.Where(service => ServiceStepRules.MovesTraffic(service.Rollout.In(environment)) && infrastructure.Traffic.GetValueOrDefault(service.Name)?.Role is null)
                .Select(service => $"second target group, rule and role  of {service.Name}, in Infrastructure.Traffic"),
            .. application.Services.Where(service => service.Rollout.In(environment) is ServicePairRollout && !infrastructure.Traffic.ContainsKey(service.Name))
                .Select(service => $"second target group and rule  of {service.Name}, in Infrastructure.Traffic"),
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
