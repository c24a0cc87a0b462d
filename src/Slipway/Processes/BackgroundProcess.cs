using System.Globalization;

namespace Slipway.Processes;

/// <summary>Starts programs that outlive this one.</summary>
internal static class BackgroundProcess
{
    // A session of its own, so that Ctrl-C in the terminal does not reach it. A child of a shell that is not interactive leads no process group,
    // so setsid need not fork, and $! is the program's own id.
    private const string Script = """log=$1; shift; setsid "$@" >> "$log" 2>&1 < /dev/null & echo $!""";

    /// <summary>Starts <paramref name="command"/> with its output appended to <paramref name="log"/>, and returns its process.</summary>
    public static async Task<UnixProcess> Start(IProcesses processes, Command command, string log, CancellationToken ct)
    {
        var shell = command with
        {
            Executable = "/bin/sh",
            Arguments = ["-c", Script, "sh", log, command.Executable, .. command.Arguments],
        };
        var result = await processes.Run(shell, onLine: null, ct);
        return result.ExitCode == 0 && int.TryParse(result.Output, CultureInfo.InvariantCulture, out var id)
            ? new UnixProcess(id)
            : throw new DeployException($"{command.Executable} could not be started in the background.\n  command  {command}\n  answer   {result.Error.Trim()}");
    }
}
