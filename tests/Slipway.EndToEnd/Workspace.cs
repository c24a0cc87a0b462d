using System.Reflection;
using System.Text.Json.Nodes;
using Slipway.Processes;

namespace Slipway.EndToEnd;

/// <summary>
/// A copy of this repository in a temporary folder, committed, in which the compiled build is run as a user runs it. Disposing of
/// it ends the rehearsal cloud that its runs started.
/// </summary>
public sealed class Workspace : IAsyncDisposable
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private Workspace(string root) => Root = root;

    public string Root { get; }

    /// <summary>The build that is run here.</summary>
    public string Program { get; set; } = Path.Combine(Repository, "artifacts", "bin", "_build", "debug", "_build.dll");

    /// <summary>Variables added to those of the tests; a null value removes one.</summary>
    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal) { ["NUKE_ENVIRONMENT"] = null, ["GITHUB_ACTIONS"] = null };

    /// <summary>The repository that these tests belong to.</summary>
    public static string Repository { get; } = FindRepository();

    public static async Task<Workspace> Create(CancellationToken ct)
    {
        var workspace = new Workspace(Directory.CreateTempSubdirectory("slipway-").FullName);
        var files = await Processes.Run(
            new Command("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard") { Directory = Repository }, onLine: null, ct);

        foreach (var file in files.Output.TrimEnd('\n').Split('\0', StringSplitOptions.RemoveEmptyEntries).Where(file => File.Exists(Path.Combine(Repository, file))))
        {
            var copy = Path.Combine(workspace.Root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(Repository, file), copy);
        }

        workspace.ShareDownloads();
        await workspace.Git(ct, "init", "--quiet", "--initial-branch", "main");
        await workspace.Commit("Begin", ct);
        return workspace;
    }

    /// <summary>Runs a target of the build and waits for its end.</summary>
    public Task<Run> Build(CancellationToken ct, params IReadOnlyList<string> arguments) => Build(onLine: null, ct, arguments);

    public async Task<Run> Build(Action<string>? onLine, CancellationToken ct, params IReadOnlyList<string> arguments)
    {
        var record = Path.Combine(Root, ".nuke", "temp", "last-release.json");
        if (File.Exists(record))
            File.Delete(record);

        var command = new Command("dotnet", ["exec", Program, .. arguments]) { Directory = Root, Environment = Variables };
        var result = await Processes.Run(command, onLine, ct);
        return new Run(result.ExitCode, result.Output + result.Error, File.Exists(record) ? JsonNode.Parse(await File.ReadAllTextAsync(record, ct))!.AsObject() : null);
    }

    public async Task Commit(string message, CancellationToken ct)
    {
        await Git(ct, "add", "--all");
        await Git(ct, "-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message", message);
    }

    public async Task Git(CancellationToken ct, params IReadOnlyList<string> arguments)
    {
        var result = await Processes.Run(new Command("git", arguments) { Directory = Root }, onLine: null, ct);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    /// <summary>Makes the chat server end with an exception as soon as it is started without arguments, as its image starts it.</summary>
    public Task BreakTheStart(CancellationToken ct) => Edit(
        "samples/chat/server/Program.cs", "await ChatServer", "if (args.Length == 0)\n    throw new InvalidOperationException(\"no teapot in reach\");\n\nawait ChatServer", ct);

    /// <summary>Replaces text in a file of the workspace; the text must be there.</summary>
    public async Task Edit(string file, string text, string replacement, CancellationToken ct)
    {
        var path = Path.Combine(Root, file);
        var content = await File.ReadAllTextAsync(path, ct);
        Assert.Contains(text, content, StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, content.Replace(text, replacement, StringComparison.Ordinal), ct);
    }

    public async ValueTask DisposeAsync()
    {
        await Build(CancellationToken.None, "RehearseStop");
        Directory.Delete(Root, recursive: true);
    }

    /// <summary>Debian's packages need not be fetched again for each workspace: the tests of the engine keep them.</summary>
    private void ShareDownloads()
    {
        var downloads = Path.Combine(Path.GetTempPath(), "slipway-test-packages");
        if (!Directory.Exists(downloads))
            return;

        var copy = Directory.CreateDirectory(Path.Combine(Root, ".nuke", "temp", "rehearsal", "docker", "packages")).FullName;
        foreach (var file in Directory.GetFiles(downloads))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
    }

    private static string FindRepository()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        while (folder is not null && !File.Exists(Path.Combine(folder, "Slipway.slnx")))
            folder = Path.GetDirectoryName(folder);

        return folder ?? throw new InvalidOperationException("The tests do not lie inside the repository.");
    }
}

/// <summary>A finished run of the build.</summary>
/// <param name="Record">What it left in last-release.json; null when it left none.</param>
public sealed record Run(int ExitCode, string Output, JsonObject? Record)
{
    public string Url(string service) => (string?)Record?["urls"]?[service] ?? throw new InvalidOperationException($"No URL of {service}.\n{Output}");

    public IReadOnlyDictionary<string, int> ApiCalls =>
        Record?["apiCalls"]?.AsObject().ToDictionary(call => call.Key, call => (int)call.Value!) ?? throw new InvalidOperationException($"No calls.\n{Output}");
}
