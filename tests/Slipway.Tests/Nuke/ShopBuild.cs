using Nuke.Common;
using Serilog;
using Slipway.Nuke;
using Slipway.Output;

namespace Slipway.Tests.Nuke;

/// <summary>A build as a user writes it, whose targets end in all the ways in which a target can end.</summary>
internal sealed class ShopBuild : NukeBuild, IShip
{
    public static int Start() => Execute<ShopBuild>(x => ((IShip)x).Preview);

    IReadOnlyList<Application> IShip.Applications =>
        [new("shop") { Environments = [DeployEnvironment.Local, new("dev") { Account = "111122223333", Region = "eu-west-1", Branch = "main", Approval = Asks ? Approval.Required : Approval.None }] }];

    private static bool Asks => Environment.GetEnvironmentVariable("SHOP_ASKS") is not null;

    [Parameter("What the run comes to")]
    private readonly Verdict Ending;

    [Parameter("Opens the shop")]
    [Secret]
    private readonly string? Key;

    private Target End => _ => _.Description("Ends as it is told").Executes(() => ShipRun.Start(this, (_, _) => Task.FromResult(Ending)));

    private Target Refuse => _ => _.Executes(() => ShipRun.Start(this, (_, _) =>
        throw new DeployException("The shop is closed. Nothing was changed.", Verdict.Refused)));

    private Target Break => _ => _.Executes(() => ShipRun.Start(this, (_, _) => throw new InvalidOperationException("The till is on fire.")));

    private Target Where => _ => _.Executes(() =>
        Console.WriteLine(
            $"environment={((IShip)this).Environment} application={((IShip)this).ApplicationName} rebuild={((IShip)this).Rebuild} speed={((IShip)this).Speed} "
            + $"wait={((IShip)this).WaitForLock} plan={((IShip)this).ExpectPlan} approve={((IShip)this).ApprovedPlan} "
            + $"to={((IShip)this).To} service={((IShip)this).ServiceName} force={((IShip)this).Force} from={((IShip)this).From} detach={((IShip)this).Detach} check={((IShip)this).Check}"));

    private Target Tell => _ => _.Executes(() => ShipRun.Start(this, (run, _) =>
    {
        foreach (var (kind, secret) in new[] { ("parameter", Key!), ("variable", Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")!) })
        {
            Log.Information("Serilog says {Kind} {Secret}", kind, secret);
            Console.WriteLine($"Console says {kind} {secret}");
            Console.Error.WriteLine($"Error says {kind} {secret}");
            run.Output.Emit(new Said($"Event says {kind} {secret}"));
        }

        throw new InvalidOperationException($"Exception says {Key} and {Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")}");
    }));

    private Target Wait => _ => _.Executes(() => ShipRun.Start(this, async (_, ct) =>
    {
        Console.WriteLine("ready");
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
        }
        finally
        {
            Console.WriteLine("taken back");
        }

        return Verdict.Deployed;
    }));

    private Target WaitStubbornly => _ => _.Executes(() => ShipRun.Start(this, async (_, ct) =>
    {
        await using var told = ct.Register(() => Console.WriteLine("going on"));
        Console.WriteLine("ready");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, CancellationToken.None);
        return Verdict.Deployed;
    }));

    internal sealed record Said(string Line) : OutputEvent
    {
        public override string Text => Line;
    }
}
