using Slipway.Images;
using Slipway.Infrastructures;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Doctor;

/// <summary>
/// Reads what a checkup is decided from. Calls are batched where AWS does; single ones are made for each repository's lifecycle policy, each task definition that runs, each
/// load balancer's listeners, each bucket's settings and each distribution. What is denied is an answer like any other.
/// </summary>
internal sealed class CheckupObserver(CheckupPorts ports, IWayBack back)
{
    public async Task<CheckupObservation> Observe(CheckupSubject subject, CancellationToken ct)
    {
        var infrastructure = await new InfrastructureObserver(ports.Infrastructure, ports.Secrets).Observe(subject.Application, subject.Environment, subject.Infrastructure, ct);
        var release = ReleaseBucket(subject, ct);
        var seen = new CheckupObservation { Infrastructure = infrastructure };
        if (subject.Application.Services.Count > 0)
            seen = await Services(seen, subject, ct);

        if (subject.Application.Sites.Count > 0)
            seen = await Sites(seen, subject, ct);

        return seen with { ReleaseBucket = await release, ClosedWayBack = await back.Closed(subject, ct) };
    }

    private async Task<CheckupObservation> Services(CheckupObservation seen, CheckupSubject subject, CancellationToken ct)
    {
        var (application, cluster) = (subject.Application, subject.Infrastructure.Cluster);
        string[] names = [.. application.Services.SelectMany(subject.Names)];
        var repositories = Repositories([.. ImageSource.Of(application).Select(source => source.Repository)], ct);
        var rules = ports.Scanning.Rules(ct);
        var groups = AwsAnswers.Ask(() => ports.Logs.Groups(EcsNames.LogGroupPrefix(application, subject.Environment), ct));
        // The rehearsal has no metrics of tasks, and nothing that would move their number.
        var scaling = subject.Environment.IsLocal ? Task.FromResult(seen.Scaling) : ports.AutoScaling.Of(cluster, names, ct);
        var alarms = subject.Environment.IsLocal ? Task.FromResult(seen.Alarms) : ports.Alarms.All(ct);
        var (balancers, doors) = subject.Environment.IsLocal ? (seen.LoadBalancers, seen.Doors) : await LoadBalancers(seen.Infrastructure, ct);
        var services = await AwsAnswers.Ask(() => ports.Ecs.Services(cluster, names, ct));
        return seen with
        {
            Repositories = await repositories,
            ScanRules = await rules,
            Services = services,
            TaskDefinitions = services.Is(out var running) ? await Each(running.Select(one => one.TaskDefinition), arn => AwsAnswers.Ask(() => ports.Ecs.TaskDefinition(arn, ct))) : seen.TaskDefinitions,
            LogGroups = await groups,
            Scaling = await scaling,
            Alarms = await alarms,
            LoadBalancers = balancers,
            Doors = doors,
        };
    }

    private Task<Answer<IReadOnlyList<RepositorySeen>>> Repositories(IReadOnlyCollection<string> names, CancellationToken ct) => AwsAnswers.Ask<IReadOnlyList<RepositorySeen>>(async () =>
        await Task.WhenAll((await ports.Registry.Describe(names, ct)).Select(async repository => new RepositorySeen(repository, await ports.Registry.LifecyclePolicy(repository.Name, ct)))));

    private async Task<(Answer<IReadOnlyList<LoadBalancerSeen>> Balancers, Answer<IReadOnlyList<SecurityGroup>> Doors)> LoadBalancers(InfrastructureObservation seen, CancellationToken ct)
    {
        string[] arns = seen.TargetGroups.Is(out var groups) ? [.. groups.SelectMany(group => group.LoadBalancers).Distinct(StringComparer.Ordinal)] : [];
        if (arns.Length == 0)
            return (Answer.Of<IReadOnlyList<LoadBalancerSeen>>([]), Answer.Of<IReadOnlyList<SecurityGroup>>([]));

        var balancers = await ports.LoadBalancers.Find(arns, ct);
        string[] doors = balancers.Is(out var found) ? [.. found.Where(one => one.IsInternetFacing && one.Plain.Count > 0).SelectMany(one => one.SecurityGroups).Distinct(StringComparer.Ordinal)] : [];
        return (balancers, doors.Length == 0 ? Answer.Of<IReadOnlyList<SecurityGroup>>([]) : await ports.Infrastructure.Network.SecurityGroups(doors, ct));
    }

    private async Task<CheckupObservation> Sites(CheckupObservation seen, CheckupSubject subject, CancellationToken ct)
    {
        var places = subject.Application.Sites.Select(site => subject.Infrastructure.Sites[site.Name]).ToList();
        var buckets = Each(places.Select(place => place.Bucket), bucket => ports.Buckets.Read(bucket, ct));
        var states = Each(subject.Application.Sites.Select(site => site.Name), site => AwsAnswers.Ask(async () => (await new SiteLedger(ports.ReleaseBucket, site).State(ct)).State));
        var policies = seen.Infrastructure.Distributions.Values.SelectMany(answer => answer.Is(out var facts) ? facts?.Behaviors ?? [] : [])
            .Select(behavior => behavior.OriginRequestPolicy).OfType<string>();
        return seen with { Buckets = await buckets, Sites = await states, Forwarding = await Each(policies, id => ports.OriginRequests.Find(id, ct)) };
    }

    private Task<Answer<BootstrapPlan?>> ReleaseBucket(CheckupSubject subject, CancellationToken ct) => AwsAnswers.Ask<BootstrapPlan?>(async () =>
        await ports.ReleaseBucketSetup.Read(ReleaseBucketName.Of(subject.Application, subject.Environment), ct) is { } settings
            ? BootstrapPlan.Create(subject.Application, subject.Environment, settings)
            : null);

    private static async Task<IReadOnlyDictionary<string, T>> Each<T>(IEnumerable<string> keys, Func<string, Task<T>> ask)
    {
        var answers = await Task.WhenAll(keys.Distinct(StringComparer.Ordinal).Select(async key => (Key: key, Answer: await ask(key))));
        return answers.ToDictionary(one => one.Key, one => one.Answer, StringComparer.Ordinal);
    }
}
