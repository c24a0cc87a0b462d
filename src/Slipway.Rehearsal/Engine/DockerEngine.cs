using System.Net.Sockets;
using Slipway.Processes;

namespace Slipway.Rehearsal.Engine;

/// <summary>
/// A Docker Engine for the rehearsal: the machine's own where one answers, a private one otherwise. Disposing ends a private
/// engine that this process started; so does the end of this process, however it comes.
/// </summary>
internal sealed class DockerEngine : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(30);
    private readonly BackgroundProcess? _guard;
    private readonly FileStream? _lock;

    private DockerEngine(DockerHost host, BackgroundProcess? guard = null, FileStream? held = null) =>
        (Host, _guard, _lock) = (host, guard, held);

    public DockerHost Host { get; }

    public static Task<DockerEngine> Ensure(string folder, Action<string> progress, CancellationToken ct) =>
        Ensure(EngineSettings.For(folder), Machine.This(), new SystemProcesses(TimeProvider.System), TimeProvider.System, true, progress, ct);

    /// <summary>
    /// Finds a usable Docker Engine or starts a private one.
    /// </summary>
    /// <param name="useMachines">False: only a private one will do.</param>
    /// <exception cref="DeployException">There is none, and none can be started on this machine.</exception>
    public static async Task<DockerEngine> Ensure(
        EngineSettings settings, Machine machine, IProcesses processes, TimeProvider time, bool useMachines, Action<string> progress, CancellationToken ct)
    {
        var found = new List<string>();
        if (useMachines && machine.OsId is not null && await MachineEngine.Find(processes, found, ct) is { } host)
            return new DockerEngine(host);

        if (machine.WhyNoPrivateEngine(found) is { } reason)
            throw new DeployException(reason);

        return await StartPrivate(settings, machine, processes, time, progress, ct);
    }

    /// <summary>Ends the private engine of a folder, in any state, and removes all but its data. Does nothing when there is none.</summary>
    public static async Task Stop(EngineSettings settings, IProcesses processes, CancellationToken ct)
    {
        if (Directory.Exists(settings.Scripts))
            await Clean(settings, processes, ct);
    }

    public async ValueTask DisposeAsync()
    {
        if (_guard is not null)
        {
            _guard.CloseInput();
            using var limit = new CancellationTokenSource(StopLimit);
            await _guard.WaitForExit(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _guard.Dispose();
        }

        if (_lock is not null)
            await _lock.DisposeAsync();
    }

    private static async Task<DockerEngine> StartPrivate(
        EngineSettings settings, Machine machine, IProcesses processes, TimeProvider time, Action<string> progress, CancellationToken ct)
    {
        Directory.CreateDirectory(settings.Folder);
        var held = await Lock(settings, time, ct);
        if (held is null)
            return new DockerEngine(PrivateHost(settings));

        try
        {
            await Unpack(settings, machine, processes, progress, ct);
            Directory.CreateDirectory(settings.Scripts);
            await File.WriteAllTextAsync(Path.Combine(settings.Scripts, EngineScripts.CleanName), EngineScripts.Clean, ct);
            await File.WriteAllTextAsync(Path.Combine(settings.Scripts, EngineScripts.GuardName), EngineScripts.Guard, ct);
            await Clean(settings, processes, ct);

            progress("Starting a private Docker Engine");
            // overlay2 does not work on top of an overlay, the file system of most containers; vfs works everywhere and copies everything.
            var guard = await Run(settings, "overlay2", time, ct) ?? await Run(settings, "vfs", time, ct) ?? throw new DeployException(
                $"""
                 The private Docker Engine did not start. All that it began was removed.
                   log      {settings.Log}
                   last     {string.Join("\n           ", LastLines(settings.Log, 6))}
                   try      run with the privileges that containers need (in a container: --privileged), or install Docker Engine
                 """);
            return new DockerEngine(PrivateHost(settings), guard, held);
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    private static DockerHost PrivateHost(EngineSettings settings)
    {
        var unpacked = Path.Combine(settings.Unpacked, "usr/bin/docker");
        return new DockerHost(File.Exists(unpacked) ? unpacked : "docker", $"unix://{settings.Socket}", IsPrivate: true);
    }

    /// <summary>The lock of whoever runs the engine; null when another process does, and it answers.</summary>
    private static async Task<FileStream?> Lock(EngineSettings settings, TimeProvider time, CancellationToken ct)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(Path.Combine(settings.Folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(began) < StartLimit)
            {
                if (await Answers(settings.Socket, ct))
                    return null;

                await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
            }
        }
    }

    private static async Task Unpack(EngineSettings settings, Machine machine, IProcesses processes, Action<string> progress, CancellationToken ct)
    {
        var marker = Path.Combine(settings.Unpacked, ".complete");
        // Libraries unpacked for one release of the distribution do not fit the next.
        if (File.Exists(marker) && await File.ReadAllTextAsync(marker, ct) == machine.OsName)
            return;

        if (Directory.Exists(settings.Unpacked))
            Directory.Delete(settings.Unpacked, recursive: true);

        var known = await processes.Run(new Command("apt-cache", "pkgnames", "docker-cli"), null, ct);
        List<string> packages = ["docker.io", "containerd", "runc", "tini", "iproute2"];
        // Debian 13 took the docker program out of docker.io.
        if (known.Output.Split('\n').Contains("docker-cli", StringComparer.Ordinal))
            packages.Add("docker-cli");

        await new DebianPackages(processes, settings.Packages).Unpack(packages, settings.Unpacked, progress, ct);
        await File.WriteAllTextAsync(marker, machine.OsName, ct);
    }

    private static async Task Clean(EngineSettings settings, IProcesses processes, CancellationToken ct)
    {
        foreach (var storage in new[] { "overlay2", "vfs" }.Where(storage => Directory.Exists(Path.Combine(settings.Folder, $"data-{storage}"))))
        {
            var environment = settings.Environment("", storage, makesKey: false);
            await processes.Run(new Command("/bin/sh", Path.Combine(settings.Scripts, EngineScripts.CleanName)) { Environment = environment }, null, ct);
        }
    }

    /// <summary>Starts the guard and waits until the engine answers; null when it ended instead.</summary>
    private static async Task<BackgroundProcess?> Run(EngineSettings settings, string storage, TimeProvider time, CancellationToken ct)
    {
        var gateway = settings.Gateway(await File.ReadAllLinesAsync("/proc/net/route", ct));
        var environment = settings.Environment(gateway, storage, makesKey: !File.Exists("/etc/docker/key.json"));
        File.Delete(settings.Log);
        var guard = BackgroundProcess.Start(
            new Command("/bin/sh", Path.Combine(settings.Scripts, EngineScripts.GuardName)) { Environment = environment }, settings.Log, outlivesUs: false);
        try
        {
            using var limit = new CancellationTokenSource(StartLimit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
            while (!guard.HasExited)
            {
                if (await Answers(settings.Socket, either.Token))
                    return guard;

                await Task.Delay(TimeSpan.FromMilliseconds(20), time, either.Token);
            }

            guard.Dispose();
            return null;
        }
        catch
        {
            guard.CloseInput();
            using var limit = new CancellationTokenSource(StopLimit, time);
            await guard.WaitForExit(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            guard.Dispose();
            ct.ThrowIfCancellationRequested();
            throw new DeployException(
                $"""
                 The private Docker Engine did not answer within {StartLimit.TotalSeconds:0} s. It was ended and removed.
                   log      {settings.Log}
                 """);
        }
    }

    internal static async Task<bool> Answers(string socket, CancellationToken ct)
    {
        if (!File.Exists(socket))
            return false;

        try
        {
            using var api = new DockerApi(socket);
            await api.Get("_ping", ct);
            return true;
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException or IOException or DockerApiException)
        {
            return false;
        }
    }

    private static IEnumerable<string> LastLines(string file, int count) => File.Exists(file) ? File.ReadLines(file).TakeLast(count) : [];
}
