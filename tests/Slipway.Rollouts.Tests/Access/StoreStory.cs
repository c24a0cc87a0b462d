using System.Text.Json.Nodes;
using Slipway.Gates;
using Slipway.Pipelines.Access;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Rollouts.Access;

/// <summary>
/// Every target in its own role, in an order in which each finds something to do: what none of them can do without is in what they asked for. It is
/// played once for all tests that look at it.
/// </summary>
public sealed class StoreStory : IAsyncLifetime
{
    private readonly List<Held> _held = [];
    private readonly List<(string Scene, StoreOutcome Outcome, Verdict? Wanted)> _scenes = [];

    /// <summary>The policies that were enforced, and what was asked of each in all scenes.</summary>
    internal IReadOnlyList<Held> Policies => _held;

    /// <summary>What was played; without a verdict that is wanted where anything may come of it.</summary>
    internal IReadOnlyList<(string Scene, StoreOutcome Outcome, Verdict? Wanted)> Scenes => _scenes;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await Task.WhenAll(Play(), Played(Promoted));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static Task Played(Func<Task> play) => Task.Run(play);

    private async Task Play()
    {
        await using var stage = await StoreStage.Set("prod", Ct);
        await stage.Owner.Publish("index.html", "<script src=\"/assets/one.3f9c1a2b.js\"></script>");
        await stage.Owner.CacheByOwnPolicy();
        await Scene(stage, "the release bucket is made", AccessTarget.Bootstrap, Targets.Bootstrap, Required);
        await Scene(stage, "the first release is previewed", AccessTarget.Preview, Targets.Preview);
        var first = await Scene(stage, "a plan is shown for approval", AccessTarget.Preview, Targets.Preview, Required);
        await Scene(stage, "it is approved", AccessTarget.Approve, Targets.Approve(HashOf(first)), Required);
        await Scene(stage, "the first release is deployed once it is approved", AccessTarget.Deploy, Targets.Deploy, Required);
        await Scene(stage, "the bucket is looked at again", AccessTarget.Bootstrap, Targets.Bootstrap, Required);
        await Scene(stage, "its gates are tried", AccessTarget.Gates, Targets.Gates);
        await stage.Owner.Scale("api");
        await Scene(stage, "what is live is looked at", AccessTarget.Doctor, Targets.Doctor, wanted: Verdict.Failed);
        await stage.Owner.HideSecrets();
        await Scene(stage, "it is looked at where no list has the secrets", AccessTarget.Doctor, Targets.Doctor, wanted: Verdict.Failed);

        await stage.Commit("two", Ct, large: true);
        await stage.Owner.LeaveUpload("large.bin");
        await stage.Owner.SpoilRepositories();
        await Scene(stage, "the second release is previewed", AccessTarget.Preview, Targets.Preview);
        await Scene(stage, "the second release is deployed", AccessTarget.Deploy, Targets.Deploy);
        await Scene(stage, "its state is told", AccessTarget.Status, Targets.Status);
        await Scene(stage, "the ledger is told", AccessTarget.Releases, Targets.Releases);
        await stage.Owner.Deregister("api");
        await stage.Owner.DeleteIdleSide();
        await Scene(stage, "the way back is looked at", AccessTarget.RollbackCheck, Targets.RollbackCheck);
        await Scene(stage, "the first release comes back", AccessTarget.Rollback, Targets.Rollback);

        await Prebuilt(stage);
        await Failing(stage);
        await Answered(stage);
        await stage.Commit("six", Ct);
        await Broken(stage, "a release is left by its run");
        await Scene(stage, "it is finished", AccessTarget.Resume, Targets.Resume, request => request with { Wait = LockWait.Wait });
        await stage.Commit("seven", Ct);
        await Broken(stage, "another is left by its run");
        await Scene(stage, "it is followed to its end", AccessTarget.Attach, Targets.Attach, request => request with { Wait = LockWait.Wait });
        await Overtaken(stage);
        await Keep(stage);

        static ReleaseRequest Required(ReleaseRequest request) => request with { Environment = request.Environment with { Approval = Approval.Required } };
    }

    /// <summary>Images are pushed by one job, and shipped by another that builds none.</summary>
    private async Task Prebuilt(StoreStage stage)
    {
        await stage.Commit("three", Ct);
        await Scene(stage, "what changed is told", AccessTarget.ImagesChanged, Targets.ImagesChanged);
        await stage.Owner.SpoilRepositories();
        await Scene(stage, "images are pushed", AccessTarget.Images, Targets.Images);
        await Scene(stage, "and shipped", AccessTarget.DeployPrebuilt, Targets.Deploy, request => request with { Prebuilt = true });
    }

    /// <summary>Releases that go back, or are stopped.</summary>
    private async Task Failing(StoreStage stage)
    {
        await stage.Commit("four", Ct);
        stage.Tasks.AreBroken = true;
        await Scene(stage, "a release that does not come up goes back", AccessTarget.Deploy, Targets.Deploy, wanted: Verdict.RolledBack);
        stage.Tasks.AreBroken = false;

        await stage.Commit("four again", Ct);
        await Scene(stage, "a release is stopped on its way", AccessTarget.Deploy, Targets.Deploy, wanted: Verdict.Stopped, stop: told => told is RolloutMoved);
        stage.Tasks.OneOffsHang = true;
        await Scene(stage, "a release is stopped while its one-off task runs", AccessTarget.Deploy, Targets.Deploy, wanted: Verdict.Stopped, stop: told => told is OneOffStarted);
        stage.Tasks.OneOffsHang = false;
    }

