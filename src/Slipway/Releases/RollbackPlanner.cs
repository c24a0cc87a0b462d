using Slipway.Images;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Sites;

namespace Slipway.Releases;

/// <summary>Reads ledger, ECS, registry and buckets, and decides what going back does. Writes nothing, and needs neither sources nor git.</summary>
internal sealed class RollbackPlanner(Application application, DeployEnvironment environment, RollbackTools tools, TimeProvider time)
{
    /// <summary>Releases that are looked through; one that is named may be older.</summary>
    private const int Reach = 100;

    /// <summary>Decides which release is gone back to.</summary>
    /// <param name="isUnderWay">Whether another run is releasing something at this moment.</param>
    public async Task<(RollbackChoice Choice, IReadOnlyList<ReleaseManifest> Releases)> Choose(
        RollbackWish wish, Infrastructure infrastructure, bool isUnderWay, CancellationToken ct)
    {
        DemandName(wish.Only);
        var (releases, live) = (await tools.Ledger.Recent(Reach, ct), await tools.Ledger.Live(ct));
        foreach (var older in new[] { live, wish.To }.OfType<string>().Distinct(StringComparer.Ordinal).Where(id => releases.All(release => release.Id != id)))
            releases = await tools.Ledger.Find(older, ct) is { } found ? [.. releases, found] : releases;

        var serves = wish.To is not null || isUnderWay || await Serves(releases.FirstOrDefault(release => release.Id == live), infrastructure, ct);
        return (RollbackChoice.Of(releases, live, isUnderWay, serves, wish.To), releases);
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
        var changing = returns.Where(service => services.Services.Any(plan => plan.Name == service.Service.Name && plan is not { Service: ServiceStep.Nothing, Shift: null })).ToList();

        var proof = await ImageProof.Of(tools.Registry, [.. changing.SelectMany(service => Images(service.To))], ct);
        missing = [.. missing, .. proof.Missing.Select(image => $"image {image}")];
        if (missing.Count > 0)
            throw Gone(target, missing);

        var (doubts, notes) = await Doubts(choice, releases, changing, infrastructure.Cluster, ct);
        if (doubts.Count > 0 && !choice.IsNamed)
            throw Doubtful(target, doubts);

        return new RollbackPlan(
            application, environment, infrastructure, choice, only, services, await Sites(target, only, infrastructure, ct), [.. Left(target, only)],
            [.. doubts, .. notes, .. proof.Unproven.Select(image => $"not checked: image {image}, which is in another registry or has no digest")]);
    }

    /// <summary>Whether everything runs as the live release says. What it does not name does not count.</summary>
    private async Task<bool> Serves(ReleaseManifest? live, Infrastructure infrastructure, CancellationToken ct)
    {
        if (live is null)
            return false;

        var wanted = application.Services.Where(service => Of(live, service.Name) is not null).ToList();
        foreach (var (service, seen) in await Running(wanted, infrastructure, ct))
        {
            if (seen.Live is { } running && (running.Snapshot.TaskDefinition != Of(live, service.Name) || seen.IsMixed))
                return false;
        }

        foreach (var site in application.Sites.Where(site => Release(live, site) is not null))
        {
            var (state, _) = await new SiteLedger(tools.Bucket, site.Name).State(ct);
            if (state.To is not null || state.Release != Release(live, site))
                return false;
        }

        return true;
    }

    private async Task<(IReadOnlyList<ServiceReturn> Returns, IReadOnlyList<string> Missing)> Services(
        ReleaseManifest target, string? only, Infrastructure infrastructure, CancellationToken ct)
    {
        var wanted = application.Services.Where(service => IsMeant(service.Name, only) && Of(target, service.Name) is not null).ToList();
        List<string> missing = [];
        var returns = await Task.WhenAll((await Running(wanted, infrastructure, ct)).Select(async one =>
        {
            var (service, seen) = one;
            var arn = Of(target, service.Name)!;
            var to = await Revision(arn, ct);
            lock (missing)
            {
                if (seen.Live is null)
                    missing.Add($"service {string.Join(" and ", EcsNames.Services(application, environment, service))} in cluster {infrastructure.Cluster}");
                if (to is null)
                    missing.Add($"task definition {EcsNames.Short(arn)}");
            }

            return seen.Live is null || to is null ? null : await Return(service, seen, to, ct);
        }));
        return ([.. returns.OfType<ServiceReturn>()], [.. missing.Order(StringComparer.Ordinal)]);
    }

