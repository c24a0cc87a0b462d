using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;

namespace AWSSDK.Tests.Aws;

/// <summary>A member of a structure.</summary>
/// <param name="Name">What it is called in the model, or what the .NET package calls it instead.</param>
/// <param name="Wire">What it is called on the wire.</param>
/// <param name="Location">Where it travels if not in the body: uri, querystring, header.</param>
internal sealed record ModelMember(string Name, string Wire, string Shape, string? Location);

/// <summary>AWS's own description of a service, kept outside the repository.</summary>
internal sealed class AwsModel
{
    private static readonly ConcurrentDictionary<string, Lazy<AwsModel>> Known = new();

    // The .NET package's customisation files for EC2 say so; they also take DryRun out of every request.
    private static readonly Dictionary<string, string> PackageNames = new()
    {
        ["ec2 IpPermission.IpRanges"] = "Ipv4Ranges",
        ["ec2 PrefixListId.PrefixListId"] = "Id",
    };

    private readonly string _service;
    private readonly JsonNode _root;

    private AwsModel(string service, JsonNode root) => (_service, _root) = (service, root);

    /// <summary>
    /// The model of a service: the pinned one, and what it leaves out from botocore's. The test is skipped where no models are pinned,
    /// since botocore's alone may be older or newer than what the clients were written to, and where a model of an operation in use is
    /// found in neither.
    /// </summary>
    public static AwsModel Of(string service) => Known.GetOrAdd(service, static service => new(() => Load(service))).Value;

    private static AwsModel Load(string service)
    {
        var pinned = PinnedFolder();
        Assert.SkipUnless(Directory.Exists(pinned), "AWS's models that the built-in clients were written to (shared/aws-models beside the repository) are not on this machine.");

        var model = new AwsModel(service, Pinned(Path.Combine(pinned, service + ".json")));
        var missing = Missing(model, service);
        if (missing.Count > 0 && Botocore(service) is { } wider)
        {
            foreach (var part in new[] { "metadata", "operations", "shapes" })
            {
                var own = model._root[part]!.AsObject();
                foreach (var (name, value) in wider[part]!.AsObject().Where(entry => !own.ContainsKey(entry.Key)))
                {
                    own[name] = value!.DeepClone();
                }
            }

            missing = Missing(model, service);
        }

        Assert.SkipWhen(missing.Count > 0, $"AWS's models on this machine (shared/aws-models beside the repository, botocore) do not have {string.Join(", ", missing)} of {service}.");
        return model;
    }

    private static IReadOnlyList<string> Missing(AwsModel model, string service) =>
        [.. Service.Operations.Where(pair => pair.Service.Model == service).Select(pair => pair.Operation.Name[..^"Async".Length]).Except(model.Operations)];

    private static string PinnedFolder()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Slipway.slnx")))
        {
            root = root.Parent;
        }

        return Path.Combine(root?.Parent?.FullName ?? "", "shared", "aws-models");
    }

    private static JsonNode Pinned(string file) =>
        File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))! : new JsonObject { ["metadata"] = new JsonObject(), ["operations"] = new JsonObject(), ["shapes"] = new JsonObject() };

    private static JsonNode? Botocore(string service)
    {
        try
        {
            using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import botocore; print(botocore.__path__[0])"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            var folder = Path.Combine(python.StandardOutput.ReadToEnd().Trim(), "data", service);
            python.WaitForExit();
            var file = python.ExitCode == 0 && Directory.Exists(folder)
                ? Directory.EnumerateFiles(folder, "service-2.json.gz", SearchOption.AllDirectories).Max(StringComparer.Ordinal)
                : null;
            using var zipped = file is null ? null : new GZipStream(File.OpenRead(file), CompressionMode.Decompress);
            return zipped is null ? null : JsonNode.Parse(zipped);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    public string Version => (string)_root["metadata"]!["apiVersion"]!;

    public IEnumerable<string> Operations => _root["operations"]!.AsObject().Select(operation => operation.Key);

    public string? Input(string operation) => (string?)_root["operations"]![operation]!["input"]?["shape"];

    public string? Output(string operation) => (string?)_root["operations"]![operation]!["output"]?["shape"];

    public IEnumerable<string> Errors(string operation) =>
        _root["operations"]![operation]!["errors"]?.AsArray().Select(error => (string)error!["shape"]!) ?? [];

    public string? ErrorCode(string shape) => (string?)_root["shapes"]![shape]!["error"]?["code"];

    public string Type(string shape) => _root["shapes"]![shape]!["document"] is not null ? "document" : (string)_root["shapes"]![shape]!["type"]!;

    public bool IsError(string shape) => _root["shapes"]![shape]!["exception"] is not null;

    public IReadOnlyList<string>? Enum(string shape) => _root["shapes"]![shape]!["enum"]?.AsArray().Select(value => (string)value!).ToList();

    public IEnumerable<ModelMember> Members(string shape) =>
        _root["shapes"]![shape]!["members"]!.AsObject()
            .Where(member => !(_service == "ec2" && member.Key == "DryRun"))
            .Select(member => new ModelMember(
                PackageNames.GetValueOrDefault($"{_service} {shape}.{member.Key}", member.Key),
                (string?)member.Value!["locationName"] ?? member.Key,
                (string)member.Value["shape"]!,
                (string?)member.Value["location"]));

    /// <summary>The member that is the whole body.</summary>
    public string? Payload(string shape) => (string?)_root["shapes"]![shape]!["payload"];

    public (string Method, string Path) Http(string operation) =>
        ((string)_root["operations"]![operation]!["http"]!["method"]!, (string)_root["operations"]![operation]!["http"]!["requestUri"]!);

    /// <summary>The element around each item in XML.</summary>
    public string ItemName(string list) => (string?)_root["shapes"]![list]!["member"]!["locationName"] ?? "member";

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
