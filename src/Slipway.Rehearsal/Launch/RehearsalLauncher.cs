using System.Text.Json;
using Slipway.Processes;
using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.Launch;

/// <summary>Starts the rehearsal cloud of a folder in the background, finds it again, and ends it.</summary>
/// <param name="folder">Where the cloud keeps everything; one cloud to a folder.</param>
public sealed class RehearsalLauncher(string folder, IProcesses processes, TimeProvider time)
{
    // A first start fetches and unpacks a Docker Engine.
    private static readonly TimeSpan StartBudget = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan EndBudget = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private string EngineFolder => Path.Combine(Path.GetDirectoryName(folder)!, "docker");

    private string Log => Path.Combine(folder, "cloud.log");

    /// <summary>Returns the running cloud, or starts one. One of another build or speed is ended first; its state is kept.</summary>
    /// <param name="progress">Called with each line that the cloud prints while it starts.</param>
    /// <exception cref="DeployException">It did not start; holds the last lines that it printed.</exception>
    public async Task<RehearsalEndpoints> Ensure(double speed, Action<string> progress, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new DeployException(
                """
                The rehearsal needs a Linux host: a Docker Engine in a virtual machine cannot reach a registry on this machine's loopback. Nothing was changed.
                  try  a Linux machine, or an environment on AWS
                """);
        }

        Directory.CreateDirectory(folder);
        await using var turn = await TakeTurn(ct);

        var binaries = CloudBinaries.CopyTo(folder);
        if (await Running(ct) is { } cloud)
        {
            if (cloud.Build == binaries.Build && cloud.Speed.Equals(speed))
                return Endpoints(cloud, started: false);

            await End(ct);
        }

        CloudBinaries.RemoveOthers(folder, binaries.Build);
        return Endpoints(await Start(binaries, speed, progress, ct), started: true);
    }

    /// <summary>Ends the cloud of the folder and what it started, in whatever state they are. Its state stays. False: none was there.</summary>
    public async Task<bool> Stop(CancellationToken ct)
    {
        if (!Directory.Exists(folder))
            return false;

        await using var turn = await TakeTurn(ct);
        return await End(ct);
    }

    private async Task<CloudFile> Start(CloudBinaries binaries, double speed, Action<string> progress, CancellationToken ct)
    {
        File.Delete(CloudFile.PathIn(folder));
        await File.WriteAllTextAsync(Log, "", ct);

        var command = new Command("dotnet", "exec", binaries.Program, "--folder", folder, "--speed", FormattableString.Invariant($"{speed}"));
        using var process = BackgroundProcess.Start(command, Log, outlivesUs: true);
        var log = new LogTail(Log);
        var start = time.GetTimestamp();

        try
        {
            while (time.GetElapsedTime(start) < StartBudget)
            {
                foreach (var line in log.NewLines())
                    progress(line);

                if (await Running(ct) is { } cloud)
                    return cloud;

                if (process.HasExited)
                    throw new DeployException(string.Join('\n', log.Last(30)) is { Length: > 0 } said ? said : "The rehearsal cloud ended without a word.");

                await Task.Delay(Poll, time, ct);
            }

            throw new DeployException($"The rehearsal cloud was not ready within {StartBudget.TotalMinutes} minutes.\n{string.Join('\n', log.Last(10))}");
        }
        catch
        {
            await End(CancellationToken.None);
            throw;
        }
    }

    /// <summary>The cloud that answers, if its process is there.</summary>
    private async Task<CloudFile?> Running(CancellationToken ct)
    {
        var cloud = Read();
        if (cloud is null || !IsOurs(new UnixProcess(cloud.Pid).Arguments))
            return null;

        try
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(5) };
            using var answer = await client.GetAsync(new Uri(cloud.AwsEndpoint, "/_slipway/health"), ct);
            return answer.IsSuccessStatusCode ? cloud : null;
        }
        catch (Exception exception) when (exception is HttpRequestException || (exception is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return null;
        }
    }

    /// <summary>A file that a crash left half written says nothing: the processes of the folder are found without it.</summary>
    private CloudFile? Read()
    {
        try
        {
            return CloudFile.Read(folder);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<bool> End(CancellationToken ct)
    {
        var found = UnixProcess.Find(IsOurs);
        foreach (var process in found)
            process.Terminate();

        var start = time.GetTimestamp();
        while (UnixProcess.Find(IsOurs) is { Count: > 0 } left)
        {
            if (time.GetElapsedTime(start) > EndBudget)
            {
                foreach (var process in left)
                    process.Kill();
            }

            await Task.Delay(Poll, time, ct);
        }

        // A cloud that was killed could not end its engine.
        await DockerEngine.Stop(EngineSettings.For(EngineFolder), processes, ct);
        File.Delete(CloudFile.PathIn(folder));
        return found.Count > 0;
    }

    /// <summary>A process is ours when it runs the cloud's program for this very folder: an id alone may have been given to another process.</summary>
    private bool IsOurs(IReadOnlyList<string> arguments) =>
        arguments.Any(argument => Path.GetFileName(argument) == "Slipway.Rehearsal.dll")
        && arguments.SkipWhile(argument => argument != "--folder").Skip(1).FirstOrDefault() == folder;

    private static RehearsalEndpoints Endpoints(CloudFile cloud, bool started) =>
        new(cloud.AwsEndpoint, cloud.Registry, cloud.DockerHost, cloud.DockerCli, cloud.Speed, started);

    /// <summary>Of two processes that start or end the cloud at once, one waits for the other.</summary>
    private async Task<FileStream> TakeTurn(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(folder, "launch.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(Poll, time, ct);
            }
        }
    }
}
