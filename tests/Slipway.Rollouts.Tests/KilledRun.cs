using Slipway.Processes;

namespace Slipway.Rollouts;

/// <summary>Runs that are killed.</summary>
internal static class KilledRun
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    /// <summary>One version is live; the run that deploys the second is killed once ECS, or the traffic of a pair, has begun to move.</summary>
    public static async Task<Uri> InFlight(Stage stage, string strategy, CancellationToken ct)
    {
        await stage.Commit(new ShopVersion("one"), ct);
        var first = await stage.Deploy(Strategies.Unvisited(strategy), ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);
        await stage.Commit(new ShopVersion("two"), ct);

        await using var wire = await Wire.To(stage.Aws, ct);
        string[] moves = strategy == Strategies.ServicePair ? ["ModifyListener", "ModifyRule"] : ["UpdateService"];
        wire.Breaks = (mutation, sent) => sent && moves.Contains(mutation.Name) && Kill(wire);
        var killed = await Processes.Run(DeployProcess.Command(new(stage.Root, wire.Address, stage.Speed, strategy)), onLine: null, ct);
        Assert.True(killed.ExitCode == 137, killed.Output + killed.Error);
        return first.Url;
    }

    public static bool Kill(Wire wire) =>
        UnixProcess.Find(arguments => arguments.Any(argument => argument.Contains(wire.Address.Authority, StringComparison.Ordinal))) is [var process, ..] && process.Kill();
}
