using Slipway.Processes;

namespace Slipway.Rehearsal.Launch;

/// <summary>The processes of a folder's cloud, known by their command line; no file tells it wrong, and no reused id.</summary>
internal static class CloudProcesses
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    public static IReadOnlyList<CloudProcess> Find(RehearsalFolder folder) =>
    [
        .. from process in UnixProcess.Find(arguments => ProgramOf(arguments, folder) is not null)
           let program = ProgramOf(process.Arguments, folder)
           where program is not null
           select new CloudProcess(process.Id, program),
    ];

    /// <summary>The cloud's program of <paramref name="folder"/> that a command line runs: <c>dotnet exec FOLDER/bin/BUILD/Slipway.Rehearsal.dll ...</c>; null for any other.</summary>
    internal static string? ProgramOf(IReadOnlyList<string> commandLine, RehearsalFolder folder) =>
        commandLine.Count > 2 && Path.GetFileName(commandLine[0]) == "dotnet" && commandLine[1] == "exec"
        && commandLine[2].StartsWith(folder.Binaries + "/", StringComparison.Ordinal) && Path.GetFileName(commandLine[2]) == CloudBinaries.Program
            ? commandLine[2]
            : null;

    /// <summary>SIGTERM, and SIGKILL to what does not end.</summary>
    public static async Task End(RehearsalFolder folder, TimeProvider time, CancellationToken ct)
    {
        foreach (var cloud in Find(folder))
            new UnixProcess(cloud.Id).Terminate();

        for (var began = time.GetTimestamp(); Find(folder) is { Count: > 0 } left;)
        {
            if (time.GetElapsedTime(began) > Grace)
            {
                foreach (var cloud in left)
                    new UnixProcess(cloud.Id).Kill();
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, ct);
        }
    }
}

internal sealed record CloudProcess(int Id, string Program);
