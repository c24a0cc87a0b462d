using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Slipway.Processes;

/// <summary>A program that answers each line on its standard input with a line on its standard output. It ends with this object, or when this process ends.</summary>
internal sealed class LineProcess : IDisposable
{
    private const int KeptErrors = 4000;
    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private LineProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>The last of what it wrote on standard error.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
                return _errors.ToString().Trim();
        }
    }

    /// <exception cref="DeployException">The program was not found or could not be started.</exception>
    public static LineProcess Start(Command command)
    {
        var info = SystemProcesses.StartInfo(command);
        info.StandardInputEncoding = new UTF8Encoding(false);
        info.StandardOutputEncoding = Encoding.UTF8;

        var process = new Process { StartInfo = info };
        SystemProcesses.Start(process, command);
        return new LineProcess(process);
    }

    /// <summary>Sends a line and returns the answer; null when the program ended instead. One question at a time.</summary>
    public async Task<string?> Ask(string line, CancellationToken ct)
    {
        try
        {
            await _process.StandardInput.WriteAsync($"{line}\n".AsMemory(), ct);
            await _process.StandardInput.FlushAsync(ct);
            return await _process.StandardOutput.ReadLineAsync(ct);
        }
        catch (IOException)
        {
            // It ended before it read the line.
            return null;
        }
    }

    public void Dispose()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It had ended already.
        }

        _process.Dispose();
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;

        lock (_errors)
        {
            _errors.AppendLine(line);
            if (_errors.Length > KeptErrors)
                _errors.Remove(0, _errors.Length - KeptErrors);
        }
    }
}
