using ChatLoad;

namespace Slipway.EndToEnd;

/// <summary>The chat sample, deployed with a rollout that moves traffic, in a workspace of its own.</summary>
internal sealed class ShiftStage : IAsyncDisposable
{
    // Slow enough that a machine which is busy with the load does not make the health checks of a new task run out of patience.
    private const string Speed = "6";

    private readonly Workspace _workspace;
    private Run _first = null!;

    private ShiftStage(Workspace workspace) => _workspace = workspace;

    /// <summary>Deploys the first version.</summary>
    public static async Task<ShiftStage> Deploy(string rollout, CancellationToken ct)
    {
        var stage = new ShiftStage(await Workspace.Create(ct));
        stage._workspace.Program = typeof(ShiftBuild).Assembly.Location;
        stage._workspace.Variables[MotoProgram.BuildVariable] = ShiftBuild.Name;
        stage._workspace.Variables[ShiftBuild.RolloutVariable] = rollout;
        try
        {
            stage._first = await stage.Build("Deploy", ct);
            Assert.True(stage._first.ExitCode == 0, stage._first.Output);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Commits another version of the server.</summary>
    public async Task NextVersion(CancellationToken ct)
    {
        await _workspace.Edit("samples/chat/server/Limits.cs", "RoomLength = 40", "RoomLength = 41", ct);
        await _workspace.Commit("Allow longer names of rooms", ct);
    }

    /// <summary>Runs a target of the build while clients chat and ask, with a mark at its beginning and at every change of the weights.</summary>
    public async Task<(Run Run, LoadReport Load)> UnderLoad(int clients, int rate, string target, CancellationToken ct)
    {
        await using var load = new ShiftLoad(new Uri(_first.Url("web")), clients, rate);
        using var weights = new ShiftWeights(_first.Url("aws"));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);

        await load.Begin(ct);
        var watching = weights.MarkChanges(load.Marks, ended.Token);
        await load.Mark(Mark.ShiftBegin, ct);
        var run = await Build(target, ct);
        await ended.CancelAsync();
        await watching;
        return (run, await load.End(ct));
    }

    public ValueTask DisposeAsync() => _workspace.DisposeAsync();

    private Task<Run> Build(string target, CancellationToken ct) => _workspace.Build(ct, target, "--speed", Speed, "--root", _workspace.Root);
}
