using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Slipway.Processes;

/// <summary>Programs of the operating system.</summary>
internal sealed class SystemProcesses(TimeProvider time) : IProcesses
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<CommandResult> Run(Command command, Action<string>? onLine, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(command) };
        Start(process, command);

        var (output, error, gate) = (new StringBuilder(), new StringBuilder(), new object());
        var reading = Task.WhenAll(Read(process.StandardOutput, output), Read(process.StandardError, error));
        var writing = Feed(process, command.Input, ct);

        try
        {
            await process.WaitForExitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            await End(process);
            throw;
        }

        // A child that was left behind may hold the output open: the caller can still give up.
        await Task.WhenAll(reading, writing).WaitAsync(ct);
        return new CommandResult(process.ExitCode, output.ToString(), error.ToString());

        async Task Read(StreamReader reader, StringBuilder all)
        {
            while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
            {
                lock (gate)
                {
                    all.Append(line).Append('\n');
                    onLine?.Invoke(line);
                }
            }
        }
    }

    /// <summary>All three streams are redirected.</summary>
    internal static ProcessStartInfo StartInfo(Command command)
    {
        var info = new ProcessStartInfo(command.Executable)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = command.Directory ?? "",
        };

        foreach (var argument in command.Arguments)
            info.ArgumentList.Add(argument);

        foreach (var (name, value) in command.Environment)
        {
            if (value is null)
                info.Environment.Remove(name);
            else
                info.Environment[name] = value;
        }

        return info;
    }

    /// <exception cref="DeployException">The program was not found or could not be started.</exception>
    internal static void Start(Process process, Command command)
    {
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            throw new DeployException(
                $"""
                 {command.Executable} could not be started. Nothing was changed by it.
                   command  {command}
                   reason   {exception.Message}
                   try      {(command.Directory is { } directory && !Directory.Exists(directory)
                       ? $"make the folder {directory}, which the command is to run in"
                       : $"install {Path.GetFileName(command.Executable)}, or put it on the PATH")}
                 """,
                inner: exception);
        }
    }

    private static async Task Feed(Process process, Stream? input, CancellationToken ct)
    {
        try
        {
            if (input is not null)
                await input.CopyToAsync(process.StandardInput.BaseStream, ct);

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended, or closed its input, before it had read all of it: its exit code tells whether that is a fault.
        }
    }

    private async Task End(Process process)
    {
        if (!OperatingSystem.IsWindows() && new UnixProcess(process.Id).Terminate())
        {
            using var deadline = new CancellationTokenSource(Grace, time);
            try
            {
                await process.WaitForExitAsync(deadline.Token);
                return;
            }
            catch (OperationCanceledException)
            {
                // It did not end in time.
            }
        }

        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
    }
}
