using Slipway.Databases;
using Slipway.Images;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>Reads ledger, ECS, registry and buckets, and decides what going back does. Writes nothing, and needs neither sources nor git.</summary>
internal sealed class RollbackPlanner(Application application, DeployEnvironment environment, RollbackTools tools, TimeProvider time)
{
    /// <summary>Releases that are looked through; one that is named may be older.</summary>
    private const int Reach = 100;

    /// <summary>Decides which release is gone back to.</summary>
    /// <param name="isUnderWay">Whether another run is releasing something at this moment.</param>
    public async Task<(RollbackAim Aim, IReadOnlyList<ReleaseManifest> Releases)> Choose(
        RollbackWish wish, Infrastructure infrastructure, bool isUnderWay, CancellationToken ct)
    {
        DemandName(wish.Only);
        var (releases, live) = (await tools.Ledger.Recent(Reach, ct), await tools.Ledger.Live(ct));
        foreach (var older in new[] { live, wish.To }.OfType<string>().Distinct(StringComparer.Ordinal).Where(id => releases.All(release => release.Id != id)))
            releases = await tools.Ledger.Find(older, ct) is { } found ? [.. releases, found] : releases;

        var serves = wish.To is not null || isUnderWay || await Serves(releases.FirstOrDefault(release => release.Id == live), infrastructure, ct);
        return (RollbackChoice.Look(releases, live, isUnderWay, serves, wish.To), releases);
    }

    /// <exception cref="DeployException">
    /// Something that is needed is gone, or ECS's history says otherwise than the ledger and no person named the release (<see cref="Verdict.Refused"/>). Everything is named.
    /// </exception>
    public async Task<RollbackPlan> Plan(
        RollbackChoice choice, IReadOnlyList<ReleaseManifest> releases, string? only, Infrastructure infrastructure, CancellationToken ct)
    {
        var target = choice.Target;
        var (returns, missing) = await Services(target, only, infrastructure, ct);
        var services = ReturnPlan.Create(application, environment, infrastructure, returns);
        var changing = returns.Where(service => services.Services.Any(plan => plan.Name == service.Service.Name && plan.ChangesSomething)).ToList();

        var proof = await ImageProof.Of(tools.Registry, [.. changing.SelectMany(service => Images(service.To))], ct);
        missing = [.. missing, .. proof.Missing.Select(image => $"image {image}")];
        if (missing.Count > 0)
            throw Gone(target, missing);

        var (doubts, notes) = await Doubts(choice, releases, changing, infrastructure.Cluster, ct);
        if (doubts.Count > 0 && !choice.IsNamed)
            throw Doubtful(target, doubts);

        return new RollbackPlan(
            application, environment, infrastructure, choice, only, services, await Sites(target, only, infrastructure, ct), [.. Left(target, only)],
            [.. doubts, .. notes, .. proof.Unproven.Select(image => $"not checked: image {image}, which is in another registry or has no digest")])
        {
            Databases = SnapshotAdvice.Of(target, releases, environment.Region),
        };
    }

    /// <summary>Whether everything runs as the live release says. What it does not name does not count.</summary>
    private async Task<bool> Serves(ReleaseManifest? live, Infrastructure infrastructure, CancellationToken ct)
    {
        if (live is null)
            return false;

        var services = application.Services.Where(service => Of(live, service.Name) is not null).ToList();
        var running = services.Count == 0 ? [] : await tools.Ecs.Services(infrastructure.Cluster, [.. services.SelectMany(Names)], ct);
        // Which side of a pair has the traffic is for the plan to say.
        if (services.Any(service => running.All(one => !Names(service).Contains(one.Name) || one.TaskDefinition != Of(live, service.Name))))
            return false;

        foreach (var site in application.Sites.Where(site => Release(live, site) is not null))
        {
            var state = (await new SiteLedger(tools.Bucket, site.Name).State(ct)).State;
            if (state.To is not null || state.Release != Release(live, site))
                return false;
        }

        return true;
    }

    private async Task<(IReadOnlyList<ServiceReturn> Returns, IReadOnlyList<string> Missing)> Services(
        ReleaseManifest target, string? only, Infrastructure infrastructure, CancellationToken ct)
    {
        var wanted = application.Services.Where(service => IsMeant(service.Name, only) && Of(target, service.Name) is not null).ToList();
        var pairs = wanted.Where(IsPair).ToList();
        var observed = pairs.Count == 0 ? null : await tools.Observer.Observe(application with { Services = pairs }, environment, infrastructure, ct);
        var running = wanted.Count == pairs.Count ? [] : await tools.Ecs.Services(infrastructure.Cluster, [.. wanted.Except(pairs).SelectMany(Names)], ct);
        var found = await Task.WhenAll(wanted.Select(async service =>
        {
            var pair = observed?.Pairs.GetValueOrDefault(service.Name);
            var seen = running.FirstOrDefault(one => one.Name == EcsNames.Service(application, service));
            var isThere = seen is not null || pair is { Blue: not null } or { Green: not null };
            var to = await Revision(Of(target, service.Name)!, ct);
            IReadOnlyList<string> missing =
            [
                .. isThere ? [] : new[] { $"service {string.Join(" or ", Names(service))} in cluster {infrastructure.Cluster}" },
                .. to is null ? [$"task definition {EcsNames.Short(Of(target, service.Name)!)}"] : Array.Empty<string>(),
            ];
            return (Return: isThere && to is not null ? await Return(service, seen, to, ct) with { Pair = pair } : null, missing);
        }));
        return ([.. found.Select(one => one.Return).OfType<ServiceReturn>()], [.. found.SelectMany(one => one.missing)]);
    }

