using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Clusters, task definitions and tasks as ECS answers them.</summary>
internal static class EcsJson
{
    public static JsonArray Tags(IEnumerable<EcsTag> tags) =>
        new([.. tags.Select(tag => new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value ?? "" })]);

    public static JsonValue? Time(DateTimeOffset? time) => time is { } at ? JsonValue.Create(at) : null;

    /// <summary>Removes members that are null: AWS leaves them out.</summary>
    public static JsonObject Trim(JsonObject answer)
    {
        foreach (var name in answer.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList())
            answer.Remove(name);

        return answer;
    }

    public static void Add(JsonObject answer, JsonObject settings)
    {
        foreach (var (name, value) in settings)
            answer[name] = value?.DeepClone();
    }

    public static JsonObject Cluster(Cluster cluster, EcsState state, IReadOnlyCollection<string> include)
    {
        var tasks = state.Tasks.Where(task => task.ClusterArn == cluster.Arn).ToList();
        var answer = new JsonObject
        {
            ["clusterArn"] = cluster.Arn,
            ["clusterName"] = cluster.Name,
            ["status"] = cluster.Status,
            ["registeredContainerInstancesCount"] = 0,
            ["runningTasksCount"] = tasks.Count(task => task.Runs),
            ["pendingTasksCount"] = tasks.Count(task => task.Pending),
            ["activeServicesCount"] = state.Services.Count(service => service.ClusterArn == cluster.Arn && service.Status == "ACTIVE"),
            ["statistics"] = new JsonArray(),
            ["tags"] = include.Contains("TAGS") ? Tags(cluster.Tags) : new JsonArray(),
            ["settings"] = new JsonArray(),
            ["capacityProviders"] = new JsonArray(),
            ["defaultCapacityProviderStrategy"] = new JsonArray(),
        };

        foreach (var (name, value) in cluster.Settings)
        {
            if ((name != "settings" || include.Contains("SETTINGS")) && (name != "configuration" || include.Contains("CONFIGURATIONS")))
                answer[name] = value?.DeepClone();
        }

        return answer;
    }

    public static JsonObject TaskDefinition(TaskDefinition definition)
    {
        var answer = definition.Body.DeepClone().AsObject();
        answer["taskDefinitionArn"] = definition.Arn;
        answer["revision"] = definition.Revision;
        answer["status"] = definition.Status;
        answer["requiresAttributes"] = new JsonArray(new JsonObject { ["name"] = "com.amazonaws.ecs.capability.docker-remote-api.1.18" });
        answer["compatibilities"] = new JsonArray([
            JsonValue.Create("EC2"),
            .. definition.Body.OptionalString("networkMode") == "awsvpc" ? new JsonNode[] { JsonValue.Create("FARGATE") } : []]);
        answer["registeredAt"] = Time(definition.RegisteredAt);
        answer["registeredBy"] = definition.RegisteredBy;
        answer["deregisteredAt"] = Time(definition.DeregisteredAt);
        return Trim(answer);
    }

    public static JsonObject Task(EcsTask task, TaskDefinition definition, bool tags)
    {
        var answer = new JsonObject
        {
            ["taskArn"] = task.Arn,
            ["clusterArn"] = task.ClusterArn,
            ["taskDefinitionArn"] = task.TaskDefinitionArn,
            ["lastStatus"] = task.LastStatus,
            ["desiredStatus"] = task.DesiredStatus,
            ["group"] = task.Group,
            ["startedBy"] = task.StartedBy,
            ["launchType"] = task.LaunchType,
            ["platformVersion"] = "1.4.0",
            ["platformFamily"] = "Linux",
            ["cpu"] = definition.Body.OptionalString("cpu"),
            ["memory"] = definition.Body.OptionalString("memory"),
            ["availabilityZone"] = EcsArns.Region(task.Arn) + "a",
            ["connectivity"] = task.Pending ? null : "CONNECTED",
            ["connectivityAt"] = Time(task.PullStoppedAt),
            ["healthStatus"] = Health(task),
            ["version"] = task.Version,
            ["createdAt"] = Time(task.CreatedAt),
            ["pullStartedAt"] = Time(task.PullStartedAt),
            ["pullStoppedAt"] = Time(task.PullStoppedAt),
            ["startedAt"] = Time(task.StartedAt),
            ["stoppingAt"] = Time(task.StoppingAt),
            ["executionStoppedAt"] = Time(task.ExecutionStoppedAt),
            ["stoppedAt"] = Time(task.StoppedAt),
            ["stopCode"] = task.StopCode,
            ["stoppedReason"] = task.StoppedReason,
            ["containers"] = new JsonArray([.. task.Containers.Select(container => Container(task, container))]),
            ["attachments"] = new JsonArray(NetworkInterface(task)),
            ["overrides"] = task.Overrides?.DeepClone() ?? new JsonObject { ["containerOverrides"] = new JsonArray() },
            ["tags"] = tags ? Tags(task.Tags) : new JsonArray(),
        };

        return Trim(answer);
    }

    private static JsonObject Container(EcsTask task, TaskContainer container) =>
        Trim(new JsonObject
        {
            ["containerArn"] = task.Arn.Replace(":task/", ":container/", StringComparison.Ordinal) + "/" + container.Name,
            ["taskArn"] = task.Arn,
            ["name"] = container.Name,
            ["image"] = container.Image,
            ["imageDigest"] = container.Digest,
            ["runtimeId"] = container.RuntimeId,
            ["lastStatus"] = container.LastStatus,
            ["exitCode"] = container.ExitCode,
            ["reason"] = container.Reason is { Length: > 1024 } reason ? reason[..1024] : container.Reason,
            ["healthStatus"] = container.Health is "STARTING" ? "UNKNOWN" : container.Health,
            ["networkBindings"] = new JsonArray(),
            ["networkInterfaces"] = new JsonArray(new JsonObject { ["attachmentId"] = AttachmentId(task), ["privateIpv4Address"] = task.Ip }),
        });

    private static string Health(EcsTask task)
    {
        var essential = task.Containers.Where(container => container.Essential).Select(container => container.Health).ToList();
        return essential.Contains("UNHEALTHY") ? "UNHEALTHY" : essential.TrueForAll(health => health == "HEALTHY") ? "HEALTHY" : "UNKNOWN";
    }

    private static JsonObject NetworkInterface(EcsTask task) =>
        new()
        {
            ["id"] = AttachmentId(task),
            ["type"] = "ElasticNetworkInterface",
            ["status"] = task.LastStatus switch { "PROVISIONING" => "PRECREATED", "STOPPED" => "DELETED", _ => "ATTACHED" },
            ["details"] = new JsonArray(new JsonObject { ["name"] = "privateIPv4Address", ["value"] = task.Ip }),
        };

    private static string AttachmentId(EcsTask task) =>
        $"{task.Id[..8]}-{task.Id[8..12]}-{task.Id[12..16]}-{task.Id[16..20]}-{task.Id[20..]}";
}
