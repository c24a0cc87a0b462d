using Nuke.Common;

namespace RunnerTests.Builds;

internal class GraphBuild : TestBuild
{
    public Target Clean => _ => _.Before(Restore).Executes(Do(nameof(Clean)));

    public Target Restore => _ => _.Executes(Do(nameof(Restore)));

    public Target Compile => _ => _.DependsOn(Restore).Executes(Do(nameof(Compile)));

    public Target Test => _ => _.DependsOn(Compile).Triggers(Report).Executes(Do(nameof(Test)));

    public Target Prepare => _ => _.Executes(Do(nameof(Prepare)));

    public Target Report => _ => _.DependsOn(Prepare).Executes(Do(nameof(Report)));

    public Target Pack => _ => _.After(Test).DependsOn(Compile).Executes(Do(nameof(Pack)));

    public Target Announce => _ => _.TriggeredBy(Pack).Executes(Do(nameof(Announce)));

    public Target Licence => _ => _.DependentFor(Pack).Executes(Do(nameof(Licence)));

    public Target All => _ => _.DependsOn(Test, Pack);

    public Target AfterProceed => _ => _.Unlisted().Executes(Do(nameof(AfterProceed)));
}

internal class UnrelatedBuild : TestBuild
{
    public Target First => _ => _.Executes(Do(nameof(First)));

    public Target Second => _ => _.Executes(Do(nameof(Second)));

    public Target Third => _ => _.Executes(Do(nameof(Third)));
}

internal class CircularBuild : TestBuild
{
    public Target Free => _ => _.Executes(Do(nameof(Free)));

    public Target A => _ => _.DependsOn(C);

    public Target B => _ => _.DependsOn(A);

    public Target C => _ => _.After(B);
}

internal class ConditionBuild : TestBuild
{
    [Parameter] public readonly bool Allowed;

    public Target Shared => _ => _.Executes(Do(nameof(Shared)));

    public Target Exclusive => _ => _.Executes(Do(nameof(Exclusive)));

    public Target Static => _ => _.DependsOn(Exclusive, Shared).OnlyWhenStatic(() => Allowed).Executes(Do(nameof(Static)));

    public Target Kept => _ => _.Executes(Do(nameof(Kept)));

    public Target StaticExecute => _ => _.DependsOn(Kept).OnlyWhenStatic(() => Allowed).WhenSkipped(DependencyBehavior.Execute).Executes(Do(nameof(StaticExecute)));

    public Target BeforeDynamic => _ => _.Executes(Do(nameof(BeforeDynamic)));

    public Target Dynamic => _ => _.DependsOn(BeforeDynamic).OnlyWhenDynamic(() => Did.Count > 100).Executes(Do(nameof(Dynamic)));

    public Target Last => _ => _.DependsOn(Static, StaticExecute, Dynamic, Shared).Executes(Do(nameof(Last)));

    public Target Unanswerable => _ => _.OnlyWhenDynamic(() => Did[5] == "").Executes(Do(nameof(Unanswerable)));

    public Target AfterUnanswerable => _ => _.DependsOn(Unanswerable).Executes(Do(nameof(AfterUnanswerable)));
}

internal class FailingBuild : TestBuild
{
    public Target Setup => _ => _.Executes(Do(nameof(Setup)));

    public Target Breaks => _ => _.DependsOn(Setup).Executes(Fail("boom\nsecond line")).Executes(Do("not this"));

    public Target Next => _ => _.DependsOn(Breaks).Executes(Do(nameof(Next)));

    public Target CleansUp => _ => _.DependsOn(Next).AssuredAfterFailure().Executes(Do(nameof(CleansUp)));

    public Target Reports => _ => _.DependsOn(CleansUp).Executes(Do(nameof(Reports)));

    public Target Lenient => _ => _.ProceedAfterFailure().Triggers(Follow).Executes(Fail("again"));

    public Target Follow => _ => _.Executes(Do(nameof(Follow)));

    public Target Decides => _ => _.Executes(() => { ExitCode = 6; });

    public Target DecidesAndBreaks => _ => _.Executes(() => { ExitCode = 3; throw new InvalidOperationException("rolled back"); });

    public Target Awaits => _ => _.Executes(async () =>
    {
        await Task.Yield();
        Did.Add(nameof(Awaits));
        throw new InvalidOperationException("late");
    });
}

internal class RequiringBuild : TestBuild
{
    [Parameter] public readonly string? ApiKey;

    [Parameter("How often")] public readonly int? Retries;

    [Parameter] public readonly bool Sure;

    public Target Restore => _ => _.Executes(Do(nameof(Restore)));

    public Target Publish => _ => _.DependsOn(Restore).Requires(() => ApiKey).Requires(() => Retries).Executes(Do(nameof(Publish)));

    public Target Drop => _ => _.DependsOn(Restore).Requires(() => Sure).Executes(Do(nameof(Drop)));

    public Target Never => _ => _.OnlyWhenStatic(() => false).Requires(() => ApiKey).Executes(Do(nameof(Never)));
}

internal class RequiredMemberBuild : TestBuild
{
    [Required][Parameter] public readonly string? Account;

    public Target Work => _ => _.Executes(Do(nameof(Work)));
}
