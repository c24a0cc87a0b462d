using System.Diagnostics;
using Slipway.Processes;

namespace Slipway.Rehearsal.Launch;

/// <summary>The processes of a folder's cloud, known by their command line; no file tells it wrong, and no reused id.</summary>
internal static class CloudProcesses
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    public static IReadOnlyList<CloudProcess> Find(RehearsalFolder folder) =>
    [
        .. from directory in Directory.EnumerateDirectories("/proc")
           let name = Path.GetFileName(directory)
           where name.All(char.IsAsciiDigit)
           let program = ProgramOf(CommandLine(directory), folder)
           where program is not null
           select new CloudProcess(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture), program),
    ];

    /// <summary>The cloud's program of <paramref name="folder"/> that a command line runs: <c>dotnet exec FOLDER/bin/BUILD/Slipway.Rehearsal.dll ...</c>; null for any other.</summary>
    internal static string? ProgramOf(IReadOnlyList<string> commandLine, RehearsalFolder folder) =>
        commandLine.Count > 2 && Path.GetFileName(commandLine[0]) == "dotnet" && commandLine[1] == "exec"
        && commandLine[2].StartsWith(folder.Binaries + "/", StringComparison.Ordinal) && Path.GetFileName(commandLine[2]) == CloudBinaries.Program
            ? commandLine[2]
            : null;

    /// <summary>SIGTERM, and SIGKILL to what does not end.</summary>
    public static async Task End(RehearsalFolder folder, IProcesses processes, TimeProvider time, CancellationToken ct)
    {
        foreach (var cloud in Find(folder))
            await processes.Run(new Command("/bin/sh", "-c", $"kill -TERM {cloud.Id} 2>/dev/null"), null, ct);

        for (var began = time.GetTimestamp(); Find(folder) is { Count: > 0 } left;)
        {
            if (time.GetElapsedTime(began) > Grace)
                left.ToList().ForEach(Kill);

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
        }
    }

    private static void Kill(CloudProcess cloud)
    {
        try
        {
            using var process = Process.GetProcessById(cloud.Id);
            process.Kill();
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            // It ended in the meantime.
        }
    }

    private static string[] CommandLine(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, "cmdline")).Split('\0');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}

internal sealed record CloudProcess(int Id, string Program);