    /// <summary>A rollback that does not wait for the release that is under way.</summary>
    private async Task Overtaken(StoreStage stage)
    {
        await stage.Commit("eight", Ct);
        var told = new Told();
        var deploying = Scene(stage, "a release is under way", AccessTarget.Deploy, Targets.Deploy, wanted: null, output: told, asks: true);
        await Task.WhenAny(told.Says(said => said is RolloutMoved), deploying);
        await Scene(stage, "the release before comes back meanwhile", AccessTarget.Rollback, Targets.Rollback);
        await deploying;
        stage.Tasks.AreBroken = true;
        await Scene(stage, "what comes back does not come up", AccessTarget.Rollback, Targets.Rollback, wanted: null);
    }

    /// <summary>A rollout that waits for a person, who lets it go on; and one whom a person turns back.</summary>
    private async Task Answered(StoreStage stage)
    {
        foreach (var (version, target, answer, wanted) in new[] { ("five", AccessTarget.Proceed, PersonAnswer.Proceed, Verdict.Deployed), ("five again", AccessTarget.Abort, PersonAnswer.Abort, Verdict.RolledBack) })
        {
            await stage.Commit(version, Ct);
            var told = new Told();
            var deploying = Scene(stage, $"a release asks, and the answer is {answer}", AccessTarget.Deploy, Targets.Deploy, wanted: wanted, output: told, asks: true);
            for (var look = 0; look < 300 && !deploying.IsCompleted; look++)
            {
                var answered = await stage.Run(stage.RoleFor(target), Targets.Answer(answer), Ct, asks: true);
                if (answered.Verdict == Verdict.Deployed)
                    _scenes.Add(($"a person says {answer}", answered, Verdict.Deployed));

                await Task.Delay(100, Ct);
            }

            await deploying;
        }
    }

    /// <summary>A deploy that loses its line once traffic has begun to move.</summary>
    private async Task Broken(StoreStage stage, string scene)
    {
        await using var wire = await Wire.To(stage.Aws, Ct);
        var told = new Told();
        _ = told.Says(said => said is RolloutMoved).ContinueWith(_ => wire.IsDead = true, TaskScheduler.Default);
        await Scene(stage, scene, AccessTarget.Deploy, Targets.Deploy, request => request with { Endpoint = wire.Address }, wanted: null, output: told);
    }

    /// <summary>What one environment runs is shipped to another, in another registry.</summary>
    private async Task Promoted()
    {
        await using var origin = await StoreStage.Set("dev", Ct);
        await Scene(origin, "there is a release elsewhere: its bucket", AccessTarget.Bootstrap, Targets.Bootstrap);
        await Scene(origin, "there is a release elsewhere", AccessTarget.Deploy, Targets.Deploy);
        await using var stage = await StoreStage.Set("prod", Ct);
        await Scene(stage, "the release bucket is made", AccessTarget.Bootstrap, Targets.Bootstrap);
        var from = await origin.Reach(origin.RoleFor(AccessTarget.Promoted), Ct);
        await Scene(stage, "the release is promoted", AccessTarget.Promote, Targets.Deploy, request => request with { From = new ReleaseOrigin(from, origin.Aws) });
        await Keep(origin);
        await Keep(stage);
    }

    private async Task<StoreOutcome> Scene(
        StoreStage stage, string scene, AccessTarget target, Func<StoreRun, CancellationToken, Task<Verdict>> work, Func<ReleaseRequest, ReleaseRequest>? with = null,
        Verdict? wanted = Verdict.Deployed, Func<Output.OutputEvent, bool>? stop = null, Told? output = null, bool asks = false)
    {
        output ??= new Told();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _ = stop is null ? Task.CompletedTask : output.Says(stop).ContinueWith(_ => stopping.CancelAsync(), TaskScheduler.Default);
        var outcome = await stage.Run(stage.RoleFor(target), work, stopping.Token, with, output, asks);
        lock (_scenes)
            _scenes.Add((scene, outcome, wanted));

        return outcome;
    }

    /// <summary>Takes over what every role was asked for.</summary>
    private async Task Keep(StoreStage stage)
    {
        foreach (var target in AccessTargets.All)
        {
            var role = stage.RoleFor(target);
            if (await stage.AskedBy(role, Ct) is not { Count: > 0 } asked)
                continue;

            lock (_held)
                _held.Add(new Held(target, role.Policy, asked));
        }
    }

    private static string HashOf(StoreOutcome shown) => shown.Told.Events.OfType<PlanShown>().Last().Hash!;
}

/// <summary>A policy under which a target ran, and everything that was asked of it.</summary>
internal sealed record Held(AccessTarget Target, JsonObject Policy, IReadOnlyList<Asked> Asked);
