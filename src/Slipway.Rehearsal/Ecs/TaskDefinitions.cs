using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

internal sealed class TaskDefinitions(EcsState state, TimeProvider clock)
{
    public JsonObject Register(JsonObject input, Caller caller)
    {
        TaskDefinitionRules.Check(input);

        var family = input.RequiredString("family");
        var prefix = EcsArns.Of(caller, $"task-definition/{family}:");
        var revision = 1 + state.TaskDefinitions.Where(one => one.Arn.StartsWith(prefix, StringComparison.Ordinal)).Select(one => one.Revision).DefaultIfEmpty().Max();
        var definition = new TaskDefinition
        {
            Arn = prefix + revision,
            Family = family,
            Revision = revision,
            Body = Fill(input),
            RegisteredAt = clock.GetUtcNow(),
            RegisteredBy = $"arn:aws:iam::{caller.Account}:root",
            Tags = EcsRefusals.ReadTags(input),
        };

        state.TaskDefinitions.Add(definition);
        return Answer(definition);
    }

    public JsonObject Describe(JsonObject input, Caller caller)
    {
        var definition = Find(input, caller, "Unable to describe task definition.");
        var answer = Answer(definition);
        if (!input.Strings("include").Contains("TAGS"))
            answer.Remove("tags");

        return answer;
    }

    /// <summary>Makes a revision INACTIVE: what runs on it goes on, nothing new may use it.</summary>
    public JsonObject Deregister(JsonObject input, Caller caller)
    {
        if (!EcsArns.Last(input.RequiredString("taskDefinition")).Contains(':', StringComparison.Ordinal))
            throw EcsRefusals.Invalid("Invalid revision number. Number: null");

        var definition = Find(input, caller, "The specified task definition does not exist.");
        definition.Status = "INACTIVE";
        definition.DeregisteredAt ??= clock.GetUtcNow();
        var answer = Answer(definition);
        answer.Remove("tags");
        return answer;
    }

    public JsonObject List(JsonObject input, Caller caller)
    {
        var status = input.OptionalChoice("status", ["ACTIVE", "INACTIVE", "DELETE_IN_PROGRESS"]) ?? "ACTIVE";
        var family = input.OptionalString("familyPrefix");
        var mine = EcsArns.Of(caller, "task-definition/");
        var found = state.TaskDefinitions
            .Where(one => one.Status == status && one.Arn.StartsWith(mine, StringComparison.Ordinal) && (family is null || one.Family == family))
            .OrderBy(one => one.Family, StringComparer.Ordinal).ThenBy(one => one.Revision)
            .Select(one => one.Arn)
            .ToList();

        if (input.OptionalChoice("sort", ["ASC", "DESC"]) == "DESC")
            found.Reverse();

        return EcsPage.Of(input, "taskDefinitionArns", found, byDefault: 100, arn => JsonValue.Create(arn));
    }

    private static JsonObject Answer(TaskDefinition definition) =>
        new() { ["taskDefinition"] = EcsJson.TaskDefinition(definition), ["tags"] = EcsJson.Tags(definition.Tags) };

    private TaskDefinition Find(JsonObject input, Caller caller, string otherwise) =>
        state.FindTaskDefinition(caller, input.RequiredString("taskDefinition")) ?? throw EcsRefusals.Client(otherwise);

    /// <summary>The definition with the defaults that ECS answers where nothing was given.</summary>
    private static JsonObject Fill(JsonObject input)
    {
        var body = input.DeepClone().AsObject();
        body.Remove("tags");
        if (TaskDefinitionRules.Cpu(input.OptionalString("cpu")) is { } cpu)
            body["cpu"] = cpu;
        if (TaskDefinitionRules.Memory(input.OptionalString("memory")) is { } memory)
            body["memory"] = memory;

        Default(body, "volumes", () => new JsonArray());
        Default(body, "placementConstraints", () => new JsonArray());
        foreach (var container in body.Objects("containerDefinitions"))
            FillContainer(container, awsvpc: body.OptionalString("networkMode") == "awsvpc");

        return body;
    }

    private static void FillContainer(JsonObject container, bool awsvpc)
    {
        Default(container, "cpu", () => 0);
        Default(container, "essential", () => true);
        foreach (var list in new[] { "portMappings", "environment", "mountPoints", "volumesFrom", "systemControls" })
            Default(container, list, () => new JsonArray());

        foreach (var port in container.Objects("portMappings"))
        {
            Default(port, "protocol", () => "tcp");
            if (awsvpc && port.OptionalInt("containerPort") is { } number)
                Default(port, "hostPort", () => number);
        }
    }

    private static void Default(JsonObject target, string name, Func<JsonNode> value)
    {
        if (!target.Has(name))
            target[name] = value();
    }
}
