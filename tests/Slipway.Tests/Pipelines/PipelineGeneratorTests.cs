using Slipway.Pipelines;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Workflows;
using Slipway.Tests.Images;

namespace Slipway.Tests.Pipelines;

/// <summary>What happens to the files of a repository.</summary>
public sealed class PipelineGeneratorTests : IDisposable
{
    private const string Ci = ".github/workflows/ci.yml";
    private const string Dev = ".github/workflows/deploy-dev.yml";
    private const string NewCommit = "0123456789abcdef0123456789abcdef01234567";

    private static readonly DeliveryPlan Plan = DeliveryPlanner.Plan([Shops.Shop], new Delivery { Checks = [new("Test")] });
    private static readonly DeliveryPlan Moved = DeliveryPlanner.Plan([Shops.Shop], new Delivery { Checks = [new("Test"), new("Format")] });

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-pipelines-");
    private RecordingOutput _output = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_written_is_found_to_be_right_and_is_not_written_again()
    {
        await Write(Plan);

        Assert.Equal(["../build/aws/shop-dev-access.yml", "../build/aws/shop-prod-access.yml", "actions.lock", "workflows/ci.yml", "workflows/deploy-dev.yml", "workflows/deploy-prod.yml", "workflows/rollback-check.yml", "workflows/rollback.yml"], Names());
        Assert.Equal(["8 files were changed; 7 generated files are what the definitions say. Commit them."], Said<PipelinesDone>());
        Assert.Equal(Verdict.Deployed, await Check(Plan));
        var before = Times();

        await Write(Plan);

        Assert.Equal(before, Times());
        Assert.Equal(["7 generated files are what the definitions say."], Said<PipelinesDone>());
    }

    [Fact]
    public async Task Line_ends_of_Windows_change_nothing()
    {
        await Write(Plan);
        foreach (var file in Directory.EnumerateFiles(_root.FullName, "*", SearchOption.AllDirectories))
            await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("\n", "\r\n", StringComparison.Ordinal), Ct);

        var before = Times();

