using Nuke.Common;
using Nuke.Common.Utilities.Collections;
using Serilog;

namespace RunnerTests.Builds;

internal interface IShop : INukeBuild
{
    [Parameter("The environment to deploy to.", Name = "Environment")]
    Stage Stage => TryGetValue<Stage?>(() => Stage) ?? Stage.Development;

    [Parameter("The token with which deployments are announced; it is read from the environment of the job and never from a file."), Secret]
    string? GitHubToken => TryGetValue(() => GitHubToken);

    Target Preview => _ => _
        .Description("Shows what a deployment would change.")
        .Executes(() => Log.Information("The plan of {Stage} is empty", Stage));

    Target Deploy => _ => _
        .Description("Deploys everything.")
        .DependsOn(Preview)
        .Triggers(Announce)
        .Executes(() =>
        {
            Log.Warning("100% of the time\nin two lines");
            ReportSummary(_ => _.AddPair("Services", 3).AddPair("Verdict", "Deployed"));
        });

    Target Announce => _ => _.OnlyWhenDynamic(() => Stage == Stage.Production).Executes(() => Log.Information("Announced"));
}

/// <summary>What all snapshots show.</summary>
internal class ShopBuild : TestBuild, IShop
{
    [Parameter("How many attempts are made.")] public readonly int Attempts = 3;

    [Parameter(Separator = ",")] public readonly string[] Services = [];

    [Parameter] public readonly Flavor? Flavor;

    [Parameter] public readonly int? Limit;

    public Target Check => _ => _.DependsOn<IShop>(x => x.Deploy).ProceedAfterFailure().Executes(Fail("the check failed\nwith details"));

    public Target Secretly => _ => _.Unlisted().Executes(() => Log.Information("::notice::as it is"));

    public Target Everything => _ => _.DependsOn(Check, Secretly);

    public static int Start() => Execute<ShopBuild>(x => ((IShop)x).Preview);
}
