using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

internal sealed class Tasks(EcsState state, TaskFactory factory, TimeProvider clock)
{
    private const int MostTasks = 100;

    public JsonObject List(JsonObject input, Caller caller)
    {
        var cluster = state.Cluster(caller, input.OptionalString("cluster"));
        var service = input.OptionalString("serviceName") is { } name ? state.Service(cluster, name) : null;
        var desired = input.OptionalChoice("desiredStatus", ["RUNNING", "PENDING", "STOPPED"]) ?? "RUNNING";
        var startedBy = input.OptionalString("startedBy");
        var family = input.OptionalString("family");
        if (startedBy is not null && (service is not null || family is not null))
            throw EcsRefusals.Invalid("startedBy must be the only filter that is used.");

        var arns = state.Tasks
            .Where(task => task.ClusterArn == cluster.Arn && task.DesiredStatus == desired)
            .Where(task => (service is null || task.ServiceArn == service.Arn) && (startedBy is null || task.StartedBy == startedBy))
            .Where(task => family is null || Definition(task).Family == family)
            .Select(task => task.Arn)
            .ToList();

        return EcsPage.Of(input, "taskArns", arns, byDefault: 100, arn => JsonValue.Create(arn));
    }

    public JsonObject Describe(JsonObject input, Caller caller)
    {
        var cluster = state.Cluster(caller, input.OptionalString("cluster"));
        var names = input.Strings("tasks");
        if (names.Count is 0 or > MostTasks)
            throw EcsRefusals.Invalid(names.Count == 0 ? "Tasks cannot be empty." : "Tasks cannot have more than 100 elements.");

        var tasks = new JsonArray();
        var failures = new JsonArray();
        foreach (var name in names)
        {
            if (Find(cluster, name) is { } task)
                tasks.Add(EcsJson.Task(task, Definition(task), input.Strings("include").Contains("TAGS")));
            else
                failures.Add(EcsRefusals.Failure(name.StartsWith("arn:", StringComparison.Ordinal) ? name : EcsArns.Task(cluster.Arn, name)));
        }

        return new JsonObject { ["tasks"] = tasks, ["failures"] = failures };
    }

    public JsonObject Stop(JsonObject input, Caller caller)
    {
        var cluster = state.Cluster(caller, input.OptionalString("cluster"));
        var task = Find(cluster, input.RequiredString("task")) ?? throw EcsRefusals.Invalid("The referenced task was not found.");
        TaskEnd.Ask(task, clock.GetUtcNow(), "UserInitiated", input.OptionalString("reason") ?? "Task stopped by user");
        return new JsonObject { ["task"] = EcsJson.Task(task, Definition(task), tags: false) };
    }

    /// <summary>Starts tasks that belong to no service; they are not started again when they end.</summary>
    public JsonObject Run(JsonObject input, Caller caller)
    {
        var cluster = state.Cluster(caller, input.OptionalString("cluster"));
        var definition = state.RunnableTaskDefinition(caller, input.RequiredString("taskDefinition"));
        RunTaskRules.Check(input, definition);

        var tasks = RunTaskRules.StartedBefore(input, definition, cluster, state);
        if (tasks.Count == 0)
        {
            tasks = [.. Enumerable.Range(0, input.OptionalInt("count") ?? 1).Select(_ => factory.ForRun(cluster.Arn, definition, input, TagsOf(input, cluster, definition)))];
            state.Tasks.AddRange(tasks);
        }

        return new JsonObject
        {
            ["tasks"] = new JsonArray([.. tasks.Select(task => EcsJson.Task(task, definition, tags: true))]),
            ["failures"] = new JsonArray(),
        };
    }

    /// <summary>The request's own tags, before those of the task definition where both have a key.</summary>
    private static List<EcsTag> TagsOf(JsonObject input, Cluster cluster, TaskDefinition definition) =>
    [
        .. EcsRefusals.ReadTags(input)
            .Concat(input.OptionalString("propagateTags") == "TASK_DEFINITION" ? definition.Tags : [])
            .DistinctBy(tag => tag.Key, StringComparer.Ordinal),
        .. input.OptionalBool("enableECSManagedTags") == true ? [new EcsTag("aws:ecs:clusterName", cluster.Name)] : Array.Empty<EcsTag>(),
    ];

    private TaskDefinition Definition(EcsTask task) => state.TaskDefinitions.Single(one => one.Arn == task.TaskDefinitionArn);

    private EcsTask? Find(Cluster cluster, string idOrArn) =>
        state.Tasks.FirstOrDefault(task => task.ClusterArn == cluster.Arn && (task.Id == idOrArn || task.Arn == idOrArn));
}
