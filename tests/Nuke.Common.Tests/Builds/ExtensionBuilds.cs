using Nuke.Common;
using Nuke.Common.Execution;

namespace RunnerTests.Builds;

internal class NoteAttribute : BuildExtensionAttributeBase,
    IOnBuildCreated, IOnBuildInitialized, IOnTargetRunning, IOnTargetSucceeded, IOnTargetFailed, IOnTargetSkipped, IOnBuildFinished
{
    private TestBuild Noting => (TestBuild)Build;

    public void OnBuildCreated(IReadOnlyCollection<ExecutableTarget> executableTargets) => Noting.Did.Add($"created {executableTargets.Count}");

    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) =>
        Noting.Did.Add($"initialized {string.Join(' ', executionPlan.Select(target => target.Name))}");

    public void OnTargetRunning(ExecutableTarget target) => Noting.Did.Add($"running {target.Name}");

    public void OnTargetSucceeded(ExecutableTarget target) => Noting.Did.Add($"succeeded {target.Name}");

    public void OnTargetFailed(ExecutableTarget target) => Noting.Did.Add($"failed {target.Name}");

    public void OnTargetSkipped(ExecutableTarget target) => Noting.Did.Add($"skipped {target.Name}");

    public void OnBuildFinished() => Noting.Did.Add("finished");
}

internal class RefuseAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public override float Priority { get; set; } = 10;

    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan)
    {
        Build.ExitCode = 7;
        throw new InvalidOperationException("Nothing may run today.");
    }
}

[Note]
internal class ExtendedBuild : TestBuild
{
    public Target Passes => _ => _.Executes(Do("passes"));

    public Target Skips => _ => _.DependsOn(Passes).OnlyWhenDynamic(() => false).Executes(Do("skips"));

    public Target Breaks => _ => _.DependsOn(Skips).Executes(Fail("boom"));

    protected internal override void OnBuildFinished() => Did.Add("finished, says the build");

    protected internal override void OnTargetRunning(string target) => Did.Add($"running {target}, says the build");
}

[Note]
[Refuse]
internal class RefusingBuild : TestBuild
{
    public Target Work => _ => _.Executes(Do(nameof(Work)));
}
