using System.Globalization;
using System.Text.Json.Nodes;

namespace Slipway.Services;

/// <summary>
/// A task definition flattened to <c>path = value</c>, in which what ECS fills in by itself and the order of lists that have none do not
/// count. Two task definitions are the same when their shapes are equal; an unknown field counts, so it is never lost unseen.
/// </summary>
internal sealed class TaskDefinitionShape
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    private TaskDefinitionShape()
    {
    }

    /// <summary>What DescribeTaskDefinition adds, and RegisterTaskDefinition refuses or ignores.</summary>
    public static IReadOnlyCollection<string> ServerFields { get; } =
    [
        "taskDefinitionArn", "revision", "status", "requiresAttributes", "compatibilities", "registeredAt", "registeredBy", "deregisteredAt",
        "deleteRequestedAt",
    ];

    // Values that are the same as saying nothing. Seen in answers of DescribeTaskDefinition for definitions that never named them.
    private static readonly HashSet<string> Defaults = new(StringComparer.Ordinal)
    {
        "enableFaultInjection=false",
        "containerDefinitions.*.cpu=0",
        "containerDefinitions.*.essential=true",
        "containerDefinitions.*.privileged=false",
        "containerDefinitions.*.readonlyRootFilesystem=false",
        "containerDefinitions.*.interactive=false",
        "containerDefinitions.*.pseudoTerminal=false",
        "containerDefinitions.*.disableNetworking=false",
        "containerDefinitions.*.versionConsistency=enabled",
    };

    public static TaskDefinitionShape Of(JsonObject definition)
    {
        var shape = new TaskDefinitionShape();
        foreach (var (name, value) in definition)
        {
            if (!ServerFields.Contains(name))
                shape.Add(name, name, value);
        }

        return shape;
    }

    /// <summary>Each path whose value differs, as <c>path: from -> to</c>.</summary>
    public static IReadOnlyList<string> Differences(TaskDefinitionShape from, TaskDefinitionShape to) =>
    [
        .. from._values.Keys.Union(to._values.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(path => (path, before: from._values.GetValueOrDefault(path), after: to._values.GetValueOrDefault(path)))
            .Where(difference => difference.before != difference.after)
            .Select(difference => $"{difference.path}: {difference.before ?? "(none)"} -> {difference.after ?? "(none)"}"),
    ];

    /// <summary>The whole shape, one value per line: what a plan's hash is made of.</summary>
    public override string ToString() => string.Join('\n', _values.Select(value => $"{value.Key}={value.Value}"));

    /// <summary>SHA-256 of the whole shape, in hexadecimal.</summary>
    public string Digest => EcsNames.Digest(ToString());

    // The pattern is the path with * for the name of a list's element.
    private void Add(string path, string pattern, JsonNode? node)
    {
        switch (node)
        {
            case null:
                return;

            case JsonObject fields:
                foreach (var (name, value) in fields)
                {
                    if (!IsRepeatedPort(pattern, name, fields))
                        Add($"{path}.{name}", $"{pattern}.{name}", value);
                }

                return;

            case JsonArray elements:
                AddElements(path, pattern, elements);
                return;

            default:
                var text = node.GetValueKind() is System.Text.Json.JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
                if (!Defaults.Contains($"{pattern}={text}") && !IsRunTag(path))
                    _values[path] = text;

                return;
        }
    }

    private void AddElements(string path, string pattern, JsonArray elements)
    {
        // Lists of objects are sets by name in ECS; a list of words (command, entryPoint) keeps its order, except this one.
        var sorted = pattern is "requiresCompatibilities"
            ? elements.OrderBy(element => element?.ToString(), StringComparer.Ordinal).ToList()
            : elements.ToList();

        for (var index = 0; index < sorted.Count; index++)
        {
            var name = sorted[index] is JsonObject element ? NameOf(pattern, element) : null;
            Add($"{path}[{name ?? index.ToString(CultureInfo.InvariantCulture)}]", $"{pattern}.*", sorted[index]);
        }
    }

    private static string? NameOf(string pattern, JsonObject element) => pattern switch
    {
        "containerDefinitions.*.portMappings" => $"{element["containerPort"]}/{element["protocol"] ?? "tcp"}",
        "tags" => element["key"]?.ToString(),
        "volumes" or "containerDefinitions" => element["name"]?.ToString(),
        "containerDefinitions.*.mountPoints" => element["containerPath"]?.ToString(),
        _ => (element["name"] ?? element["key"] ?? element["containerName"])?.ToString(),
    };

    // With awsvpc the host's port can only be the container's; ECS writes it, and the protocol, out. Both are in the element's name.
    private static bool IsRepeatedPort(string pattern, string field, JsonObject mapping) =>
        pattern == "containerDefinitions.*.portMappings.*"
        && (field == "protocol" || (field == "hostPort" && mapping["hostPort"]?.ToString() == mapping["containerPort"]?.ToString()));

    // Which commit and release registered a revision does not make it another one.
    private static bool IsRunTag(string path) =>
        path.StartsWith($"tags[{TaskDefinitions.CommitTag}]", StringComparison.Ordinal)
        || path.StartsWith($"tags[{TaskDefinitions.ReleaseTag}]", StringComparison.Ordinal)
        || path.StartsWith("tags[aws:", StringComparison.Ordinal);
}
