using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Processes;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.Launch;

/// <summary>How a cloud is started.</summary>
/// <param name="Speed">60: a minute of AWS lasts a second. A cloud that runs at another speed is started anew.</param>
internal sealed record LaunchOptions(double Speed = 1)
{
    public CloudBinaries Binaries { get; init; } = CloudBinaries.Ours;

    /// <summary>The engine to use; null: the cloud finds or starts one.</summary>
    public DockerHost? Docker { get; init; }
}

/// <summary>How a running cloud is reached.</summary>
/// <param name="Aws">What AWS_ENDPOINT_URL is set to.</param>
/// <param name="Registry">Host and port.</param>
internal sealed record RehearsalEndpoints(Uri Aws, string Registry, DockerHost Docker);

/// <summary>Starts the rehearsal cloud in the background, finds it again, and ends it.</summary>
internal sealed class RehearsalLauncher(IProcesses processes, TimeProvider time)
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(5);
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(2) }) { Timeout = TimeSpan.FromSeconds(5) };

    /// <summary>The folder's cloud: the running one when it is of this build and answers, a new one otherwise.</summary>
    /// <exception cref="DeployException">It ended, or did not answer in five minutes; the end of its log says why.</exception>
    public async Task<RehearsalEndpoints> Ensure(RehearsalFolder folder, LaunchOptions options, Action<string> progress, CancellationToken ct)
    {
        if (await Running(folder, options, ct) is { } running)
            return running;

        Directory.CreateDirectory(folder.Path);
        using var held = await Lock(folder, ct);
        // Another process may have started it while this one waited.
        if (await Running(folder, options, ct) is { } started)
            return started;

        await CloudProcesses.End(folder, time, ct);
        File.Delete(CloudFile.PathIn(folder.Path));
        options.Binaries.CopyTo(folder);
        return await Start(folder, options, progress, ct);
    }

    /// <summary>
    /// Ends a folder's cloud and everything that it started, in whatever state it is; what it stored stays. Does nothing when there is nothing.
    /// </summary>
    public async Task Stop(RehearsalFolder folder, CancellationToken ct)
    {
        if (!Directory.Exists(folder.Path))
            return;

        using var held = await Lock(folder, ct);
        // A cloud that ends in peace takes the file along that tells which engine it used.
        var engine = Read(folder)?.DockerHost;
        await CloudProcesses.End(folder, time, ct);
        await DockerEngine.Stop(folder.Engine, processes, ct);
        await RemoveContainers(folder, engine, ct);
        File.Delete(CloudFile.PathIn(folder.Path));
    }

    private async Task<RehearsalEndpoints> Start(RehearsalFolder folder, LaunchOptions options, Action<string> progress, CancellationToken ct)
    {
        await File.WriteAllTextAsync(folder.Log, "", ct);
        // The host that runs us, and not whatever is first on the PATH.
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileName(path) == "dotnet" ? path
            : Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet");
        using var process = BackgroundProcess.Start(new Command(dotnet, Arguments(folder, options)), folder.Log, outlivesUs: true);
        var shown = 0;
        try
        {
            for (var began = time.GetTimestamp(); !process.HasExited; await Task.Delay(TimeSpan.FromMilliseconds(25), time, ct))
            {
                shown = Show(folder, shown, progress);
                if (await Running(folder, options, ct) is { } running)
                    return running;

                if (time.GetElapsedTime(began) > StartLimit)
                    break;
            }
        }
        catch (OperationCanceledException)
        {
            await CloudProcesses.End(folder, time, CancellationToken.None);
            throw;
        }

        var ended = process.HasExited;
        await CloudProcesses.End(folder, time, ct);
        throw new DeployException(
            $"""
             The rehearsal cloud {(ended ? "ended while it started" : $"did not answer within {StartLimit.TotalMinutes:0} minutes and was ended")}.
               log      {folder.Log}
               last     {string.Join("\n           ", File.ReadLines(folder.Log).TakeLast(12).DefaultIfEmpty("(nothing was written)"))}
             """);
    }

    internal static IReadOnlyList<string> Arguments(RehearsalFolder folder, LaunchOptions options) =>
    [
        "exec", CloudBinaries.ProgramIn(folder), "--folder", folder.Path, "--speed", options.Speed.ToString(CultureInfo.InvariantCulture),
        .. options.Docker is { } docker ? new[] { "--docker-host", docker.Host, "--docker-cli", docker.Cli } : [],
    ];

    private static int Show(RehearsalFolder folder, int shown, Action<string> progress)
    {
        // The last line may still be half written.
        var lines = File.ReadAllText(folder.Log).Split('\n')[..^1];
        foreach (var line in lines.Skip(shown))
            progress(line);

        return lines.Length;
    }

    /// <summary>The folder's cloud when it is of this build and speed, alive and answering; null otherwise.</summary>
    private static async Task<RehearsalEndpoints?> Running(RehearsalFolder folder, LaunchOptions options, CancellationToken ct) =>
        Read(folder) is { } file && Math.Abs(file.Speed - options.Speed) <= 1e-9 ? await Find(folder, ct) : null;

    /// <summary>The folder's cloud that runs, at whatever speed; null: none of this build does. Starts and ends nothing.</summary>
    public static async Task<RehearsalEndpoints?> Find(RehearsalFolder folder, CancellationToken ct)
    {
        if (Read(folder) is not { } file)
            return null;

        if (!CloudProcesses.Find(folder).Contains(new CloudProcess(file.Pid, CloudBinaries.ProgramIn(folder))))
            return null;

        try
        {
            using var response = await Http.GetAsync(new Uri(file.AwsEndpoint, "/_slipway/health"), ct);
            return response.IsSuccessStatusCode
                ? new RehearsalEndpoints(
                    file.AwsEndpoint, file.Registry, new DockerHost(file.DockerCli, file.DockerHost, file.DockerHost == $"unix://{folder.Engine.Socket}"))
                : null;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>Null when there is none, or nobody can read it.</summary>
    private static CloudFile? Read(RehearsalFolder folder)
    {
        try
        {
            return CloudFile.Read(folder.Path) is { AwsEndpoint: not null, DockerHost: not null, DockerCli: not null } file ? file : null;
        }
        catch (Exception exception) when (exception is JsonException or IOException)
        {
            return null;
        }
    }

    private Task<IDisposable> Lock(RehearsalFolder folder, CancellationToken ct) =>
        FileTurn.Take(Path.Combine(folder.Path, "launch.lock"), TimeSpan.MaxValue, time, ct);

    /// <summary>Containers in the machine's own engine outlive a cloud that was killed.</summary>
    /// <param name="known">The engine that the cloud used; null: nobody knows, and it may have been the machine's own.</param>
    private async Task RemoveContainers(RehearsalFolder folder, string? known, CancellationToken ct)
    {
        var host = known ?? (await MachineEngine.Find(processes, [], ct))?.Host;
        if (host is null || !await DockerEngine.Answers(host["unix://".Length..], ct))
            return;

        using var docker = new DockerApi(host["unix://".Length..]);
        var filters = new JsonObject { ["label"] = new JsonArray($"{DockerTaskRuntime.CloudLabel}={folder.Path}") };
        foreach (var container in (await docker.Get($"containers/json?all=1&filters={Uri.EscapeDataString(filters.ToJsonString())}", ct))!.AsArray())
            await docker.Delete($"containers/{container!["Id"]}?force=1&v=1", ct);
    }
}
