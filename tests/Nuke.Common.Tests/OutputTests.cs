using Nuke.Common;
using Nuke.Common.CI.GitHubActions;
using RunnerTests.Builds;
using Tests.Shared;

namespace RunnerTests;

public sealed class OutputTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Help_lists_targets_and_parameters()
    {
        var run = _workspace.Run<ShopBuild>("--help", x => ((IShop)x).Preview);

        Assert.Equal(0, run.ExitCode);
        Approved.Matches(run.Output, "Help");
        Assert.False(File.Exists(_workspace.Root / ".nuke/build.schema.json"));
    }

    [Fact]
    public void Help_is_printed_where_there_is_nothing_to_run_and_in_spite_of_mistakes()
    {
        Assert.Equal(_workspace.Run<ShopBuild>("--help").Output, _workspace.Run<ShopBuild>("").Output);
        Assert.Equal(_workspace.Run<ShopBuild>("--help").Output, _workspace.Run<ShopBuild>("Nonsense --environment mars --help").Output);
    }

    [Fact]
    public void A_plan_says_what_would_run_and_why_and_runs_nothing()
    {
        var run = _workspace.Run<ShopBuild>("Everything --plan --skip Preview");

        Assert.Equal(0, run.ExitCode);
        Approved.Matches(run.Output, "Plan");
    }

    [Fact]
    public void A_run_shows_headers_messages_complaints_and_a_summary()
    {
        var run = _workspace.Run<ShopBuild>("Everything");

        Assert.Equal(1, run.ExitCode);
        Approved.Matches(WithoutStack(run.Output), "Terminal");
    }

    [Fact]
    public void GitHub_gets_groups_and_escaped_annotations()
    {
        var run = _workspace.With("GITHUB_ACTIONS", "true").With("NUKE_GITHUB_TOKEN", "top%secret").Run<ShopBuild>("Everything --environment production");

        Assert.Equal(1, run.ExitCode);
        Approved.Matches(WithoutStack(run.Output), "GitHub");
    }

    [Fact]
    public void Quiet_runs_still_show_errors_headers_and_the_summary()
    {
        var output = _workspace.Run<ShopBuild>("Check --verbosity quiet").Output;

        Assert.DoesNotContain("[INF]", output, StringComparison.Ordinal);
        Assert.DoesNotContain(" [WRN]", output, StringComparison.Ordinal);
        Assert.Contains("[ERR] Target Check has thrown an exception", output, StringComparison.Ordinal);
        Assert.Contains("║ Check", output, StringComparison.Ordinal);
        Assert.Contains("Build failed on 2026-01-02 03:04:05.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_value_of_a_secret_is_masked_in_the_log()
    {
        var output = _workspace.Run<ParameterBuild>("Tell --github-token hunter2").Output;

        Assert.Contains("03:04:05 [INF] The token is ***\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_and_an_empty_parameter_file_are_written()
    {
        _workspace.Run<ShopBuild>("Announce");

        Approved.Matches(File.ReadAllText(_workspace.Root / ".nuke/build.schema.json"), "Schema");
        Assert.Equal("{\n  \"$schema\": \"build.schema.json\"\n}\n", File.ReadAllText(_workspace.Root / ".nuke/parameters.json"));
    }

    [Fact]
    public void The_schema_is_written_again_only_when_its_content_changed()
    {
        var file = _workspace.Root / ".nuke/build.schema.json";
        _workspace.Run<ShopBuild>("Announce");
        var written = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(file, written);

        _workspace.Run<ShopBuild>("Announce");
        Assert.Equal(written, File.GetLastWriteTimeUtc(file));

        File.WriteAllText(file, "{}");
        _workspace.Run<ShopBuild>("Announce");
        Assert.Contains("definitions", File.ReadAllText(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_servers_leave_the_checkout_alone()
    {
        _workspace.With("GITLAB_CI", "true").Run<ShopBuild>("Announce");
        Assert.Equal(["temp"], Directory.EnumerateFileSystemEntries(_workspace.Root / ".nuke").Select(Path.GetFileName));
    }

    [Fact]
    public void The_host_tells_of_the_run()
    {
        _workspace.With("GITHUB_ACTIONS", "true").With("GITHUB_REPOSITORY", "o/r").With("GITHUB_RUN_ID", "9000000000").With("GITHUB_STEP_SUMMARY", "/summary")
            .With("GITHUB_EVENT_NAME", "pull_request");
        var host = (GitHubActions?)null;
        HostBuild.Look = () => host = GitHubActions.Instance;
        _workspace.Run<HostBuild>("Work");

        Assert.Equal(("o/r", 9_000_000_000, "/summary", true, 0, null), (host!.Repository, host.RunId, (string?)host.StepSummaryFile, host.IsPullRequest, host.RunNumber, host.Token));
    }

    private static string WithoutStack(string output) =>
        string.Join('\n', output.Split('\n').Where(line => !line.StartsWith("   at ", StringComparison.Ordinal)));
}

internal class HostBuild : TestBuild
{
    internal static Action Look { get; set; } = () => { };

    public Target Work => _ => _.Executes(() => Look());
}
