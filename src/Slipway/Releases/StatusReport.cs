using Slipway.Output;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Sites;
using ClusterNotFoundException = Amazon.ECS.Model.ClusterNotFoundException;

namespace Slipway.Releases;

/// <summary>What the state of an environment is told from.</summary>
/// <param name="Live">The release that the ledger calls live; null: none yet.</param>
/// <param name="Last">The release that began last.</param>
/// <param name="Services">What ECS says, by the definition's name; a service that does not exist is absent.</param>
/// <param name="Sites">By the definition's name.</param>
internal sealed record StatusObservation(
    ReleaseManifest? Live, ReleaseManifest? Last, LockHolder? Holder,
    IReadOnlyDictionary<string, ServiceSnapshot> Services, IReadOnlyDictionary<string, SiteState> Sites)
{
    /// <summary>Services that are pairs; <see cref="Services"/> has what serves of each.</summary>
    public IReadOnlyDictionary<string, PairStatus> Pairs { get; init; } = new Dictionary<string, PairStatus>();
}

/// <summary>The state of an environment as a person reads it.</summary>
/// <param name="Drift">Where what runs is not what the ledger says; none while a release is under way, which makes the two differ.</param>
internal sealed record StatusReport(IReadOnlyList<string> Lines, IReadOnlyList<string> Drift)
{
    public static StatusReport Of(Application application, DeployEnvironment environment, StatusObservation seen)
    {
        var isBusy = seen.Holder is { IsOver: false };
        return new StatusReport(
            [
                $"{application.Name} in {environment}",
                $"  live     {(seen.Live is { } live ? Release(live) : $"no release yet; ./build.sh Bootstrap --environment {environment} makes the release bucket")}",
                .. Detached(seen) is { } left ? [$"  detached {left.Id}, commit {left.Commit[..Math.Min(8, left.Commit.Length)]}, by {ReleaseTable.Name(left.Who)}, left to ECS since {left.Detached!.Value.UtcDateTime:yyyy-MM-dd HH:mm} UTC; ./build.sh Attach follows it"] : (string[])[],
                .. application.Services.SelectMany(service => Services(service.Name, seen)),
                .. application.Sites.Select(site => $"  site     {site.Name}: {Site(seen.Sites.GetValueOrDefault(site.Name, SiteState.None))}"),
                .. seen.Holder is { } holder ? [holder.IsOver ? "  lock     left behind" : "  lock     held", .. holder.Lines.Select(line => $"         {line}")] : (string[])["  lock     free"],
            ],
            isBusy ? [] : [.. BrokenOff(seen), .. Mixed(seen), .. Decided(seen), .. PausesLeft(application, seen), .. seen.Live is { } release ? [.. ServiceDrift(release, seen), .. SiteDrift(release, seen)] : (string[])[]]);
    }

    private static string Release(ReleaseManifest live) =>
        $"{live.Id}, commit {live.Commit[..Math.Min(8, live.Commit.Length)]}, by {ReleaseTable.Name(live.Who)}, {live.Ended?.UtcDateTime:yyyy-MM-dd HH:mm} UTC"
        + (live.Approval is { } approval ? $", approved by {ReleaseTable.Name(approval.Who)} ({approval.How})" : "")
        + string.Concat((live.Answers ?? []).Select(answer => $", {answer}"))
        + (live.RunUrl is { } url ? $", {url}" : "");

    private static IEnumerable<string> Services(string service, StatusObservation seen) => seen.Pairs.TryGetValue(service, out var pair)
        ? [$"  service  {service}", .. pair.Lines(Service).Select(line => $"             {line}")]
        : [$"  service  {service}: {Service(seen.Services.GetValueOrDefault(service))}"];

    private static IEnumerable<string> Mixed(StatusObservation seen) => seen.Pairs.Where(pair => pair.Value.IsMixed).Select(pair =>
        $"{pair.Key}: both sides have traffic ({pair.Value.Rule!.Shown}), from a run that did not end; the next deploy goes on from there or gives it back");

