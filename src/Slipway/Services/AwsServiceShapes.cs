using Amazon.ECS;
using Amazon.ECS.Model;

namespace Slipway.Services;

/// <summary>Between ECS's shapes and this feature's.</summary>
internal static class AwsServiceShapes
{
    public static ServiceSnapshot Snapshot(Service service) => new(service.ServiceName!, service.TaskDefinition!, service.DesiredCount ?? 0)
    {
        Deployments = [.. (service.Deployments ?? []).Select(one => new DeploymentSnapshot(
            one.Id!, one.Status!, one.TaskDefinition!, one.RolloutState?.Value, Time(one.CreatedAt), one.RunningCount ?? 0, one.DesiredCount ?? 0)
        {
            Reason = one.RolloutStateReason,
            FailedTasks = one.FailedTasks ?? 0,
        })],
        Events = [.. (service.Events ?? []).Select(said => new ServiceEvent(said.Id!, Time(said.CreatedAt), said.Message ?? ""))],
        Settings = Settings(service),
    };

    public static StoppedTask Stopped(Amazon.ECS.Model.Task task) => new(
        task.TaskArn!, task.StartedBy ?? "", task.StopCode?.Value, task.StoppedReason,
        [.. (task.Containers ?? []).Select(one => new StoppedContainer(one.Name!, one.ExitCode, one.Reason))])
    {
        StoppedAt = task.StoppedAt is { } at ? Time(at) : null,
    };

    public static CreateServiceRequest Request(string cluster, ServiceCreation creation) => new()
    {
        Cluster = cluster,
        ServiceName = creation.Service,
        TaskDefinition = creation.TaskDefinition,
        DesiredCount = creation.DesiredCount,
        LaunchType = LaunchType.FARGATE,
        DeploymentConfiguration = AwsDeploymentShapes.Configuration(creation.Settings.Deployment),
        HealthCheckGracePeriodSeconds = creation.Settings.GraceSeconds,
        LoadBalancers = creation.Settings.LoadBalancers.Count == 0 ? null : Balancers(creation.Settings.LoadBalancers),
        NetworkConfiguration = Network(creation.Settings.Network),
        PropagateTags = PropagateTags.FindValue(creation.Settings.Tags.Propagate),
        EnableECSManagedTags = creation.Settings.Tags.Managed,
        Tags = [.. creation.Tags.Select(tag => new Tag { Key = tag.Key, Value = tag.Value })],
    };

    // What is null is not sent. An empty volumeConfigurations would count as a change and start a deployment.
    public static UpdateServiceRequest Request(string cluster, string service, ServiceChange change) => new()
    {
        Cluster = cluster,
        Service = service,
        TaskDefinition = change.TaskDefinition,
        DesiredCount = change.DesiredCount,
        ForceNewDeployment = change.Force ? true : null,
        DeploymentConfiguration = change.Deployment is { } deployment ? AwsDeploymentShapes.Configuration(deployment) : null,
        HealthCheckGracePeriodSeconds = change.GraceSeconds,
        LoadBalancers = change.LoadBalancers is { } balancers ? Balancers(balancers) : null,
        NetworkConfiguration = change.Network is { } network ? Network(network) : null,
        PropagateTags = change.Tags is { } tags ? PropagateTags.FindValue(tags.Propagate) : null,
        EnableECSManagedTags = change.Tags?.Managed,
    };

    public static RunTaskRequest Request(string cluster, TaskStart start) => new()
    {
        Cluster = cluster,
        TaskDefinition = start.TaskDefinition,
        Count = 1,
        LaunchType = LaunchType.FARGATE,
        NetworkConfiguration = Network(start.Network),
        Overrides = new TaskOverride { ContainerOverrides = [new ContainerOverride { Name = start.Container, Command = [.. start.Command] }] },
        StartedBy = start.StartedBy,
        ClientToken = start.Token,
        PropagateTags = PropagateTags.TASK_DEFINITION,
        EnableECSManagedTags = true,
    };

    private static ServiceSettings Settings(Service service)
    {
        var network = service.NetworkConfiguration?.AwsvpcConfiguration;
        return new ServiceSettings(
            AwsDeploymentShapes.Settings(service.DeploymentConfiguration),
            // ECS answers 0 for a service that was made without one.
            service.HealthCheckGracePeriodSeconds is 0 ? null : service.HealthCheckGracePeriodSeconds,
            [.. (service.LoadBalancers ?? []).Select(Target)],
            new NetworkSettings(network?.Subnets ?? [], network?.SecurityGroups ?? [], network?.AssignPublicIp?.Value == "ENABLED"),
            new TagSettings(service.PropagateTags?.Value ?? "NONE", service.EnableECSManagedTags ?? false));
    }

    private static List<LoadBalancer> Balancers(IReadOnlyList<LoadBalancerTarget> targets) =>
        [.. targets.Select(target => new LoadBalancer
        {
            TargetGroupArn = target.TargetGroup,
            ContainerName = target.Container,
            ContainerPort = target.Port,
            AdvancedConfiguration = target.Traffic is not { } traffic ? null : new AdvancedConfiguration
            {
                AlternateTargetGroupArn = traffic.AlternateTargetGroup,
                ProductionListenerRule = traffic.Rule,
                TestListenerRule = traffic.TestRule,
                RoleArn = traffic.Role,
            },
        })];

    private static LoadBalancerTarget Target(LoadBalancer one) => new(one.TargetGroupArn ?? "", one.ContainerName ?? "", one.ContainerPort ?? 0)
    {
        Traffic = one.AdvancedConfiguration is not { } advanced ? null
            : new TrafficInfrastructure(advanced.AlternateTargetGroupArn ?? "", advanced.ProductionListenerRule ?? "")
            {
                TestRule = advanced.TestListenerRule,
                Role = advanced.RoleArn,
            },
    };

    private static NetworkConfiguration Network(NetworkSettings network) => new()
    {
        AwsvpcConfiguration = new AwsVpcConfiguration
        {
            Subnets = [.. network.Subnets],
            SecurityGroups = [.. network.SecurityGroups],
            AssignPublicIp = network.PublicIp ? AssignPublicIp.ENABLED : AssignPublicIp.DISABLED,
        },
    };

    internal static DateTimeOffset Time(DateTime? time) => new(time!.Value.ToUniversalTime());
}
