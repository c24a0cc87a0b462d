using Nuke.Common;
using Slipway;
using Slipway.Nuke;

/// <summary>The build of this repository: it ships its samples, and tests itself.</summary>
sealed class Build : NukeBuild, IShip
{
    public static int Main() => Execute<Build>(x => ((IShip)x).Preview);

    IReadOnlyList<Application> IShip.Applications => [Chat.Application, CanaryChat.Application, CodingByOhj.Application, ThreadCast.Application];

    Delivery IShip.Delivery => Checks.Delivery;

    [Parameter("Run the long tests too")]
    readonly bool All;

    [Parameter("Run only the test methods whose full name matches, such as *.DeployTests.*")]
    readonly string? Filter;

    Target Test => _ => _
        .Description("Compiles everything with all analyzers, checks the format and runs the tests")
        .Executes(() => ShipRun.Start(this, async (run, ct) =>
        {
            var counts = await new TestSuite(RootDirectory, run.Processes, run.Output).Run(All, Filter, ct);
            return counts.Failed == 0 ? Verdict.Deployed : Verdict.Failed;
        }));
}
