using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>What RegisterTaskDefinition refuses, in ECS's words.</summary>
internal static partial class TaskDefinitionRules
{
    private const int GiB = 1024;

    /// <summary>
    /// CPU units and the MiB that may go with them
    /// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).
    /// </summary>
    private static readonly Dictionary<int, int[]> FargateMemory = new()
    {
        [256] = [512, GiB, 2 * GiB],
        [512] = Steps(1, 4, 1),
        [1024] = Steps(2, 8, 1),
        [2048] = Steps(4, 16, 1),
        [4096] = Steps(8, 30, 1),
        [8192] = Steps(16, 60, 4),
        [16384] = Steps(32, 120, 8),
    };

    /// <exception cref="AwsError">ClientException.</exception>
    public static void Check(JsonObject input)
    {
        if (!FamilyPattern().IsMatch(input.RequiredString("family", "ClientException")))
            throw EcsRefusals.Client("Family contains invalid characters or is longer than 255 characters. Only letters, numbers, hyphens and underscores are allowed.");

        var containers = input.Objects("containerDefinitions");
        if (containers.Count == 0)
            throw EcsRefusals.Client("Container definitions should not be null or empty.");

        var fargate = input.Strings("requiresCompatibilities").Contains("FARGATE");
        if (fargate)
            CheckFargate(input);

        CheckContainers(containers, awsvpc: input.OptionalString("networkMode") == "awsvpc");
        if (!fargate && !input.Has("memory") && containers.Any(container => !container.Has("memory") && !container.Has("memoryReservation")))
            throw EcsRefusals.Client("Invalid setting for container. At least one of 'memory' or 'memoryReservation' must be specified.");
    }

    /// <summary>CPU units in any of AWS's spellings: <c>256</c>, <c>.25 vCPU</c>.</summary>
    public static string? Cpu(string? text) => Number(text, "VCPU", 1024);

    /// <summary>MiB in any of AWS's spellings: <c>512</c>, <c>2 GB</c>.</summary>
    public static string? Memory(string? text) => Number(text, "GB", GiB);

    private static void CheckFargate(JsonObject input)
    {
        if (!input.Has("cpu") || !input.Has("memory"))
            throw EcsRefusals.Client("Fargate requires that 'cpu' and 'memory' be defined at the task level.");

        if (input.OptionalString("networkMode") != "awsvpc")
            throw EcsRefusals.Client("Fargate only supports network mode ‘awsvpc’.");

        if (!int.TryParse(Cpu(input.OptionalString("cpu")), CultureInfo.InvariantCulture, out var cpu)
            || !int.TryParse(Memory(input.OptionalString("memory")), CultureInfo.InvariantCulture, out var memory)
            || !FargateMemory.TryGetValue(cpu, out var allowed) || !allowed.Contains(memory))
            throw EcsRefusals.Client("No Fargate configuration exists for given values. See the Amazon ECS documentation for the valid values.");

        if (input.Objects("containerDefinitions").Sum(container => container.OptionalInt("memory") ?? 0) > memory)
            throw EcsRefusals.Client("Invalid setting for container. Total memory of the containers exceeds the memory of the task.");

        foreach (var log in input.Objects("containerDefinitions").Select(container => container.OptionalObject("logConfiguration")).OfType<JsonObject>())
            CheckLog(input, log);
    }

    private static void CheckLog(JsonObject input, JsonObject log)
    {
        if (log.OptionalString("logDriver") != "awslogs")
            return;

        if (!input.Has("executionRoleArn"))
            throw EcsRefusals.Client("Fargate requires task definition to have execution role ARN to support log driver awslogs.");

        var options = log.StringMap("options");
        foreach (var required in new[] { "awslogs-group", "awslogs-region", "awslogs-stream-prefix" })
        {
            if (!options.ContainsKey(required))
                throw EcsRefusals.Client($"Log driver awslogs requires options: awslogs-group, awslogs-region, awslogs-stream-prefix. Missing: {required}");
        }
    }

    private static void CheckContainers(IReadOnlyList<JsonObject> containers, bool awsvpc)
    {
        var names = containers.Select(container => container.OptionalString("name") ?? "").ToList();
        if (names.Exists(name => !FamilyPattern().IsMatch(name)))
            throw EcsRefusals.Client("Container.name contains invalid characters or is empty.");

        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw EcsRefusals.Client("Container definition names must be unique.");

        if (!containers.Any(container => container.OptionalBool("essential") ?? true))
            throw EcsRefusals.Client("Invalid 'containerDefinitions' setting: at least one container must be essential.");

        foreach (var container in containers)
            CheckContainer(container, awsvpc);

        var ports = containers.SelectMany(container => container.Objects("portMappings")).Select(port => port.OptionalInt("containerPort")).OfType<int>().ToList();
        if (awsvpc && ports.Distinct().Count() != ports.Count)
            throw EcsRefusals.Client("The same container port cannot be mapped twice in a task with network mode 'awsvpc'.");
    }

    private static void CheckContainer(JsonObject container, bool awsvpc)
    {
        if (container.OptionalString("image") is not { Length: > 0 })
            throw EcsRefusals.Client("Container.image should not be null or empty.");

        foreach (var port in container.Objects("portMappings"))
        {
            var number = port.OptionalInt("containerPort");
            if (number is < 1 or > 65535)
                throw EcsRefusals.Client("containerPort must be between 1 and 65535.");

            if (awsvpc && port.OptionalInt("hostPort") is { } host && host != 0 && host != number)
                throw EcsRefusals.Client("When networkMode=awsvpc, the host ports and container ports in port mappings must match.");
        }

        if (container.OptionalInt("stopTimeout") is < 0 or > 120)
            throw EcsRefusals.Client("stopTimeout must be between 0 and 120 seconds.");

        if (container.Objects("dependsOn").Count > 0)
            throw new AwsError("UnsupportedFeatureException", $"The rehearsal cloud starts the containers of a task at once and cannot do what dependsOn of container {container.OptionalString("name")} asks for. AWS can.");

        if (container.OptionalObject("healthCheck") is { } check)
            CheckHealth(check);
    }

    /// <summary>https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html has the ranges.</summary>
    private static void CheckHealth(JsonObject check)
    {
        if (check.Strings("command") is not [("CMD" or "CMD-SHELL"), _, ..])
            throw EcsRefusals.Client("The health check command must start with CMD or CMD-SHELL, followed by the command.");

        foreach (var (name, least, most) in new[] { ("interval", 5, 300), ("timeout", 2, 60), ("retries", 1, 10), ("startPeriod", 0, 300) })
        {
            if (check.OptionalInt(name) is { } value && (value < least || value > most))
                throw EcsRefusals.Client($"Health check {name} must be between {least} and {most}.");
        }
    }

    private static string? Number(string? text, string unit, int factor)
    {
        if (text is null)
            return null;

        var trimmed = text.Trim();
        return trimmed.EndsWith(unit, StringComparison.OrdinalIgnoreCase)
            && decimal.TryParse(trimmed[..^unit.Length].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? ((int)(number * factor)).ToString(CultureInfo.InvariantCulture)
            : trimmed;
    }

    private static int[] Steps(int fromGiB, int toGiB, int step) =>
        [.. Enumerable.Range(0, ((toGiB - fromGiB) / step) + 1).Select(index => (fromGiB + (index * step)) * GiB)];

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FamilyPattern();
}
