using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>What AWS refuses of RunTask (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html).</summary>
internal static partial class RunTaskRules
{
    /// <exception cref="AwsError">InvalidParameterException.</exception>
    public static void Check(JsonObject input, TaskDefinition definition)
    {
        if ((input.OptionalInt("count") ?? 1) is < 1 or > 10)
            throw EcsRefusals.Invalid("Tasks count should be between 1 and 10");

        CheckNetwork(input, definition);
        CheckNames(input);

        if (input.OptionalChoice("launchType", ["EC2", "FARGATE", "EXTERNAL"]) == "FARGATE" && !definition.Body.Strings("requiresCompatibilities").Contains("FARGATE"))
            throw EcsRefusals.Invalid("Task definition does not support launch_type FARGATE.");
        if (input.OptionalChoice("propagateTags", ["TASK_DEFINITION", "SERVICE", "NONE"]) == "SERVICE")
            throw EcsRefusals.Invalid("propagateTags SERVICE is not supported for RunTask: the task belongs to no service.");
        if (input.OptionalBool("enableExecuteCommand") == true
            && (input.OptionalObject("overrides")?.OptionalString("taskRoleArn") ?? definition.Body.OptionalString("taskRoleArn")) is null)
            throw EcsRefusals.Invalid("The task couldn't be run because a valid taskRoleArn is not being used. Specify a valid task role in your task definition and try again.");

        CheckOverrides(input, definition);
    }

    /// <summary>The tasks that a token has started before; none for a new token.</summary>
    /// <exception cref="AwsError">ConflictException: the token belongs to another request.</exception>
    public static IReadOnlyList<EcsTask> StartedBefore(JsonObject input, TaskDefinition definition, Cluster cluster, EcsState state)
    {
        if (input.OptionalString("clientToken") is not { } token)
            return [];

        var tasks = state.Tasks.Where(task => task.ClusterArn == cluster.Arn && task.ClientToken == token).ToList();
        return tasks.Count == 0 || (tasks.Count == (input.OptionalInt("count") ?? 1) && tasks.TrueForAll(Same))
            ? tasks
            : throw new AwsError("ConflictException", "The provided clientToken is already in use with a different RunTask request.");

        bool Same(EcsTask task) =>
            task.TaskDefinitionArn == definition.Arn && task.StartedBy == input.OptionalString("startedBy") && JsonNode.DeepEquals(task.Overrides, input.OptionalObject("overrides"));
    }

    private static void CheckNetwork(JsonObject input, TaskDefinition definition)
    {
        var awsvpc = definition.Body.OptionalString("networkMode") == "awsvpc";
        var network = input.OptionalObject("networkConfiguration")?.OptionalObject("awsvpcConfiguration");
        if (awsvpc && network is null)
            throw EcsRefusals.Invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        if (!awsvpc && network is not null)
            throw EcsRefusals.Invalid("Network Configuration is not valid for the given networkMode of this task definition.");
        if (network is not null && network.Strings("subnets").Count == 0)
            throw EcsRefusals.Invalid("subnets can not be empty.");
    }

    private static void CheckNames(JsonObject input)
    {
        if (input.OptionalString("startedBy") is { } startedBy && !StartedByPattern().IsMatch(startedBy))
            throw EcsRefusals.Invalid("startedBy must be at most 128 letters, numbers, hyphens, forward slashes and underscores.");
        if (input.OptionalString("clientToken") is { } token && !TokenPattern().IsMatch(token))
            throw EcsRefusals.Invalid("clientToken must be 1 to 64 ASCII characters in the range of 33-126.");
        if (input.OptionalString("group") is { } group && group.StartsWith("service:", StringComparison.Ordinal))
            throw EcsRefusals.Invalid("Invalid namespace for group.");
    }

    private static void CheckOverrides(JsonObject input, TaskDefinition definition)
    {
        var names = definition.Body.Objects("containerDefinitions").Select(container => container.OptionalString("name")).ToList();
        var unknown = (input.OptionalObject("overrides")?.Objects("containerOverrides") ?? [])
            .Select(container => container.OptionalString("name"))
            .FirstOrDefault(name => !names.Contains(name));
        if (unknown is not null)
            throw EcsRefusals.Invalid($"Override for container named {unknown} is not a container in the TaskDefinition.");
    }

    [GeneratedRegex("^[A-Za-z0-9/_-]{0,128}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StartedByPattern();

    [GeneratedRegex("^[!-~]{1,64}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokenPattern();
}
