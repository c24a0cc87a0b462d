using System.Diagnostics;

namespace Slipway.Tests.Nuke;

/// <summary>Runs <see cref="ShopBuild"/> as a process of its own in an empty repository: what a user sees.</summary>
internal sealed class BuildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-build-");

    public BuildProcess() => _root.CreateSubdirectory(".nuke");

    /// <summary>The repository's root.</summary>
    public string Root => _root.FullName;

    public Dictionary<string, string> Variables { get; } = [];

    /// <summary>What is done when a line is printed.</summary>
    public Dictionary<string, Action<Process>> On { get; } = [];

    public static void Signal(Process process, string name)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{name} {process.Id}"]);
        kill.WaitForExit();
    }

    public async Task<(int Code, string Output)> Run(params string[] words)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);

        using var process = new Process
        {
            StartInfo = new("dotnet", [typeof(Program).Assembly.Location, .. words])
            {
                WorkingDirectory = _root.FullName,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            },
        };
        string[] prefixes = ["GITHUB_", "NUKE_", "AWS_"];
        foreach (var inherited in process.StartInfo.Environment.Keys.Where(key => prefixes.Any(prefix => key.StartsWith(prefix, StringComparison.Ordinal))).ToList())
            process.StartInfo.Environment.Remove(inherited);

        process.StartInfo.Environment[Program.BuildVariable] = "yes";
        foreach (var (name, value) in Variables)
            process.StartInfo.Environment[name] = value;

        process.Start();
        try
        {
            var error = process.StandardError.ReadToEndAsync(deadline.Token);
            var output = "";
            while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                output += line + "\n";
                if (On.TryGetValue(line, out var react))
                    react(process);
            }

            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, output + await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    public void Dispose() => _root.Delete(recursive: true);
}
