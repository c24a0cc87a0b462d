using System.Text.Json.Nodes;

namespace Slipway.Services;

/// <summary>Renders task definitions in the shape in which RegisterTaskDefinition takes them.</summary>
internal static class TaskDefinitions
{
    public const string CommitTag = "slipway:commit";
    public const string ReleaseTag = "slipway:release";

    /// <summary>Renders what the definition says and nothing more: a field that is not sent is ECS's default.</summary>
    /// <param name="shipped">Has an image for each of <see cref="ImageNames"/>.</param>
    /// <param name="secrets">Full ARN of each secret, by its name in this environment.</param>
    public static JsonObject Render(
        Application application, DeployEnvironment environment, Infrastructure infrastructure, EcsService service, Shipped shipped,
        IReadOnlyDictionary<string, string> secrets)
    {
        var size = service.Size.In(environment);
        var definition = new JsonObject
        {
            ["family"] = EcsNames.Family(application, environment, service),
            ["networkMode"] = "awsvpc",
            ["requiresCompatibilities"] = new JsonArray("FARGATE"),
            ["cpu"] = Text(size.Cpu),
            ["memory"] = Text(size.MemoryMiB),
            ["runtimePlatform"] = new JsonObject
            {
                ["operatingSystemFamily"] = "LINUX",
                ["cpuArchitecture"] = Architecture(service.Image.Platform),
            },
            ["executionRoleArn"] = infrastructure.ExecutionRole,
        };

        if (infrastructure.TaskRole is { } role)
            definition["taskRoleArn"] = role;

        var logs = Logs(EcsNames.LogGroup(application, environment, service), environment.Region, service.Name);
        definition["containerDefinitions"] = new JsonArray(
            [Main(environment, service, shipped, secrets, logs), .. service.Sidecars.Select(sidecar => Side(environment, service, sidecar, shipped, logs))]);
        definition["tags"] = Tags(TagsOf(application, environment, service, shipped));
        return definition;
    }

    /// <summary>Tags of a task definition, in the order in which they are sent.</summary>
    public static IReadOnlyDictionary<string, string> TagsOf(Application application, DeployEnvironment environment, EcsService service, Shipped shipped)
    {
        var tags = ServiceTags(application, environment, service);
        tags[CommitTag] = shipped.Commit;
        if (shipped.Release is { } release)
            tags[ReleaseTag] = release;

        return tags;
    }

    /// <summary>Tags that do not vary by release: of services and log groups.</summary>
    public static SortedDictionary<string, string> ServiceTags(Application application, DeployEnvironment environment, EcsService service) =>
        new(StringComparer.Ordinal)
        {
            ["slipway:application"] = application.Name,
            ["slipway:environment"] = environment.Name,
            ["slipway:service"] = service.Name,
        };

    /// <summary>The images that a service's tasks are made of, by the names that <see cref="Shipped.Images"/> uses.</summary>
    public static IEnumerable<string> ImageNames(EcsService service) =>
        service.Sidecars.Select(sidecar => $"{service.Name}/{sidecar.Name}").Prepend(service.Name);

    private static JsonObject Main(
        DeployEnvironment environment, EcsService service, Shipped shipped, IReadOnlyDictionary<string, string> secrets, JsonObject logs)
    {
        var container = Container(service.Name, shipped.Images[service.Name], essential: true, service.Command, service.StopTimeout, logs);
        if (service.Port is { } port)
            container["portMappings"] = new JsonArray(new JsonObject { ["containerPort"] = port, ["protocol"] = "tcp" });

        if (service.ContainerHealth is { } health)
            container["healthCheck"] = Health(health);

        AddVariables(container, service.Variables, environment);
        if (service.Secrets.Count > 0)
        {
            container["secrets"] = new JsonArray([.. service.Secrets.OrderBy(secret => secret.Key, StringComparer.Ordinal).Select(secret => (JsonNode)new JsonObject
            {
                ["name"] = secret.Key,
                ["valueFrom"] = ValueFrom(secrets[secret.Value.NameIn(environment)], secret.Value.Key),
            })]);
        }

        return container;
    }

    private static JsonObject Health(ContainerHealthCheck health)
    {
        var check = new JsonObject
        {
            ["command"] = Words(health.Command),
            ["interval"] = (int)health.Interval.TotalSeconds,
            ["timeout"] = (int)health.Timeout.TotalSeconds,
            ["retries"] = health.Retries,
        };
        // Off by default: ECS has no value for it then.
        if (health.StartPeriod > TimeSpan.Zero)
            check["startPeriod"] = (int)health.StartPeriod.TotalSeconds;

        return check;
    }

    private static JsonObject Side(DeployEnvironment environment, EcsService service, Sidecar sidecar, Shipped shipped, JsonObject logs)
    {
        var container = Container(
            sidecar.Name, shipped.Images[$"{service.Name}/{sidecar.Name}"], essential: false, sidecar.Command, service.StopTimeout, logs);
        AddVariables(container, sidecar.Variables, environment);
        return container;
    }

    private static JsonObject Container(
        string name, string image, bool essential, IReadOnlyList<string> command, TimeSpan stopTimeout, JsonObject logs)
    {
        var container = new JsonObject
        {
            ["name"] = name,
            ["image"] = image,
            ["essential"] = essential,
            ["stopTimeout"] = (int)stopTimeout.TotalSeconds,
            ["logConfiguration"] = logs.DeepClone(),
        };

        if (command.Count > 0)
            container["command"] = Words(command);

        return container;
    }

    private static void AddVariables(JsonObject container, IDictionary<string, PerEnvironment<string>> variables, DeployEnvironment environment)
    {
        if (variables.Count == 0)
            return;

        container["environment"] = new JsonArray([.. variables.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable =>
            (JsonNode)new JsonObject { ["name"] = variable.Key, ["value"] = variable.Value.In(environment) })]);
    }

    private static JsonArray Words(IReadOnlyList<string> words) => new([.. words.Select(word => (JsonNode)word)]);

    private static JsonObject Logs(string group, string region, string prefix) => new()
    {
        ["logDriver"] = "awslogs",
        ["options"] = new JsonObject { ["awslogs-group"] = group, ["awslogs-region"] = region, ["awslogs-stream-prefix"] = prefix },
    };

    private static JsonArray Tags(IReadOnlyDictionary<string, string> tags) =>
        new([.. tags.Select(tag => (JsonNode)new JsonObject { ["key"] = tag.Key, ["value"] = tag.Value })]);

    // arn:json-key:version-stage:version-id; the two empty parts mean the current version.
    private static string ValueFrom(string arn, string? key) => key is null ? arn : $"{arn}:{key}::";

    private static string Architecture(string platform) => platform.EndsWith("/arm64", StringComparison.Ordinal) ? "ARM64" : "X86_64";

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>What a run ships: of which commit, and the reference by digest of every container's image.</summary>
/// <param name="Images">By <c>service</c> for the essential container and <c>service/sidecar</c> for the others.</param>
internal sealed record Shipped(string Commit, string? Release, IReadOnlyDictionary<string, string> Images);
