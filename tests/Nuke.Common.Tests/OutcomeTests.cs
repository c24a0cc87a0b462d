using RunnerTests.Builds;

namespace RunnerTests;

public sealed class OutcomeTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void A_false_static_condition_skips_the_target_and_what_only_it_needs()
    {
        var run = _workspace.Run<ConditionBuild>("Last");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["Kept", "BeforeDynamic", "Shared", "Last"], run.Did.OrderBy(name => name == "Last").ThenBy(name => name == "Shared").ThenBy(name => name != "Kept"));
        Assert.Equal("OnlyWhen: Allowed", run.Summary("Static"));
        Assert.Equal("Skipped: because of Static", run.Summary("Exclusive"));
        Assert.Equal("OnlyWhen: Allowed", run.Summary("StaticExecute"));
    }

    [Fact]
    public void A_static_condition_may_read_parameters() =>
        Assert.Contains("Static", _workspace.Run<ConditionBuild>("Static --allowed").Did);

    [Fact]
    public void A_dynamic_condition_is_asked_after_the_dependencies_ran()
    {
        var run = _workspace.Run<ConditionBuild>("Dynamic");

        Assert.Equal(["BeforeDynamic"], run.Did);
        Assert.Equal("OnlyWhen: Did.Count > 100", run.Summary("Dynamic"));
    }

    [Fact]
    public void A_condition_that_throws_fails_the_build()
    {
        var run = _workspace.Run<ConditionBuild>("AfterUnanswerable");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["Unanswerable Failed", "AfterUnanswerable NotRun"], run.Statuses);
        Assert.Contains("A condition of Unanswerable threw ArgumentOutOfRangeException", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_failure_ends_the_run_but_for_assured_targets()
    {
        var run = _workspace.Run<FailingBuild>("Reports");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["Setup", "CleansUp"], run.Did);
        Assert.Equal(["Setup Succeeded", "Breaks Failed", "Next NotRun", "CleansUp Succeeded", "Reports NotRun"], run.Statuses);
        Assert.Equal("InvalidOperationException: boom", run.Summary("Breaks"));
        Assert.Contains("[ERR] Target Breaks has thrown an exception", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_run_goes_on_after_a_lenient_target_and_fails_all_the_same()
    {
        var run = _workspace.Run<FailingBuild>("Lenient");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["Lenient Failed", "Follow Succeeded"], run.Statuses);
    }

    [Fact]
    public void The_exit_code_that_the_build_sets_stands_for_success_and_failure()
    {
        Assert.Equal(6, _workspace.Run<FailingBuild>("Decides").ExitCode);
        Assert.Equal(3, _workspace.Run<FailingBuild>("DecidesAndBreaks").ExitCode);
    }

    [Fact]
    public void An_asynchronous_target_fails_with_what_its_task_threw()
    {
        var run = _workspace.Run<FailingBuild>("Awaits");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(["Awaits"], run.Did);
        Assert.Equal("InvalidOperationException: late", run.Summary("Awaits"));
    }

    [Fact]
    public void All_missing_parameters_are_reported_at_once_and_nothing_runs()
    {
        var run = _workspace.Run<RequiringBuild>("Publish");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Did);
        Assert.Equal(["Restore NotRun", "Publish NotRun"], run.Statuses);
        Assert.Contains(
            """
            --api-key is missing, but target Publish requires it. Nothing was run.
              try  --api-key VALUE, or the variable NUKE_API_KEY
            --retries is missing, but target Publish requires it. Nothing was run.
              try  --retries VALUE, or the variable NUKE_RETRIES
            """,
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_blank_value_does_not_meet_a_requirement_and_a_given_one_does()
    {
        Assert.Equal(2, _workspace.Run<RequiringBuild>("Publish --retries 1 --api-key=").ExitCode);
        Assert.Equal(["Restore", "Publish"], _workspace.Run<RequiringBuild>("Publish --retries 1 --api-key k").Did);
    }

    [Fact]
    public void A_false_requirement_fails_the_build_before_anything_runs()
    {
        var run = _workspace.Run<RequiringBuild>("Drop");

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Did);
        Assert.Contains("Target Drop requires Sure. Nothing was run.", run.Output, StringComparison.Ordinal);
        Assert.Equal(["Restore", "Drop"], _workspace.Run<RequiringBuild>("Drop --sure").Did);
    }

    [Fact]
    public void A_target_that_will_not_run_requires_nothing() =>
        Assert.Equal(0, _workspace.Run<RequiringBuild>("Never").ExitCode);

    [Fact]
    public void A_required_member_is_required_by_every_target()
    {
        Assert.Equal(2, _workspace.Run<RequiredMemberBuild>("Work").ExitCode);
        Assert.Equal(["Work"], _workspace.Run<RequiredMemberBuild>("Work --account 1").Did);
    }

    [Fact]
    public void Continue_passes_over_what_succeeded_before()
    {
        _workspace.Run<FailingBuild>("Breaks");
        var again = _workspace.Run<FailingBuild>("Breaks --continue");

        Assert.Empty(again.Did);
        Assert.Equal(["Setup Skipped", "Breaks Failed"], again.Statuses);
        Assert.Equal("Skipped: succeeded in the previous attempt", again.Summary("Setup"));
    }

    [Fact]
    public void Continue_starts_from_the_beginning_when_the_call_is_another()
    {
        _workspace.Run<FailingBuild>("Breaks");
        var again = _workspace.Run<FailingBuild>("Next --continue");

        Assert.Equal(["Setup"], again.Did);
        Assert.Contains("[WRN] The build was called in another way before", again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_continue_everything_runs_again()
    {
        _workspace.Run<FailingBuild>("Breaks");
        Assert.Equal(["Setup"], _workspace.Run<FailingBuild>("Breaks").Did);
    }
}
