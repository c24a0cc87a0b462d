using Slipway.Processes;
using Slipway.Releases;

namespace Slipway.Rollouts;

/// <summary>What other runs do once the one that began a release is gone, each as its target does it.</summary>
internal static class Later
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    /// <summary>Deploys what is committed and leaves it to ECS.</summary>
    public static Task<Outcome> Detach(this Stage stage, Rollout rollout, CancellationToken ct) =>
        stage.Do(rollout, (request, tools, output) => new Release(request with { Detach = true }, tools, output, TimeProvider.System).Deploy(ct));

    public static Task<Outcome> Attach(this Stage stage, Rollout rollout, CancellationToken ct, LockWait wait = LockWait.Refuse) =>
        stage.Do(rollout, (request, tools, output) => new Recovery(request, tools, output, TimeProvider.System).Attach(ct), wait);

    public static Task<Outcome> Resume(this Stage stage, Rollout rollout, CancellationToken ct, LockWait wait = LockWait.Wait) =>
        stage.Do(rollout, (request, tools, output) => new Recovery(request, tools, output, TimeProvider.System).Resume(ct), wait);

    public static Task<Outcome> Resume(this Stage stage, Application application, CancellationToken ct) =>
        stage.Do(application, (request, tools, output) => new Recovery(request, tools, output, TimeProvider.System).Resume(ct), LockWait.Wait);

    public static Task<Outcome> GoBack(this Stage stage, Rollout rollout, CancellationToken ct) =>
        stage.Do(rollout, (request, tools, output) => new Rollback(request, tools, output, TimeProvider.System).Run(new RollbackWish(null, null), ct));

    /// <summary>What <c>Status</c> and <c>Releases</c> say.</summary>
    public static async Task<string> Tell(this Stage stage, Rollout rollout, CancellationToken ct)
    {
        var application = Shop.With(rollout);
        var output = new Told();
        var store = new ReleaseStore(stage.Session, application, DeployEnvironment.Local, new Tempo(stage.Speed), output, TimeProvider.System);
        await new Status(store.Bucket, store.Ledger, store.Lock, new Services.AwsEcs(stage.Session.Ecs), Infrastructures.AwsInfrastructure.Pairs(stage.Session), output).Show(application, DeployEnvironment.Local, "shop", ct);
        await new ReleaseHistory(store.Ledger, store.Lock, output).Show(application, DeployEnvironment.Local, ct);
        return output.Text;
    }

    /// <summary>What they say once they find nothing that has drifted: DescribeServices lags behind the last update.</summary>
    public static async Task<string> TellNoDrift(this Stage stage, Rollout rollout, CancellationToken ct)
    {
        var told = await stage.Tell(rollout, ct);
        for (var look = 0; look < 50 && told.Contains("drift", StringComparison.Ordinal); look++)
        {
            await Task.Delay(100, ct);
            told = await stage.Tell(rollout, ct);
        }

        Assert.DoesNotContain("drift", told, StringComparison.Ordinal);
        return told;
    }

    /// <summary>The releases of the ledger, newest first.</summary>
    public static Task<IReadOnlyList<ReleaseManifest>> Ledger(this Stage stage, CancellationToken ct) =>
        new ReleaseStore(stage.Session, Shop.With(Rollout.Rolling), DeployEnvironment.Local, new Tempo(stage.Speed), new Told(), TimeProvider.System).Ledger.Recent(100, ct);

    private static Task<Outcome> Do(
        this Stage stage, Rollout rollout, Func<ReleaseRequest, ReleaseTools, Told, Task<ReleaseRecord>> work, LockWait wait = LockWait.Refuse) => stage.Do(Shop.With(rollout), work, wait);

    private static async Task<Outcome> Do(
        this Stage stage, Application application, Func<ReleaseRequest, ReleaseTools, Told, Task<ReleaseRecord>> work, LockWait wait)
    {
        var output = new Told();
        var request = Stage.RequestOf(application, stage.Root, stage.Aws, stage.Speed) with { Wait = wait };
        using var tools = new ReleaseTools(request, Processes, output, TimeProvider.System);
        try
        {
            return new Outcome(await work(request, tools, output), output.Text);
        }
        catch (DeployException exception)
        {
            return new Outcome(new Release(request, tools, output, TimeProvider.System).Broken(exception.Verdict), $"{output.Text}\n{exception.Message}");
        }
    }
}
