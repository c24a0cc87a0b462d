using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Slipway.GitHub;
using Slipway.Processes;

namespace Slipway.Tests.GitHub;

/// <summary>
/// Somebody else's reading of GitHub's API: GitHub's own description of it (npm package @octokit/openapi), served by Prism, which refuses every request
/// that does not fit. One for all tests of a class.
/// </summary>
public sealed class Prism : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string[] Packages = ["@octokit/openapi@23.0.2", "@stoplight/prism-cli@5.16.0"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-prism-");
    private Process? _process;

    /// <summary>Why it is not there; null: it is.</summary>
    public string? Missing { get; private set; }

    public Uri Url { get; private set; } = new("http://127.0.0.1");

    public async ValueTask InitializeAsync()
    {
        var cache = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "slipway-tests", "prism-5.16.0");
        Missing = await Install(cache);
        if (Missing is not null)
            return;

        var modules = Path.Combine(cache, "node_modules");
        var whole = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(modules, "@octokit", "openapi", "generated", "api.github.com.json")))!.AsObject();
        var description = Path.Combine(_folder.FullName, "github.json");
        await File.WriteAllTextAsync(description, GitHubDescription.Cut(whole, GitHubDescription.Calls).ToJsonString());
        await Start(Path.Combine(modules, "@stoplight", "prism-cli", "dist", "index.js"), description);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    /// <summary>Installed once for this user, outside the repository. Null: it is there.</summary>
    private async Task<string?> Install(string cache)
    {
        if (File.Exists(Path.Combine(cache, "done")))
            return null;

        if (!await Succeeds("node", "--version") || !await Succeeds("npm", "--version"))
            return "node and npm are not both on the PATH.";

        Directory.CreateDirectory(cache);
        if (!await Succeeds("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", cache, .. Packages]))
            return $"npm could not install {string.Join(" and ", Packages)}.";

        await File.WriteAllTextAsync(Path.Combine(cache, "done"), "");
        return null;
    }

    private async Task<bool> Succeeds(string program, params string[] arguments)
    {
        try
        {
            return (await new SystemProcesses(TimeProvider.System).Run(new Command(program, arguments) { Directory = _folder.FullName }, onLine: null, CancellationToken.None)).ExitCode == 0;
        }
        catch (DeployException)
        {
            return false;
        }
    }

    private async Task Start(string program, string description)
    {
        var port = FreePort();
        _process = Process.Start(new ProcessStartInfo("node", [program, "mock", "-h", "127.0.0.1", "-p", $"{port}", description])
        {
            UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true,
        })!;
        using var deadline = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            if (!line.Contains("Prism is listening", StringComparison.Ordinal))
                continue;

            // What it goes on to say must be read, or its pipe fills up and it stops.
            _ = _process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            _ = _process.StandardError.ReadToEndAsync(CancellationToken.None);
            Url = new Uri($"http://127.0.0.1:{port}");
            return;
        }

        throw new InvalidOperationException($"Prism ended before it listened.\n{await _process.StandardError.ReadToEndAsync(deadline.Token)}");
    }

    // Prism has no way to choose one and tell.
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>GitHub's description of its API.</summary>
internal static class GitHubDescription
{
    /// <summary>Every request that Slipway can make.</summary>
    public static IReadOnlyList<GitHubCall> Calls { get; } =
        [.. typeof(GitHubCall).GetProperties().Where(property => property.PropertyType == typeof(GitHubCall)).Select(property => (GitHubCall)property.GetValue(null)!)];

    /// <summary>The part of it that is about <paramref name="calls"/>, unchanged: Prism reads all 13 MB for a quarter of a minute, and this in two seconds.</summary>
    /// <exception cref="KeyNotFoundException">GitHub has no such call.</exception>
    public static JsonObject Cut(JsonObject whole, IReadOnlyList<GitHubCall> calls)
    {
        var paths = new JsonObject();
        foreach (var route in calls.GroupBy(call => call.Route, StringComparer.Ordinal))
        {
            var all = whole["paths"]![route.Key] ?? throw new KeyNotFoundException($"GitHub has no {route.Key}.");
            paths[route.Key] = new JsonObject(route.Select(call => KeyValuePair.Create(
                call.Method.ToLowerInvariant(),
                (all[call.Method.ToLowerInvariant()] ?? throw new KeyNotFoundException($"GitHub has no {call.Method} {call.Route}.")).DeepClone()))!);
        }

        var components = new JsonObject();
        Take(paths, whole, components);
        return new JsonObject { ["openapi"] = whole["openapi"]!.DeepClone(), ["info"] = whole["info"]!.DeepClone(), ["paths"] = paths, ["components"] = components };
    }

    /// <summary>Takes over what is referred to, and what that refers to.</summary>
    private static void Take(JsonNode? node, JsonObject whole, JsonObject components)
    {
        if (node is JsonArray array)
        {
            foreach (var item in array)
                Take(item, whole, components);
        }

        if (node is not JsonObject members)
            return;

        if (members["$ref"] is JsonValue value && value.TryGetValue<string>(out var reference) && reference.Split('/') is ["#", "components", var kind, var name])
        {
            var taken = components[kind]?.AsObject() ?? (components[kind] = new JsonObject()).AsObject();
            if (!taken.ContainsKey(name))
            {
                taken[name] = whole["components"]![kind]![name]!.DeepClone();
                Take(taken[name], whole, components);
            }
        }

        foreach (var (_, member) in members)
            Take(member, whole, components);
    }
}
