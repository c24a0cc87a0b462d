using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>What IAM asks of calls to Amazon ECS (https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html).</summary>
internal static class EcsNeeds
{
    private const string Tasks = "ecs-tasks.amazonaws.com";
    private const string Ecs = "ecs.amazonaws.com";

    public static IReadOnlyList<CallNeed> Of(Operation operation, Caller caller)
    {
        var (action, input) = ($"ecs:{operation.Name}", operation.Input);
        var cluster = EcsArns.Cluster(caller, input.OptionalString("cluster"));
        return operation.Name switch
        {
            "DescribeClusters" => [.. Or(input.Strings("clusters"), "default").Select(one => new CallNeed(action, EcsArns.Cluster(caller, one)))],
            "DescribeServices" => [.. input.Strings("services").Select(one => InCluster(action, Service(cluster, one), cluster))],
            "CreateService" => [InCluster(action, Service(cluster, input.OptionalString("serviceName")), cluster), .. Tagged(input, operation, Service(cluster, input.OptionalString("serviceName"))), .. Movers(input)],
            "UpdateService" or "DeleteService" => [InCluster(action, Service(cluster, input.OptionalString("service")), cluster), .. Movers(input)],
            "ListServiceDeployments" => [InCluster(action, Service(cluster, input.OptionalString("service")), cluster)],
            "DescribeServiceDeployments" => [.. input.Strings("serviceDeploymentArns").Select(arn => new CallNeed(action, arn))],
            "DescribeServiceRevisions" => [.. input.Strings("serviceRevisionArns").Select(arn => new CallNeed(action, arn))],
            "StopServiceDeployment" or "ContinueServiceDeployment" => [new(action, input.OptionalString("serviceDeploymentArn") ?? "*")],
            "RegisterTaskDefinition" => [new(action), .. Tagged(input, operation, EcsArns.Of(caller, $"task-definition/{input.OptionalString("family")}:*")), .. Roles(input)],
            "RunTask" => RunTask(operation, cluster, caller),
            "StopTask" => [InCluster(action, Task(cluster, input.OptionalString("task")), cluster)],
            "DescribeTasks" => [.. input.Strings("tasks").Select(task => InCluster(action, Task(cluster, task), cluster))],
            // Its resource type are container instances, which Fargate has none of: only the cluster tells them apart.
            "ListTasks" => [InCluster(action, "*", cluster)],
            _ => [new(action)],
        };
    }

    private static IReadOnlyList<CallNeed> RunTask(Operation operation, string cluster, Caller caller)
    {
        var name = operation.Input.OptionalString("taskDefinition") ?? "";
        var definition = name.StartsWith("arn:", StringComparison.Ordinal) ? name : EcsArns.Of(caller, $"task-definition/{name}");
        // Tags that ECS itself puts on or hands down count as well.
        var tags = operation.Input.Objects("tags").Count > 0 || operation.Input.Has("propagateTags") || operation.Input.OptionalBool("enableECSManagedTags") == true;
        return [InCluster($"ecs:{operation.Name}", definition, cluster), .. tags ? (IEnumerable<CallNeed>)[Tag(operation, Task(cluster, "*"))] : []];
    }

    /// <summary>https://docs.aws.amazon.com/AmazonECS/latest/developerguide/supported-iam-actions-tagging.html</summary>
    private static IEnumerable<CallNeed> Tagged(JsonObject input, Operation operation, string resource) => input.Objects("tags").Count > 0 ? [Tag(operation, resource)] : [];

    private static CallNeed Tag(Operation operation, string resource) => new("ecs:TagResource", resource) { Conditions = [("ecs:createaction", operation.Name)] };

    private static IEnumerable<CallNeed> Roles(JsonObject input) =>
        new[] { input.OptionalString("executionRoleArn"), input.OptionalString("taskRoleArn") }.OfType<string>().Distinct(StringComparer.Ordinal).Select(role => Passed(role, Tasks));

    /// <summary>The roles with which ECS moves traffic.</summary>
    private static IEnumerable<CallNeed> Movers(JsonObject input) => input.Objects("loadBalancers")
        .Select(balancer => balancer.OptionalObject("advancedConfiguration")?.OptionalString("roleArn")).OfType<string>().Distinct(StringComparer.Ordinal).Select(role => Passed(role, Ecs));

    private static CallNeed Passed(string role, string service) => new("iam:PassRole", role) { Conditions = [("iam:passedtoservice", service)] };

    private static CallNeed InCluster(string action, string resource, string cluster) => new(action, resource) { Conditions = [("ecs:cluster", cluster)] };

    private static string Service(string cluster, string? nameOrArn) => Of(nameOrArn, name => EcsArns.Service(cluster, name));

    private static string Task(string cluster, string? idOrArn) => Of(idOrArn, id => EcsArns.Task(cluster, id));

    private static string Of(string? nameOrArn, Func<string, string> arn) => nameOrArn is { } given && given.StartsWith("arn:", StringComparison.Ordinal) ? given : arn(nameOrArn ?? "");

    private static IReadOnlyList<string> Or(IReadOnlyList<string> names, string otherwise) => names.Count > 0 ? names : [otherwise];
}
