using System.Reflection;
using Nuke.Common;
using Nuke.Common.Execution;
using Nuke.Common.ValueInjection;

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

[AttributeUsage(AttributeTargets.Class | AttributeTargets.Interface)]
internal sealed class OnComponentAttribute : BuildExtensionAttributeBase, IOnBuildInitialized
{
    public void OnBuildInitialized(IReadOnlyCollection<ExecutableTarget> executableTargets, IReadOnlyCollection<ExecutableTarget> executionPlan) =>
        ((TestBuild)Build).Did.Add("never called: attributes of interfaces are not inherited");
}

[AttributeUsage(AttributeTargets.Property)]
internal sealed class AskedAttribute : ValueInjectionAttributeBase
{
    public override object? GetValue(MemberInfo member, object instance) => null;
}

/// <summary>The two ways in which a component can check something before any target runs, on NUKE too.</summary>
[OnComponent]
internal interface IChecked : INukeBuild
{
    [Required][Asked] object Asked => Check("required member");

    bool Valid => Check("requirement") is not null;

    Target Guarded => _ => _.Requires(() => Valid).Executes(() => ((TestBuild)this).Did.Add("guarded"));

    sealed object Check(string what)
    {
        ((TestBuild)this).Did.Add(what);
        if (((CheckedBuild)this).Refuses != what)
            return this;

        ExitCode = 7;
        throw new InvalidOperationException($"The {what} says no.");
    }
}

internal class CheckedBuild : TestBuild, IChecked
{
    [Parameter] public readonly string? Refuses;
}
