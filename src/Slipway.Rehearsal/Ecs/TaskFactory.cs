using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Makes tasks of a service revision or of a RunTask request. They begin as PROVISIONING.</summary>
internal sealed class TaskFactory(EcsState state, RehearsalTime time)
{
    public EcsTask ForService(Service service, Deployment deployment)
    {
        var revision = service.Revision(deployment.RevisionArn);
        var seconds = service.Settings.OptionalInt("healthCheckGracePeriodSeconds") ?? 0;

        return New(service.ClusterArn, revision.TaskDefinition, new Origin(
            service.Arn, deployment.Id, $"service:{service.Name}", revision.Settings.OptionalString("launchType"), null,
            [.. revision.Balancers.Select(balancer => new TaskTarget(balancer.TargetGroup, balancer.ContainerPort))],
            TimeSpan.FromSeconds(seconds),
            service.Settings.OptionalString("propagateTags") == "SERVICE" ? service.Tags : [],
            revision.Images.ToDictionary(image => image.Container, image => image.Digest, StringComparer.Ordinal)));
    }

    public EcsTask ForRun(string clusterArn, TaskDefinition definition, JsonObject request, IReadOnlyList<EcsTag> tags) =>
        New(clusterArn, definition.Arn, new Origin(
            null, request.OptionalString("startedBy"), request.OptionalString("group") ?? $"family:{definition.Family}",
            request.OptionalString("launchType"), request.OptionalObject("overrides")?.DeepClone().AsObject(), [], TimeSpan.Zero, tags,
            new Dictionary<string, string?>(StringComparer.Ordinal), request.OptionalString("clientToken")));

    private EcsTask New(string clusterArn, string taskDefinition, Origin origin)
    {
        var id = EcsArns.Id();
        var definition = state.TaskDefinitions.Single(one => one.Arn == taskDefinition);
        return new EcsTask
        {
            Id = id,
            Arn = EcsArns.Task(clusterArn, id),
            ClusterArn = clusterArn,
            TaskDefinitionArn = taskDefinition,
            ServiceArn = origin.ServiceArn,
            StartedBy = origin.StartedBy,
            Group = origin.Group,
            LaunchType = origin.LaunchType ?? "FARGATE",
            ClientToken = origin.ClientToken,
            Overrides = origin.Overrides,
            Targets = [.. origin.Targets],
            GracePeriod = origin.GracePeriod,
            Tags = [.. origin.Tags],
            Ip = state.NextAddress(),
            CreatedAt = time.Now,
            Since = time.Now,
            Containers = [.. definition.Body.Objects("containerDefinitions").Select(container => Container(container, origin.Digests))],
        };
    }

    private static TaskContainer Container(JsonObject definition, IReadOnlyDictionary<string, string?> digests)
    {
        var name = definition.OptionalString("name")!;
        return new TaskContainer
        {
            Name = name,
            Image = definition.OptionalString("image")!,
            Essential = definition.OptionalBool("essential") ?? true,
            HealthChecked = definition.Has("healthCheck"),
            Digest = digests.GetValueOrDefault(name),
        };
    }

    private sealed record Origin(
        string? ServiceArn, string? StartedBy, string Group, string? LaunchType, JsonObject? Overrides, IReadOnlyList<TaskTarget> Targets,
        TimeSpan GracePeriod, IReadOnlyList<EcsTag> Tags, IReadOnlyDictionary<string, string?> Digests, string? ClientToken = null);
}