        Assert.Equal(Verdict.Deployed, await Check(Plan));
        await Write(Plan);
        Assert.Equal(before, Times());
    }

    [Fact]
    public async Task A_definition_that_moved_makes_the_file_stale_and_the_check_writes_nothing()
    {
        await Write(Plan);
        var before = Times();

        Assert.Equal(Verdict.Failed, await Check(Moved));

        var drift = Assert.Single(_output.Events.OfType<FileDrifted>());
        Assert.Equal((Ci, DriftKind.Stale), (drift.File, drift.Drift));
        Assert.StartsWith("  format:", Lines(Expected(Moved, Ci))[drift.Line - 1], StringComparison.Ordinal);
        Assert.Contains("\n+  format:\n+    name: Format\n", Assert.Single(Said<FileDiff>()), StringComparison.Ordinal);
        Assert.Equal(before, Times());

        await Write(Moved);
        Assert.Equal([$"{Ci} is written anew"], Said<FileWritten>());
        Assert.Equal(Verdict.Deployed, await Check(Moved));
    }

    [Fact]
    public async Task A_file_that_somebody_changed_is_told_from_one_that_is_stale()
    {
        await Write(Plan);
        await Edit(Ci, text => text.Replace("./build.sh Test", "./build.sh Test || true", StringComparison.Ordinal));

        Assert.Equal(Verdict.Failed, await Check(Moved));

        Assert.Equal(DriftKind.Edited, Assert.Single(_output.Events.OfType<FileDrifted>()).Drift);
        await Write(Plan);
        Assert.Equal([$"{Ci} is written anew; what was edited by hand is gone"], Said<FileWritten>());
    }

    [Fact]
    public async Task The_diff_is_one_that_patch_understands()
    {
        await Write(Plan);
        await Edit(Ci, text => text.Replace("cancel-in-progress: true", "cancel-in-progress: false", StringComparison.Ordinal));

        await Check(Plan);

        var line = Array.IndexOf(Lines(Expected(Plan, Ci)), "  cancel-in-progress: true") + 1;
        Assert.Equal(
            $"""
             --- {Ci}
             +++ {Ci}, as the definitions have it
             @@ -{line - 3},7 +{line - 3},7 @@
              {string.Join("\n ", Lines(Expected(Plan, Ci))[(line - 4)..(line - 1)])}
             -  cancel-in-progress: false
             +  cancel-in-progress: true
              {string.Join("\n ", Lines(Expected(Plan, Ci))[line..(line + 3)])}
             """,
            Assert.Single(Said<FileDiff>()));
    }

    [Fact]
    public async Task What_a_bot_moved_everywhere_passes_and_is_taken_over()
    {
        await Write(Plan);
        foreach (var path in Plan.Stages.Select(WorkflowText.PathOf))
            await Edit(path, Bump);

        Assert.Equal(Verdict.Deployed, await Check(Plan));
        Assert.Equal(["actions/checkout was moved to v7.1.0 in the workflows; ./build.sh Pipelines takes it over"], Said<ActionMoved>());

        await Write(Moved);
        Assert.Contains($"actions/checkout {NewCommit} v7.1.0\n", await Read(ActionLock.Path), StringComparison.Ordinal);
        Assert.DoesNotContain("v7.0.1", await Read(Ci), StringComparison.Ordinal);
        Assert.Contains($"- uses: actions/checkout@{NewCommit} # v7.1.0\n", await Read(Ci), StringComparison.Ordinal);
        Assert.Equal(Verdict.Deployed, await Check(Moved));
        Assert.Empty(_output.Events.OfType<ActionMoved>());
    }

    [Fact]
    public async Task An_action_that_was_moved_in_one_workflow_alone_is_an_edit()
    {
        await Write(Plan);
        await Edit(Dev, Bump);

        Assert.Equal(Verdict.Failed, await Check(Plan));

        var drift = Assert.Single(_output.Events.OfType<FileDrifted>());
        Assert.Equal((Dev, DriftKind.Edited), (drift.File, drift.Drift));
    }

    [Fact]
    public async Task A_commit_that_was_moved_in_the_lock_file_makes_the_workflows_stale()
    {
        await Write(Plan);
        await Edit(ActionLock.Path, text => text.Replace("3d3c42e5aac5ba805825da76410c181273ba90b1 v7.0.1", $"{NewCommit} v7.1.0", StringComparison.Ordinal));

        Assert.Equal(Verdict.Failed, await Check(Plan));
        Assert.Equal(5, _output.Events.OfType<FileDrifted>().Count(drift => drift.Drift == DriftKind.Stale));

        await Write(Plan);
        Assert.Contains($"actions/checkout@{NewCommit} # v7.1.0\n", await Read(Ci), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_nothing_asks_for_any_more_is_removed_and_what_was_written_by_hand_stays()
    {
        await Write(Plan);
        await Edit(".github/workflows/mine.yml", _ => "on: push\n", create: true);
        var less = DeliveryPlanner.Plan([Shops.Shop with { Environments = [Shops.Prod] }], new Delivery { Checks = [new("Test")] });

        Assert.Equal(Verdict.Failed, await Check(less));
        Assert.Equal([(".github/workflows/rollback.yml", DriftKind.Stale), (".github/workflows/rollback-check.yml", DriftKind.Stale), (Dev, DriftKind.Leftover), ("build/aws/shop-dev-access.yml", DriftKind.Leftover)], _output.Events.OfType<FileDrifted>().Select(drift => (drift.File, drift.Drift)));

        await Write(less);
        Assert.Contains($"{Dev} is removed: the definitions do not ask for it any more", Said<FileWritten>());
        Assert.Equal(["../build/aws/shop-prod-access.yml", "actions.lock", "workflows/ci.yml", "workflows/deploy-prod.yml", "workflows/mine.yml", "workflows/rollback-check.yml", "workflows/rollback.yml"], Names());
    }

    [Fact]
    public async Task A_workflow_written_by_hand_is_never_overwritten()
    {
        await Edit(Ci, _ => "on: push\npermissions: {}\njobs: {}\n", create: true);

        Assert.Equal(Verdict.Failed, await Check(Plan));
        Assert.Equal(DriftKind.Foreign, _output.Events.OfType<FileDrifted>().Single(drift => drift.File == Ci).Drift);

        var error = await Assert.ThrowsAsync<DeployException>(() => Write(Plan));
        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("A file written by hand has the name of one that the definitions ask for. Nothing was changed.\n  found  .github/workflows/ci.yml\n", error.Message, StringComparison.Ordinal);
        Assert.Equal(["workflows/ci.yml"], Names());
    }

    [Fact]
    public async Task A_flaw_in_a_workflow_written_by_hand_fails_the_check()
    {
        await Write(Plan);
        await Edit(".github/workflows/mine.yml", _ => "on: push\npermissions: write-all\njobs: {}\n", create: true);

        Assert.Equal(Verdict.Failed, await Check(Plan));

        Assert.Equal((".github/workflows/mine.yml", 2, "broad-permissions"), Assert.Single(_output.Events.OfType<FileFlawed>().Select(flaw => (flaw.Finding.File, flaw.Finding.Line, flaw.Finding.Rule))));
    }

    [Fact]
    public async Task An_action_without_a_commit_is_named_and_nothing_is_written()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Write(Shops.Plan));

        Assert.StartsWith(".github/actions.lock has no commit for actions/setup-node. Nothing was changed.\n", error.Message, StringComparison.Ordinal);
        Assert.Empty(Names());
    }

    [Theory]
    [InlineData("actions/checkout v7", "line 2: \"actions/checkout v7\" is no pin")]
    [InlineData("actions/checkout 3d3c42e5aac5ba805825da76410c181273ba90b1 v7\nactions/checkout 3d3c42e5aac5ba805825da76410c181273ba90b1 v7", "line 3: actions/checkout stands there twice")]
    public async Task A_lock_file_that_cannot_be_read_is_told_with_its_line(string lines, string says)
    {
        await Edit(ActionLock.Path, _ => $"# mine\n{lines}\n", create: true);

        var error = await Assert.ThrowsAsync<DeployException>(() => Check(Plan));

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _root.Delete(recursive: true);

    private static string Bump(string text) =>
        text.Replace("actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1", $"actions/checkout@{NewCommit} # v7.1.0", StringComparison.Ordinal);

    private static string Expected(DeliveryPlan plan, string path) => new WorkflowText(plan, ActionLock.BuiltIn).Files.Single(file => file.Path == path).Text;

    private static string[] Lines(string text) => text.Split('\n');

    private Task Write(DeliveryPlan plan)
    {
        _output = new RecordingOutput();
        return new PipelineGenerator(new RepositoryFolder(_root.FullName), _output).Write(plan, Ct);
    }

    private Task<Verdict> Check(DeliveryPlan plan)
    {
        _output = new RecordingOutput();
        return new PipelineGenerator(new RepositoryFolder(_root.FullName), _output).Check(plan, Ct);
    }

    private IEnumerable<string> Said<T>() => _output.Events.Where(one => one is T).Select(one => one.Text);

    private Task<string> Read(string path) => File.ReadAllTextAsync(Path.Combine(_root.FullName, path), Ct);

    private async Task Edit(string path, Func<string, string> edit, bool create = false)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var before = create ? "" : await File.ReadAllTextAsync(file, Ct);
        var after = edit(before);
        Assert.NotEqual(before, after);
        await File.WriteAllTextAsync(file, after, Ct);
    }

    private IReadOnlyList<string> Names() => !Directory.Exists(Path.Combine(_root.FullName, ".github")) ? [] :
        [.. Directory.EnumerateFiles(_root.FullName, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Path.Combine(_root.FullName, ".github"), file)).Order(StringComparer.Ordinal)];

    private IReadOnlyList<(string, DateTime)> Times() =>
        [.. Directory.EnumerateFiles(_root.FullName, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => (file, File.GetLastWriteTimeUtc(file)))];
}