    private static string Service(ServiceSnapshot? service) => service is null
        ? "not there"
        : $"{service.Deployments.Sum(deployment => deployment.Running)} of {service.DesiredCount} running, {EcsNames.Short(service.TaskDefinition)}"
            + (service.Primary?.RolloutState is { } state and not "COMPLETED" ? $", {state}" : "");

    private static string Site(SiteState site) =>
        (site.Release is { } release ? $"release {release}" : "nothing is published yet")
        + (site.To is { } to ? $", half way to {to}" : "")
        + (site.PendingInvalidation is { } owed ? $", owes an invalidation of {owed.Paths.Count} paths" : "");

    private static IEnumerable<string> BrokenOff(StatusObservation seen) =>
        seen.Last is { } last && ReleaseTable.IsBrokenOff(last, seen.Holder)
            ? [$"release {last.Id} by {ReleaseTable.Name(last.Who)} was broken off and did not say how far it came; ./build.sh Resume finishes it or takes it back, and the next deploy goes on from there"]
            : [];

    private static ReleaseManifest? Detached(StatusObservation seen) => seen.Last is { } last && ReleaseTable.IsDetached(last, seen.Holder) ? last : null;

    /// <summary>What was left to ECS and has come to its end there: nobody has said so in the ledger.</summary>
    private static IEnumerable<string> Decided(StatusObservation seen)
    {
        var services = (Detached(seen)?.Services ?? []).Where(service => service.IsUndecided).Select(service => (service, running: seen.Services.GetValueOrDefault(service.Name))).ToList();
        if (services.Count == 0 || services.Any(left => left.running?.UnderWay is not null))
            return [];

        var ends = services.Select(left => $"{left.service.Name} {(Runs(left.running, left.service) ? "came up" : left.running is null ? "is gone" : $"runs {EcsNames.Short(left.running.TaskDefinition)} again")}");
        return [$"release {seen.Last!.Id} was left to ECS, which is done with it: {string.Join(", ", ends)}; ./build.sh Attach ends it"];
    }

    private static bool Runs(ServiceSnapshot? running, ReleasedService released) =>
        running is not null && released.TaskDefinition is { } arn && EcsNames.Short(running.TaskDefinition) == EcsNames.Short(arn);

    private static IEnumerable<string> PausesLeft(Application application, StatusObservation seen) =>
        from service in application.Services
        let running = seen.Services.GetValueOrDefault(service.Name)
        where running is { UnderWay: null, Settings.Deployment.Pauses.Count: > 0 }
        select $"{service.Name}: a {running.Settings.Deployment.Pauses[0]} lies on the service and would hold a deployment of anybody; the next deploy removes it";

    private static IEnumerable<string> ServiceDrift(ReleaseManifest live, StatusObservation seen)
    {
        // What was left to ECS is on its way, or has been told as decided.
        var left = (Detached(seen)?.Services ?? []).Where(service => service.IsUndecided).Select(service => service.Name).ToList();
        foreach (var released in live.Services.Where(service => service.TaskDefinition is not null && !left.Contains(service.Name)))
        {
            var expected = EcsNames.Short(released.TaskDefinition!);
            if (seen.Services.GetValueOrDefault(released.Name) is not { } running)
                yield return $"{released.Name}: ECS has no such service; release {live.Id} has it as {expected}";
            else if (EcsNames.Short(running.TaskDefinition) != expected)
                yield return $"{released.Name}: ECS runs {EcsNames.Short(running.TaskDefinition)}; release {live.Id} has {expected}. Somebody or something else changed the service";
        }
    }

