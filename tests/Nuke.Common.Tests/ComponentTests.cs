using RunnerTests.Builds;

namespace RunnerTests;

public sealed class ComponentTests : IDisposable
{
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public void Default_implemented_properties_of_components_are_targets() =>
        Assert.Equal(["ICompile.Compile", "ITest.Test", "ITest.Cover", "Own"], _workspace.Run<ComponentBuild>("Own").Did);

    [Fact]
    public void Members_of_the_class_and_explicit_implementations_replace_those_of_components() =>
        Assert.Equal(
            ["ICompile.Compile", "ReplacingBuild.Compile", "explicit Test", "ITest.Cover"],
            _workspace.Run<ReplacingBuild>("Cover").Did);

    [Fact]
    public void A_target_of_a_component_can_be_the_default() =>
        Assert.Equal(["ICompile.Compile", "ITest.Test"], _workspace.Run<ComponentBuild>("", x => ((ITest)x).Test).Did);

    [Fact]
    public void An_overriding_target_takes_over_its_base() =>
        Assert.Equal(["BaseBuild.Pack", "DerivedBuild.Pack"], _workspace.Run<DerivedBuild>("Pack").Did);

    [Fact]
    public void A_target_of_a_component_that_a_member_of_NukeBuild_hides_is_an_error_and_not_dropped()
    {
        var run = _workspace.Run<HidingBuild>("Work");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Did);
        Assert.Equal(
            "IHidden.Plan cannot be a target: NukeBuild has a member of that name, behind which NUKE drops the target without a word. Rename it.\n",
            run.Output);
    }

    [Fact]
    public void Two_unrelated_components_cannot_bring_the_same_target()
    {
        var run = _workspace.Run<AmbiguousBuild>("Same");

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("The target Same comes from several components: IOne, IOther. Implement it in the build.\n", run.Output);
    }

    [Fact]
    public void Parameters_of_components_carry_their_prefix()
    {
        Assert.Equal(["nowhere -1 False "], _workspace.Run<ComponentParameterBuild>("Work").Did);
        Assert.Equal(
            ["eu-west-1 3 True a|b"],
            _workspace.Run<ComponentParameterBuild>("Work --aws-region eu-west-1 --aws-attempts 3 --aws-dry --aws-zones a b").Did);
    }

    [Fact]
    public void A_mistake_in_a_parameter_of_a_component_is_found_before_anything_runs()
    {
        var run = _workspace.Run<ComponentParameterBuild>("Work --aws-attempts many");

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(run.Did);
        Assert.Equal("--aws-attempts does not take 'many' (from the command line). Nothing was run.\n  valid  a whole number that fits Int32\n", run.Output);
    }

    [Fact]
    public void Extensions_of_the_class_are_told_of_everything_and_the_build_itself_after_them()
    {
        var run = _workspace.Run<ExtendedBuild>("Breaks");

        Assert.Equal(1, run.ExitCode);
        Assert.Equal(
            [
                "created 3", "initialized Passes Skips Breaks",
                "running Passes", "running Passes, says the build", "passes", "succeeded Passes",
                "skipped Skips",
                "running Breaks", "running Breaks, says the build", "failed Breaks",
                "finished", "finished, says the build",
            ],
            run.Did);
    }

    [Fact]
    public void An_extension_that_throws_ends_the_run_before_any_target_with_the_exit_code_that_it_set()
    {
        var run = _workspace.Run<RefusingBuild>("Work");

        Assert.Equal(7, run.ExitCode);
        Assert.Equal(["created 1", "finished"], run.Did);
        Assert.Equal(["Work NotRun"], run.Statuses);
        Assert.EndsWith("Nothing may run today.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_component_is_asked_through_requirements_and_required_members_but_not_through_attributes()
    {
        var run = _workspace.Run<CheckedBuild>("Guarded");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["required member", "requirement", "guarded"], run.Did);
    }

    [Fact]
    public void A_requirement_that_throws_ends_the_run_with_its_message_and_the_exit_code_that_it_set()
    {
        var run = _workspace.With("NUKE_REFUSES", "requirement").Run<CheckedBuild>("Guarded");

        Assert.Equal(7, run.ExitCode);
        Assert.Equal(["required member", "requirement"], run.Did);
        Assert.EndsWith("The requirement says no.\n", run.Output, StringComparison.Ordinal);
    }
}
