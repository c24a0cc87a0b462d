using System.Runtime.Versioning;
using Slipway.Git;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Tests.Git;

namespace Slipway.Tests.Images;

/// <summary>With the real git and a real command.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PreparerTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly SystemProcesses _processes = new(TimeProvider.System);
    private readonly TemporaryFolder _folder = new();

    public async ValueTask InitializeAsync()
    {
        _folder.Write("src/app", "1");
        _folder.Write(".gitignore", "/out\n/runs\n.nuke/temp/\n*.log\n");
        await RealGit.Run(_processes, _folder.Path, "init", "-q");
        await RealGit.Run(_processes, _folder.Path, "add", "-A");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Runs_again_only_for_changed_inputs_or_a_changed_output()
    {
        await Prepare(runs: 1);
        await Prepare(runs: 1);

        _folder.Write("src/debug.log");
        _folder.Write("src/bin/x");
        _folder.Write("src/obj/x");
        await Prepare(runs: 1);

        _folder.Write("src/new");
        await Prepare(runs: 2);

        _folder.Write("src/app", "2");
        await Prepare(runs: 3);

        File.Delete(Path.Combine(_folder.Path, "src/new"));
        await Prepare(runs: 4);

        _folder.Write("out/app", "somebody else");
        await Prepare(runs: 5);
        Assert.Equal("2", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "out/app"), Ct));

        Directory.Delete(Path.Combine(_folder.Path, "out"), recursive: true);
        await Prepare(runs: 6);
    }

    [Fact]
    public async Task What_an_earlier_run_left_is_gone()
    {
        await Prepare(runs: 1);
        _folder.Write("out/stale");
        await Prepare(runs: 2);

        Assert.Equal(["app"], Directory.EnumerateFiles(Path.Combine(_folder.Path, "out")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Files_that_git_tracks_are_never_removed()
    {
        _folder.Write("out/precious", "mine");
        await RealGit.Run(_processes, _folder.Path, "add", "-f", "out/precious");

        await Prepare(runs: 1);

        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "out/precious"), Ct));
    }

    [Fact]
    public async Task A_failed_command_is_shown_with_its_output_and_is_run_again()
    {
        var broken = Preparation("echo about to fail; echo why >&2; exit 3");

        for (var attempt = 0; attempt < 2; attempt++)
        {
            var error = await Assert.ThrowsAsync<DeployException>(() => Run(broken));
            Assert.StartsWith("out was not prepared.", error.Message, StringComparison.Ordinal);
            Assert.Contains("it ended with 3\n  output   about to fail\n           why", error.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("true", "src", "out", "did not write its output folder")]
    [InlineData("true", "missing", "out", "its input missing is missing")]
    [InlineData("true", "src", ".", "is not inside the repository")]
    [InlineData("true", "src", "../elsewhere", "is not inside the repository")]
    public async Task A_wrong_definition_is_explained(string command, string input, string output, string reason)
    {
        var error = await Assert.ThrowsAsync<DeployException>(() =>
            Run(new Preparation("sh", "-c", command) { Inputs = [input], Output = output }));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "src/app")));
    }

    [Fact]
    public async Task Two_at_a_time_take_turns()
    {
        const string Slow = "mkdir {0} && test ! -e busy && touch busy && sleep 0.3 && rm busy";
        await Task.WhenAll(new[] { "out", "other" }.Select(folder => Run(new Preparation("sh", "-c", Slow.Replace("{0}", folder, StringComparison.Ordinal)) { Inputs = ["src"], Output = folder })));

        Assert.True(Directory.Exists(Path.Combine(_folder.Path, "other")));
    }

    private async Task Prepare(int runs)
    {
        await Run(Preparation("mkdir -p out && cp src/app out/app && echo run >> runs"));
        Assert.Equal(runs, (await File.ReadAllLinesAsync(Path.Combine(_folder.Path, "runs"), Ct)).Length);
    }

    private static Preparation Preparation(string command) => new("sh", "-c", command) { Inputs = ["src"], Output = "out" };

    // A preparer lives for one run.
    private Task Run(Preparation preparation) =>
        new Preparer(_folder.Path, new GitRepository(_processes, _folder.Path), _processes, new RecordingOutput(), TimeProvider.System)
            .Prepare([preparation], Ct);
}
