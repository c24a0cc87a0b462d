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
        var count = input.OptionalInt("count") ?? 1;
        if (count is < 1 or > 10)
            throw EcsRefusals.Invalid("Tasks count should be between 1 and 10");
        if (definition.Body.OptionalString("networkMode") == "awsvpc" && !input.Has("networkConfiguration"))
            throw EcsRefusals.Invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");

        CheckOverrides(input, definition);
        var tags = EcsRefusals.ReadTags(input);
        if (input.OptionalString("propagateTags") == "TASK_DEFINITION")
            tags.AddRange(definition.Tags);

        var token = input.OptionalString("clientToken");
        var tasks = token is null ? [] : state.Tasks.Where(task => task.ClusterArn == cluster.Arn && task.ClientToken == token).ToList();
        if (tasks.Count == 0)
        {
            tasks = [.. Enumerable.Range(0, count).Select(_ => factory.ForRun(cluster.Arn, definition, input, tags))];
            state.Tasks.AddRange(tasks);
        }

        return new JsonObject
        {
            ["tasks"] = new JsonArray([.. tasks.Select(task => EcsJson.Task(task, definition, tags: true))]),
            ["failures"] = new JsonArray(),
        };
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

    private TaskDefinition Definition(EcsTask task) => state.TaskDefinitions.Single(one => one.Arn == task.TaskDefinitionArn);

    private EcsTask? Find(Cluster cluster, string idOrArn) =>
        state.Tasks.FirstOrDefault(task => task.ClusterArn == cluster.Arn && (task.Id == idOrArn || task.Arn == idOrArn));
}
