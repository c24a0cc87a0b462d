using System.Diagnostics;

namespace Slipway.Processes;

/// <summary>
/// A program that runs beside this one, in a session of its own: Ctrl-C in the terminal does not reach it. Its output goes to a file.
/// </summary>
internal sealed class BackgroundProcess : IDisposable
{
    private readonly Process _process;

    private BackgroundProcess(Process process) => _process = process;

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>
    /// Starts <paramref name="command"/>. Its <see cref="Command.Input"/> is not used: standard input is a pipe that this process holds
    /// (it ends when this process ends, however that happens) or, for a program that outlives this one, empty.
    /// </summary>
    /// <param name="log">Standard output and standard error are appended to it.</param>
    public static BackgroundProcess Start(Command command, string log, bool outlivesUs)
    {
        // .NET cannot hand a file to a child as its output, nor start a session; both tools are part of every Linux base system.
        var script = outlivesUs ? "exec \"$@\" >>\"$0\" 2>&1 </dev/null" : "exec \"$@\" >>\"$0\" 2>&1";
        var info = new ProcessStartInfo("setsid", ["/bin/sh", "-c", script, log, command.Executable, .. command.Arguments])
        {
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = command.Directory ?? "",
        };

        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                info.Environment.Remove(name);
            else
                info.Environment[name] = value;
        }

        try
        {
            return new BackgroundProcess(Process.Start(info)!);
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new DeployException(
                $"""
                 {command.Executable} could not be started in the background. Nothing was changed by it.
                   reason   {exception.Message}
                   try      install util-linux, of which setsid is a part
                 """,
                inner: exception);
        }
    }

    /// <summary>Closes the pipe on standard input: a program that reads it sees its end.</summary>
    public void CloseInput() => _process.StandardInput.Close();

    public Task WaitForExit(CancellationToken ct) => _process.WaitForExitAsync(ct);

    /// <summary>Lets go of the process, which goes on running; the pipe on its standard input is closed.</summary>
    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.Dispose();
    }
}
