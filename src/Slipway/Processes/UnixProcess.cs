using System.Runtime.InteropServices;

namespace Slipway.Processes;

/// <summary>Another process of this machine, as /proc tells of it.</summary>
internal sealed class UnixProcess(int id)
{
    public int Id => id;

    /// <summary>The processes whose arguments satisfy <paramref name="match"/>, this one apart.</summary>
    public static IReadOnlyList<UnixProcess> Find(Func<IReadOnlyList<string>, bool> match) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var number) ? number : 0)
            .Where(number => number > 0 && number != Environment.ProcessId)
            .Select(number => new UnixProcess(number))
            .Where(process => match(process.Arguments)),
    ];

    /// <summary>The processes that were started with a variable of this value, or by one that was; this one apart.</summary>
    public static IReadOnlyList<UnixProcess> FindWith(string variable, string value) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), out var number) ? number : 0)
            .Where(number => number > 0 && number != Environment.ProcessId)
            .Select(number => new UnixProcess(number))
            .Where(process => process.Read("environ").Contains($"{variable}={value}", StringComparer.Ordinal)),
    ];

    /// <summary>Program and arguments; empty when the process has ended, a zombie included.</summary>
    public IReadOnlyList<string> Arguments => Read("cmdline");

    /// <summary>Sends SIGTERM. False: there is no such process, or it belongs to somebody else.</summary>
    public bool Terminate() => Send(id, 15) == 0;

    /// <summary>Sends SIGKILL.</summary>
    public bool Kill() => Send(id, 9) == 0;

    private string[] Read(string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/{file}").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Send(int pid, int signal);
}
