using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>ECS's errors, and the look-ups that end in them.</summary>
internal static class EcsRefusals
{
    public static AwsError Invalid(string message) => new("InvalidParameterException", message);

    public static AwsError Client(string message) => new("ClientException", message);

    public static Cluster Cluster(this EcsState state, Caller caller, string? nameOrArn)
    {
        var arn = EcsArns.Cluster(caller, nameOrArn);
        return state.Clusters.FirstOrDefault(cluster => cluster.Arn == arn && cluster.Status == "ACTIVE")
            ?? throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    }

    /// <summary>A service of a cluster by name or ARN, the newest of that name; null when there is none.</summary>
    public static Service? FindService(this EcsState state, Cluster cluster, string nameOrArn) =>
        state.Services.LastOrDefault(service => service.ClusterArn == cluster.Arn && (service.Name == nameOrArn || service.Arn == nameOrArn));

    public static Service Service(this EcsState state, Cluster cluster, string nameOrArn) =>
        state.FindService(cluster, nameOrArn) ?? throw new AwsError("ServiceNotFoundException", "Service not found.");

    public static Service ActiveService(this EcsState state, Cluster cluster, string nameOrArn) =>
        state.Service(cluster, nameOrArn) is { Status: "ACTIVE" } service
            ? service
            : throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");

    /// <summary>A task definition by family (its newest active revision), <c>family:revision</c> or ARN; null when there is none.</summary>
    public static TaskDefinition? FindTaskDefinition(this EcsState state, Caller caller, string name)
    {
        var arn = name.StartsWith("arn:", StringComparison.Ordinal) ? name : EcsArns.Of(caller, "task-definition/" + name);
        return EcsArns.Last(arn).Contains(':', StringComparison.Ordinal)
            ? state.TaskDefinitions.FirstOrDefault(one => one.Arn == arn)
            : state.TaskDefinitions.LastOrDefault(one => one.Status == "ACTIVE" && one.Arn[..one.Arn.LastIndexOf(':')] == arn);
    }

    /// <summary>The task definition that a service or task is to run.</summary>
    public static TaskDefinition RunnableTaskDefinition(this EcsState state, Caller caller, string name) =>
        state.FindTaskDefinition(caller, name) switch
        {
            null => throw Client("TaskDefinition not found."),
            { Status: not "ACTIVE" } => throw Client("TaskDefinition is inactive"),
            var found => found,
        };

    public static JsonObject Failure(string arn, string reason = "MISSING") => new() { ["arn"] = arn, ["reason"] = reason };

    public static List<EcsTag> ReadTags(JsonObject input) =>
        [.. input.Objects("tags").Select(tag => new EcsTag(tag.RequiredString("key"), tag.OptionalString("value")))];
}
