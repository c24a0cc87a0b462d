using Slipway.Git;
using Slipway.Images;
using Slipway.Output;
using Slipway.Provisioning;
using Slipway.Services;

namespace Slipway.Releases;

/// <summary>One release of an application: images, then services, then the marks that keep what runs in the registry.</summary>
internal sealed class Release(ReleaseRequest request, ReleaseTools tools, IOutput output, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private readonly DateTimeOffset _begun = time.GetUtcNow();

    private Application Application => request.Application;

    private DeployEnvironment Environment => request.Environment;

    /// <summary>Ships and follows everything to its end. The record says what became of it, also when that is not success.</summary>
    /// <exception cref="DeployException">Something kept the release from beginning, or broke it off before any service was touched.</exception>
    public async Task<ReleaseRecord> Deploy(CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var commit = await Commit(ct);
        var infrastructure = await Infrastructure(ct);

        var images = await tools.Images.Apply(await tools.Images.Plan(ImageSource.Of(Application), commit, request.Rebuild, ct), ct);
        var shipped = new Shipped(commit, Id(commit), References(images));
        var plan = await Plan(infrastructure, shipped, ct);

        await tools.GitHub.Begin(commit, Environment, shipped.Images, ct);
        ReleaseRecord? record = null;
        try
        {
            record = await Finish(infrastructure, shipped, images, plan, ct);
        }
        finally
        {
            await tools.GitHub.End((Verdict?)record?.ExitCode, record?.FirstUrl(Application));
        }

        output.Emit(new ReleaseEnded(record));
        return record;
    }

    /// <summary>Prints what a deploy would change, and changes nothing.</summary>
    public async Task Preview(CancellationToken ct)
    {
        await tools.CheckCaller(ct);
        var commit = await Commit(ct);
        var infrastructure = Environment.Infrastructure as Infrastructure
            ?? await tools.Rehearsal.Find(ImpliedInfrastructure.Of(Application), Environment, ct);

        var images = await tools.Images.Plan(ImageSource.Of(Application), commit, request.Rebuild, ct);
        output.Emit(new PlanShown(string.Join('\n', images.Steps.Select(step => step.ToString()))));

        if (infrastructure is null)
        {
            output.Emit(new PlanShown($"Nothing of {Application.Name} is in {Environment} yet: a deploy makes its cluster, load balancer and every service."));
            return;
        }

        // What an image that is not built yet will be is not known before; its place is taken by its tag.
        var shipped = new Shipped(commit, Id(commit), images.Steps.ToDictionary(
            step => Key(step.Source.Service, step.Source.Container),
            step => $"{step.Repository?.Uri ?? step.Source.Repository}{(step.Existing is { } existing ? $"@{existing.Digest}" : $":{step.Tag}")}",
            StringComparer.Ordinal));
        var services = await Plan(infrastructure, shipped, ct);
        output.Emit(new PlanShown($"{services.Text}\nplan {services.Hash[..12]}"));
    }

    /// <summary>The record of a run that ended before it could make one.</summary>
    public ReleaseRecord Broken(Verdict verdict) =>
        Record(verdict, commit: null, release: null, [], [], new Dictionary<string, string>());

    private async Task<string> Commit(CancellationToken ct)
    {
        var tree = await tools.Git.WorkTree(ct);
        return CommitTag.For(tree, tree.Changed.Count == 0 ? "" : await tools.Git.HashOfChanges(tree, ct), Environment);
    }

    private async Task<Infrastructure> Infrastructure(CancellationToken ct) =>
        Environment.IsLocal
            ? await tools.Rehearsal.Ensure(ImpliedInfrastructure.Of(Application), Environment, ct)
            : (Infrastructure)Environment.Infrastructure!;

    private async Task<ServicesPlan> Plan(Infrastructure infrastructure, Shipped shipped, CancellationToken ct) =>
        ServicesPlan.Create(
            Application, Environment, infrastructure, shipped, await tools.Observer.Observe(Application, Environment, infrastructure, ct));

    private async Task<ReleaseRecord> Finish(
        Infrastructure infrastructure, Shipped shipped, IReadOnlyList<ShippedImage> images, ServicesPlan plan, CancellationToken ct)
    {
        var results = await tools.Services.Apply(plan, ct);
        var verdict = Worst(results);
        if (verdict == Verdict.Deployed && !ct.IsCancellationRequested)
            await MarkLive(plan, images, shipped, ct);

        var addresses = ct.IsCancellationRequested
            ? new Dictionary<string, string>()
            : await tools.Addresses.Of(Application.Services, infrastructure.TargetGroups, ct);
        return Record(verdict, shipped.Commit, shipped.Release, results, images, addresses);
    }

    /// <summary>A run that changed nothing leaves the marks of the release that did.</summary>
    private Task MarkLive(ServicesPlan plan, IReadOnlyList<ShippedImage> images, Shipped shipped, CancellationToken ct) =>
        plan.ChangesSomething
            ? new LiveTags(tools.Registry, output).MarkLive([.. images.Select(image => image.Image)], Environment, shipped.Release!, ct)
            : Task.CompletedTask;

    /// <summary>Sorts by time; ends with the commit, so that a person finds it.</summary>
    private string Id(string commit) => $"{_begun:yyyyMMdd'T'HHmmss'Z'}-{commit[..8]}";

    private static Dictionary<string, string> References(IReadOnlyList<ShippedImage> images) =>
        images.ToDictionary(image => Key(image.Service, image.Container), image => image.Reference, StringComparer.Ordinal);

    private static string Key(string service, string container) => service == container ? service : $"{service}/{container}";

    /// <summary>
    /// A release is what its worst service is. Going back is worse than being stopped, since it says that the new version does not work;
    /// a service that was never begun because another failed does not count.
    /// </summary>
    internal static Verdict Worst(IReadOnlyList<ServiceResult> results)
    {
        Verdict[] order = [Verdict.Failed, Verdict.TimedOut, Verdict.RolledBack, Verdict.Superseded, Verdict.Stopped, Verdict.InProgress];
        return order.Where(verdict => results.Any(result => result.Verdict == verdict)).DefaultIfEmpty(Verdict.Deployed).First();
    }

    private ReleaseRecord Record(
        Verdict verdict, string? commit, string? release, IReadOnlyList<ServiceResult> results, IReadOnlyList<ShippedImage> images,
        IReadOnlyDictionary<string, string> addresses)
    {
        var urls = new SortedDictionary<string, string>(addresses.ToDictionary(), StringComparer.Ordinal);
        if (request.Endpoint is { } endpoint)
            urls["aws"] = endpoint.AbsoluteUri.TrimEnd('/');

        return new ReleaseRecord(
            $"{verdict}", (int)verdict, Application.Name, Environment.Name, commit, release,
            [
                .. results.Select(result => new ServiceRecord(
                    result.Service, images.FirstOrDefault(image => image.Service == result.Service && image.Container == result.Service)?.Reference,
                    result.TaskDefinition, $"{result.Verdict}")),
            ],
            [], urls, tools.Calls.Counts, Math.Round(time.GetElapsedTime(_start).TotalSeconds, 1));
    }
}
