using Nuke.Common;

namespace RunnerTests.Builds;

internal interface ICompile : INukeBuild
{
    Target Compile => _ => _.Description("Compiles.").Executes(() => ((TestBuild)this).Did.Add("ICompile.Compile"));
}

internal interface ITest : ICompile
{
    Target Test => _ => _.DependsOn<ICompile>().Executes(() => ((TestBuild)this).Did.Add("ITest.Test"));

    Target Cover => _ => _.DependsOn(Test).TryDependsOn<IAbsent>(x => x.Gone).Executes(() => ((TestBuild)this).Did.Add("ITest.Cover"));
}

internal interface IAbsent : INukeBuild
{
    Target Gone => _ => _.Executes(() => throw new InvalidOperationException("never"));
}

internal class ComponentBuild : TestBuild, ITest
{
    public Target Own => _ => _.DependsOn<ITest>(x => x.Cover).Executes(Do(nameof(Own)));
}

internal class ReplacingBuild : TestBuild, ITest
{
    public Target Compile => _ => _.Inherit<ICompile>().Executes(Do("ReplacingBuild.Compile"));

    Target ITest.Test => _ => _.DependsOn(Compile).Executes(Do("explicit Test"));
}

internal class BaseBuild : TestBuild
{
    public virtual Target Pack => _ => _.Executes(Do("BaseBuild.Pack"));
}

internal class DerivedBuild : BaseBuild
{
    public override Target Pack => _ => _.Base().Executes(Do("DerivedBuild.Pack"));
}

internal interface IHidden : INukeBuild
{
    new Target Plan => _ => _.Executes(() => { });
}

/// <summary>On NUKE this build has one target: that of the component is dropped, because NukeBuild has a member Plan.</summary>
internal class HidingBuild : TestBuild, IHidden
{
    public Target Work => _ => _.Executes(Do(nameof(Work)));
}

internal interface IOne : INukeBuild
{
    Target Same => _ => _.Executes(() => { });
}

internal interface IOther : INukeBuild
{
    Target Same => _ => _.Executes(() => { });
}

internal class AmbiguousBuild : TestBuild, IOne, IOther;
