using System.Text.Json.Nodes;

namespace AWSSDK.Tests.Aws;

/// <summary>AWS's own description of a service, kept outside the repository.</summary>
internal sealed class AwsModel
{
    private readonly JsonNode _root;

    private AwsModel(JsonNode root) => _root = root;

    /// <summary>The model of a service; the test is skipped where the folder beside the repository is absent.</summary>
    public static AwsModel Of(string service)
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Slipway.slnx")))
        {
            root = root.Parent;
        }

        var file = Path.Combine(root?.Parent?.FullName ?? "", "shared", "aws-models", service + ".json");
        Assert.SkipUnless(File.Exists(file), "AWS's models (shared/aws-models beside the repository) are not on this machine.");
        return new(JsonNode.Parse(File.ReadAllText(file))!);
    }

    public IEnumerable<string> Operations => _root["operations"]!.AsObject().Select(operation => operation.Key);

    public string? Input(string operation) => (string?)_root["operations"]![operation]!["input"]?["shape"];

    public string? Output(string operation) => (string?)_root["operations"]![operation]!["output"]?["shape"];

    public IEnumerable<string> Errors(string operation) =>
        _root["operations"]![operation]!["errors"]?.AsArray().Select(error => (string)error!["shape"]!) ?? [];

    public string? ErrorCode(string shape) => (string?)_root["shapes"]![shape]!["error"]?["code"];

    public string Type(string shape) => _root["shapes"]![shape]!["document"] is not null ? "document" : (string)_root["shapes"]![shape]!["type"]!;

    public bool IsError(string shape) => _root["shapes"]![shape]!["exception"] is not null;

    public IReadOnlyList<string>? Enum(string shape) => _root["shapes"]![shape]!["enum"]?.AsArray().Select(value => (string)value!).ToList();

    public IEnumerable<(string Name, string Shape)> Members(string shape) =>
        _root["shapes"]![shape]!["members"]!.AsObject().Select(member => (member.Key, (string)member.Value!["shape"]!));

    public string Item(string list) => (string)_root["shapes"]![list]!["member"]!["shape"]!;

    public string Key(string map) => (string)_root["shapes"]![map]!["key"]!["shape"]!;

    public string Value(string map) => (string)_root["shapes"]![map]!["value"]!["shape"]!;

    /// <summary>All shapes that can be reached from the given ones.</summary>
    public ISet<string> Closure(IEnumerable<string> shapes)
    {
        var seen = new HashSet<string>();
        var open = new Stack<string>(shapes);
        while (open.TryPop(out var shape))
        {
            if (!seen.Add(shape))
            {
                continue;
            }

            var next = Type(shape) switch
            {
                "structure" => Members(shape).Select(member => member.Shape),
                "list" => [Item(shape)],
                "map" => [Key(shape), Value(shape)],
                _ => [],
            };
            foreach (var child in next)
            {
                open.Push(child);
            }
        }

        return seen;
    }
}