    private async Task<ServiceReturn> Return(EcsService service, ServiceSnapshot? seen, TaskDefinitionRevision to, CancellationToken ct)
    {
        var running = seen is null || seen.TaskDefinition == to.Arn ? to : await Revision(seen.TaskDefinition, ct);
        var newest = $"{to.Content["status"] ?? "ACTIVE"}" == "ACTIVE" ? null : await Revision(EcsNames.Family(application, environment, service), ct);
        return new ServiceReturn(service, seen is null ? null : new ObservedService(seen, running), to) { Newest = newest };
    }

    private async Task<(IReadOnlyList<string> Doubts, IReadOnlyList<string> Notes)> Doubts(
        RollbackChoice choice, IReadOnlyList<ReleaseManifest> releases, IReadOnlyList<ServiceReturn> changing, string cluster, CancellationToken ct)
    {
        List<string> doubts = [];
        List<string> notes = [];
        foreach (var service in changing)
        {
            var name = service.Service.Name;
            if (await History(cluster, service, ct) is { } history)
                doubts.AddRange(RollbackDoubts.Of(name, service.To.Arn, choice.Target, history, releases, time.GetUtcNow()));
            else
                notes.Add($"not confirmed by ECS: {name}; allow ecs:ListServiceDeployments and ecs:DescribeServiceRevisions");
        }

        return (doubts, notes);
    }

    /// <summary>Of the side of a pair that had the task definition. Null: the API is missing or denied.</summary>
    private async Task<IReadOnlyList<SucceededDeployment>?> History(string cluster, ServiceReturn service, CancellationToken ct)
    {
        IReadOnlyList<SucceededDeployment>? found = null;
        foreach (var name in Names(service.Service))
        {
            if (await tools.History.Succeeded(cluster, name, service.To.Arn, ct) is not { } history)
                return null;

            if (history is [.., var last] && last.TaskDefinition == service.To.Arn)
                return history;

            found ??= history;
        }

        return found;
    }

    private async Task<IReadOnlyList<SiteReturn>> Sites(ReleaseManifest target, string? only, Infrastructure infrastructure, CancellationToken ct)
    {
        List<SiteReturn> returns = [];
        foreach (var site in application.Sites.Where(site => IsMeant(site.Name, only)).Reverse())
        {
            if (Release(target, site) is { } release && infrastructure.PlaceOf(application, site) is { } place)
                returns.Add(new SiteReturn(await tools.Sites.PlanReturn(site, place, release, ct), release));
        }

        return returns;
    }

    private IEnumerable<string> Left(ReleaseManifest target, string? only)
    {
        var defined = application.Services.Select(service => service.Name).Concat(application.Sites.Select(site => site.Name)).ToList();
        var released = target.Services.Select(service => service.Name).Concat(target.Sites.Select(site => site.Name)).ToList();
        return only is not null ? [$"all but {only}"]
            : [
                .. released.Except(defined, StringComparer.Ordinal).Select(name => $"{name}: the definition does not have it any more"),
                .. defined.Except(released, StringComparer.Ordinal).Select(name => $"{name}: it came after that release"),
            ];
    }

    private void DemandName(string? only)
    {
        var valid = application.Services.Select(service => service.Name).Concat(application.Sites.Select(site => site.Name)).ToList();
        if (only is not null && !valid.Contains(only, StringComparer.Ordinal))
        {
            throw new DeployException(
                $"""
                 {application.Name} has no service or site "{only}". Nothing was changed.
                   valid  {string.Join(", ", valid)}
                 """,
                Verdict.Usage);
        }
    }

    private async Task<TaskDefinitionRevision?> Revision(string arnOrFamily, CancellationToken ct) =>
        await tools.Ecs.TaskDefinition(arnOrFamily, ct) is { } content ? new TaskDefinitionRevision(content["taskDefinitionArn"]!.GetValue<string>(), content) : null;

    private static IEnumerable<string> Images(TaskDefinitionRevision revision) =>
        (revision.Content["containerDefinitions"]?.AsArray() ?? []).Select(container => container?["image"]?.GetValue<string>()).OfType<string>();

    private IReadOnlyList<string> Names(EcsService service) => EcsNames.Services(application, environment, service);

    private bool IsPair(EcsService service) => service.Rollout.In(environment) is ServicePairRollout;

    private static bool IsMeant(string name, string? only) => only is null || only == name;

    private static string? Of(ReleaseManifest release, string service) => release.Services.FirstOrDefault(released => released.Name == service)?.TaskDefinition;

    /// <summary>The release that published the site as <paramref name="release"/> has it.</summary>
    private static string? Release(ReleaseManifest release, StaticSite site) =>
        release.Sites.FirstOrDefault(released => released.Name == site.Name)?.Release;

    private DeployException Gone(ReleaseManifest target, IReadOnlyList<string> missing) => new(
        $"""
         {application.Name} in {environment} cannot go back to release {target.Id}: something that it needs is gone. Nothing was changed.
           missing  {string.Join("\n           ", missing)}
           try      an older release with --to, or deploy commit {target.Commit} again, which makes what is missing
         """,
        Verdict.Refused);

    private static DeployException Doubtful(ReleaseManifest target, IReadOnlyList<string> doubts) => new(
        $"""
         Release {target.Id} is what to go back to according to the ledger; ECS's own history does not bear that out. Nothing was changed.
           {string.Join("\n  ", doubts)}
           try  ./build.sh Releases and ./build.sh Status; then --to {target.Id}, which goes there all the same, or another release
         """,
        Verdict.Refused);
}