    private static IEnumerable<string> SiteDrift(ReleaseManifest live, StatusObservation seen)
    {
        foreach (var (name, site) in seen.Sites)
        {
            if (site.To is { } to)
                yield return $"{name}: the publishing of {to} was broken off; the next deploy finishes it or takes it back";

            if (site.PendingInvalidation is not null)
                yield return $"{name}: CloudFront may still serve old files until the invalidation that is owed is made; the next deploy makes it";

            var expected = live.Sites.FirstOrDefault(released => released.Name == name)?.Manifest;
            if (expected is not null && (site.Release is null || !expected.EndsWith($"/{site.Release}.json", StringComparison.Ordinal)))
                yield return $"{name}: {(site.Release is { } other ? $"release {other}" : "nothing")} is published; release {live.Id} has {expected}";
        }
    }
}

/// <summary>Shows the state of an environment. Writes nothing.</summary>
internal sealed class Status(IReleaseBucket bucket, Ledger ledger, DeployLock gate, IEcs ecs, PairStatusReader pairs, IOutput output)
{
    /// <param name="cluster">Null: nothing of the application is there yet.</param>
    public async Task<StatusReport> Show(Application application, DeployEnvironment environment, string? cluster, CancellationToken ct)
    {
        string[] names = [.. application.Services.SelectMany(service => EcsNames.Services(application, environment, service))];
        var services = Services(cluster, names, ct);
        var sites = Task.WhenAll(application.Sites.Select(async site => (site.Name, (await new SiteLedger(bucket, site.Name).State(ct)).State)));
        var last = ledger.Recent(1, ct);
        var live = Live(ct);
        var holder = gate.Holder(ct);

        var running = (await services).ToDictionary(service => service.Name, StringComparer.Ordinal);
        var sides = await Pairs(application, environment, running, ct);

        var report = StatusReport.Of(application, environment, new StatusObservation(
            await live,
            await last is [var newest, ..] ? newest : null,
            await holder,
            application.Services.Select(service => (service.Name, Serving: sides.TryGetValue(service.Name, out var pair) ? pair.Serving : running.GetValueOrDefault(EcsNames.Service(application, service))))
                .Where(service => service.Serving is not null).ToDictionary(service => service.Name, service => service.Serving!, StringComparer.Ordinal),
            (await sites).ToDictionary(site => site.Name, site => site.State, StringComparer.Ordinal))
        {
            Pairs = sides,
        });
        output.Emit(new StatusShown(report));
        return report;
    }

    private async Task<IReadOnlyList<ServiceSnapshot>> Services(string? cluster, string[] names, CancellationToken ct)
    {
        if (cluster is null || names.Length == 0)
            return [];

        try
        {
            return await ecs.Services(cluster, names, ct);
        }
        catch (DeployException exception) when (exception.InnerException is ClusterNotFoundException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyDictionary<string, PairStatus>> Pairs(
        Application application, DeployEnvironment environment, IReadOnlyDictionary<string, ServiceSnapshot> running, CancellationToken ct)
    {
        Dictionary<string, PairStatus> found = new(StringComparer.Ordinal);
        foreach (var pair in application.Services.Where(service => ShiftedServices.RolloutOf(service, environment) is ServicePairRollout))
        {
            var (blue, green) = (running.GetValueOrDefault(EcsNames.Side(application, pair, PairSide.Blue)), running.GetValueOrDefault(EcsNames.Side(application, pair, PairSide.Green)));
            found[pair.Name] = new PairStatus(blue, green, await pairs.Rule(blue, green, ct));
        }

        return found;
    }

    private async Task<ReleaseManifest?> Live(CancellationToken ct) =>
        await ledger.Live(ct) is { } id ? await ledger.Find(id, ct) : null;
}

/// <summary>The state of an environment.</summary>
internal sealed record StatusShown(StatusReport Report) : OutputEvent
{
    public override EventKind Kind => Report.Drift.Count > 0 ? EventKind.Warning : EventKind.Progress;

    public override string Text => string.Join('\n', [.. Report.Lines, .. Report.Drift.Select(drift => $"  drift    {drift}")]);
}
