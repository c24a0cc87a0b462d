using System.Diagnostics;
using RunnerTests.Builds;

namespace RunnerTests;

/// <summary>Builds as processes of their own: what a signal does to them, and that the real entry point works.</summary>
public sealed class ProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task The_entry_point_reads_the_command_line_of_the_process()
    {
        var (code, output) = await Run(nameof(ShopBuild), "Announce --environment production");

        Assert.Equal(0, code);
        Assert.Contains("[INF] Announced", output, StringComparison.Ordinal);
        Assert.Contains("Build succeeded on", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_aborts_the_running_target_and_runs_the_assured_ones(string signal, int expected)
    {
        var (code, output) = await Run(nameof(WaitingBuild), signal: signal);

        Assert.Equal(expected, code);
        Assert.Equal(["ready", "tidied", "Wait Aborted", "Then NotRun", "Tidy Succeeded", "Build failed"], Essence(output));
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_target_that_fails_of_a_signal_is_told_once(string signal, int expected)
    {
        var (code, output) = await Run(nameof(GivingUpBuild), signal: signal);

        Assert.Equal(expected, code);
        Assert.Equal(["ready", "tidied", "Wait Aborted", "Tidy Succeeded", "Build failed"], Essence(output));
        Assert.DoesNotContain("gave up", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_build_that_answers_a_signal_ends_its_target_itself(string signal, int expected)
    {
        var (code, output) = await Run(nameof(AnsweringBuild), signal: signal);

        Assert.Equal(expected, code);
        Assert.Equal(["ready", "rolled back", "tidied", "Wait Aborted", "Then NotRun", "Tidy Succeeded", "Build failed"], Essence(output));
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_exit_code_that_the_build_sets_stands_after_a_signal_too()
    {
        var (code, _) = await Run(nameof(AnsweringBuild), "--verdict 5", signal: "TERM");
        Assert.Equal(5, code);
    }

    private static IEnumerable<string> Essence(string output)
    {
        foreach (var line in output.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line is "ready" or "tidied" or "rolled back" or "not this")
                yield return line;
            else if (line.StartsWith("Build ", StringComparison.Ordinal))
                yield return string.Join(' ', line.Split(' ')[..2]);
            else if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["Wait" or "Then" or "Tidy", "Aborted" or "NotRun" or "Succeeded", ..] words)
                yield return string.Join(' ', words[..2]);
        }
    }

    private async Task<(int Code, string Output)> Run(string build, string words = "", string? signal = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);

        using var process = new Process
        {
            StartInfo = new("dotnet", [typeof(Program).Assembly.Location, .. words.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
            {
                WorkingDirectory = _workspace.Root,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            },
        };
        foreach (var inherited in process.StartInfo.Environment.Keys.Where(key => key.StartsWith("GITHUB_", StringComparison.Ordinal) || key.StartsWith("NUKE_", StringComparison.Ordinal)).ToList())
            process.StartInfo.Environment.Remove(inherited);

        process.StartInfo.Environment[Program.BuildVariable] = build;

        process.Start();
        try
        {
            var output = "";
            while (signal is not null && await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
            {
                output += line + "\n";
                if (line != "ready")
                    continue;

                using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]);
                await kill.WaitForExitAsync(deadline.Token);
                break;
            }

            output += await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