    /// <summary>What each service runs: in one call for all but pairs, whose traffic says which side is meant.</summary>
    private async Task<IReadOnlyList<(EcsService Service, Seen Seen)>> Running(IReadOnlyList<EcsService> services, Infrastructure infrastructure, CancellationToken ct)
    {
        var pairs = services.Where(service => service.Rollout.In(environment) is ServicePairRollout).ToList();
        string[] names = [.. services.Except(pairs).Select(service => EcsNames.Service(application, service))];
        var alone = names.Length == 0 ? [] : await tools.Ecs.Services(infrastructure.Cluster, names, ct);
        var observed = await Task.WhenAll(pairs.Select(pair => Pair(pair, infrastructure, ct)));
        return
        [
            .. services.Select(service => (service, pairs.IndexOf(service) is >= 0 and var index ? observed[index]
                : new Seen(alone.FirstOrDefault(found => found.Name == EcsNames.Service(application, service)) is { } found ? new ObservedService(found, null) : null))),
        ];
    }

    private async Task<Seen> Pair(EcsService pair, Infrastructure infrastructure, CancellationToken ct)
    {
        var seen = await new PairObserver(tools.Ecs, tools.Weights).Observe(application, pair, infrastructure, ct);
        if (seen is { Blue: null, Green: null })
            return new Seen(null);

        var position = PairPosition.Of(pair.Name, PairGroups.Of(infrastructure, pair), seen, ledger: null);
        return new Seen(seen.Of(position.Live) ?? seen.Of(position.Next)) { Pair = seen, IsMixed = position.IsMixed };
    }

    private async Task<ServiceReturn> Return(EcsService service, Seen seen, TaskDefinitionRevision to, CancellationToken ct)
    {
        var snapshot = seen.Live!.Snapshot;
        var running = seen.Live.Running ?? (snapshot.TaskDefinition == to.Arn ? to : await Revision(snapshot.TaskDefinition, ct));
        var newest = $"{to.Content["status"] ?? "ACTIVE"}" == "ACTIVE" ? null : await Revision(EcsNames.Family(application, environment, service), ct);
        return new ServiceReturn(service, new ObservedService(snapshot, running), to) { Newest = newest, Pair = seen.Pair };
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

    /// <summary>Of a pair, both sides' together: which of them a release went to does not matter.</summary>
    private async Task<IReadOnlyList<SucceededDeployment>?> History(string cluster, ServiceReturn service, CancellationToken ct)
    {
        var names = service.Pair is { } pair
            ? new[] { pair.Blue, pair.Green }.OfType<ObservedService>().Select(side => side.Snapshot.Name).ToList()
            : [EcsNames.Service(application, service.Service)];
        var histories = await Task.WhenAll(names.Select(name => tools.History.Succeeded(cluster, name, service.To.Arn, ct)));
        if (histories.Any(history => history is null))
            return null;

        var all = histories.SelectMany(history => history!).OrderByDescending(deployment => deployment.CreatedAt).ToList();
        var last = all.FindLastIndex(deployment => deployment.TaskDefinition == service.To.Arn);
        return last < 0 ? all : all[..(last + 1)];
    }

    private async Task<IReadOnlyList<SiteReturn>> Sites(ReleaseManifest target, string? only, Infrastructure infrastructure, CancellationToken ct)
    {
        List<SiteReturn> returns = [];
        foreach (var site in application.Sites.Where(site => IsMeant(site.Name, only)).Reverse())
        {
            if (Release(target, site) is { } release && infrastructure.Sites.GetValueOrDefault(site.Name) is { } place)
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

    private static bool IsMeant(string name, string? only) => only is null || only == name;

    private static string? Of(ReleaseManifest release, string service) => release.Services.FirstOrDefault(released => released.Name == service)?.TaskDefinition;

    /// <summary>The release that published the site as <paramref name="release"/> has it.</summary>
    private static string? Release(ReleaseManifest release, StaticSite site) =>
        release.Sites.FirstOrDefault(released => released.Name == site.Name)?.Manifest is { } key ? Path.GetFileNameWithoutExtension(key) : null;

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

    /// <param name="Live">What serves; null: there is no such service.</param>
    private sealed record Seen(ObservedService? Live)
    {
        /// <summary>Null: the service is no pair.</summary>
        public PairObservation? Pair { get; init; }

        /// <summary>Whether both sides of a pair have traffic.</summary>
        public bool IsMixed { get; init; }
    }
}
