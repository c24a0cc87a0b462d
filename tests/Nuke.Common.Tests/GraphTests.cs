using RunnerTests.Builds;

namespace RunnerTests;

public sealed class GraphTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Dependencies_run_first_and_triggered_targets_last_with_their_own_dependencies()
    {
        var run = _workspace.Run<GraphBuild>("Test");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["Restore", "Compile", "Test", "Prepare", "Report"], run.Did);
    }

    [Fact]
    public void The_order_of_a_whole_graph_is_that_of_the_contract()
    {
        var run = _workspace.Run<GraphBuild>("All Clean");

        Assert.Equal(["Licence", "Clean", "Restore", "Compile", "Test", "Pack", "Announce", "Prepare", "Report"], run.Did);
        Assert.Contains("All Collective", run.Statuses);
    }

    [Fact]
    public void Targets_that_have_nothing_to_do_with_each_other_run_in_reverse_order_of_declaration()
    {
        Assert.Equal(["Third", "Second", "First"], _workspace.Run<UnrelatedBuild>("Second First Third").Did);
        Assert.Equal(["Third", "First"], _workspace.Run<UnrelatedBuild>("First+Third").Did);
        Assert.Equal(["Third", "First"], _workspace.Run<UnrelatedBuild>("--target First+Third").Did);
    }

    [Fact]
    public void The_default_target_runs_when_none_is_named() =>
        Assert.Equal(["Second"], _workspace.Run<UnrelatedBuild>("", x => x.Second).Did);

    [Fact]
    public void Names_of_targets_are_found_whatever_their_case_and_dashes() =>
        Assert.Equal(["AfterProceed"], _workspace.Run<GraphBuild>("after-proceed").Did);

    [Fact]
    public void An_unknown_target_exits_2_with_the_sorted_list_and_nothing_runs()
    {
        var run = _workspace.Run<UnrelatedBuild>("First Secnd");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Did);
        Assert.Equal("There is no target 'Secnd'. Nothing was run.\n  valid  First, Second, Third\n", run.Output);
    }

    [Fact]
    public void Targets_that_wait_for_each_other_are_named_in_their_order()
    {
        var run = _workspace.Run<CircularBuild>("Free");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Did);
        Assert.Equal("Targets wait for each other. Nothing was run.\n  found  A -> C -> B -> A\n", run.Output);
    }

    [Fact]
    public void Skip_takes_out_named_targets_and_what_only_they_need()
    {
        var run = _workspace.Run<GraphBuild>("Pack --skip Compile");

        Assert.Equal(["Licence", "Pack", "Announce"], run.Did);
        Assert.Equal("Skipped: via parameter", run.Summary("Compile"));
        Assert.Equal("Skipped: because of Compile", run.Summary("Restore"));
    }

    [Fact]
    public void Skip_without_names_leaves_only_what_was_invoked() =>
        Assert.Equal(["Compile"], _workspace.Run<GraphBuild>("Compile --skip").Did);
}
