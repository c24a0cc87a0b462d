using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Infrastructures;

/// <summary>Reads what a check is decided from. The number of calls grows with the roles and sites that are named, and with target groups whose traffic is moved (their attributes are told one group at a time), not with services.</summary>
internal sealed class InfrastructureObserver(InfrastructurePorts ports, ISecrets secrets)
{
    public async Task<InfrastructureObservation> Observe(Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        var sites = application.Sites.Select(site => infrastructure.Sites[site.Name]).ToList();
        var buckets = Each(sites.Select(site => site.Bucket).Append(ReleaseBucketName.Of(application, environment)), bucket => ports.Buckets.Bucket(bucket, ct));
        var distributions = Each(sites.Select(site => site.Distribution), id => ports.Distributions.Distribution(id, ct));
        var services = application.Services.Count > 0 ? await Services(application, environment, infrastructure, ct) : new InfrastructureObservation();

        return services with { Buckets = await buckets, Distributions = await distributions };
    }

    private async Task<InfrastructureObservation> Services(Application application, DeployEnvironment environment, Infrastructure infrastructure, CancellationToken ct)
    {
        var shifted = ShiftedServices.Of(application, environment);
        var traffic = shifted.ToDictionary(service => service.Name, service => infrastructure.Traffic[service.Name], StringComparer.Ordinal);
        string[] given = [.. new[] { infrastructure.ExecutionRole, infrastructure.TaskRole }.OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] movers = [.. shifted.Where(service => !IsPair(service, environment)).Select(service => traffic[service.Name].Role).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] groups =
        [
            .. infrastructure.TargetGroups.Where(group => application.Services.Any(service => service.Name == group.Key && service.Route is not null)).Select(group => group.Value),
            .. traffic.Values.Select(one => one.AlternateTargetGroup),
        ];
        string[] rules = [.. traffic.Values.SelectMany(one => new[] { one.Rule, one.TestRule }).OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] names = [.. application.Services.SelectMany(service => EcsNames.Services(application, environment, service))];

        var network = Network(infrastructure, ct);
        var trusted = Each(given.Concat(movers), role => ports.Roles.Role(RoleNames.Name(role), ct));
        var notPassed = ports.Roles.NotPassed(given, RoleCheck.Tasks, ct);
        var notMoving = movers.Length > 0 ? ports.Roles.NotPassed(movers, RoleCheck.Ecs, ct) : Task.FromResult(Answer.Of<IReadOnlyList<string>>([]));
        var sticky = Each(
            traffic.SelectMany(one => new[] { infrastructure.TargetGroups[one.Key], one.Value.AlternateTargetGroup }), group => ports.TargetGroups.IsSticky(group, ct));
        var known = Secrets([.. application.Services.SelectMany(service => service.Secrets.Values).Select(secret => secret.NameIn(environment)).Distinct(StringComparer.Ordinal)], ct);

        var seen = new InfrastructureObservation { Cluster = await ports.Clusters.Status(infrastructure.Cluster, ct) };
        return seen with
        {
            Controllers = seen.Cluster.Is(out var status) && status == "ACTIVE" ? await ports.Clusters.Controllers(infrastructure.Cluster, names, ct) : seen.Controllers,
            TargetGroups = groups.Length > 0 ? await ports.TargetGroups.Find(groups, ct) : seen.TargetGroups,
            Rules = rules.Length > 0 ? await ports.Rules.Find(rules, ct) : seen.Rules,
            Sticky = await sticky,
            Network = await network,
            Roles = await trusted,
            NotPassed = await notPassed,
            NotPassedToEcs = await notMoving,
            Secrets = await known,
        };
    }

    private static bool IsPair(EcsService service, DeployEnvironment environment) => ShiftedServices.RolloutOf(service, environment) is ServicePairRollout;

    private async Task<IReadOnlyDictionary<string, Answer<string?>>> Secrets(IReadOnlyList<string> names, CancellationToken ct)
    {
        if (names.Count == 0)
            return new Dictionary<string, Answer<string?>>();

        var answer = await AwsAnswers.Ask(() => secrets.Arns(names, ct));
        return names.ToDictionary(
            name => name, name => answer.Is(out var arns) ? Answer.Of(arns.GetValueOrDefault(name)) : Answer.None<string?>(answer.Why!), StringComparer.Ordinal);
    }

    private async Task<NetworkObservation> Network(Infrastructure infrastructure, CancellationToken ct)
    {
        var groups = ports.Network.SecurityGroups(infrastructure.SecurityGroups, ct);
        var seen = new NetworkObservation { Subnets = await ports.Network.Subnets(infrastructure.Subnets, ct), SecurityGroups = await groups };
        if (seen.Vpc is not { } vpc)
            return seen;

        var endpoints = ports.Network.Endpoints(vpc, ct);
        return seen with { RouteTables = await ports.Network.RouteTables(vpc, ct), Endpoints = await endpoints };
    }

    private static async Task<IReadOnlyDictionary<string, Answer<T>>> Each<T>(IEnumerable<string> names, Func<string, Task<Answer<T>>> ask)
    {
        var asked = await Task.WhenAll(names.Distinct(StringComparer.Ordinal).Select(async name => (name, answer: await ask(name))));
        return asked.ToDictionary(one => one.name, one => one.answer, StringComparer.Ordinal);
    }
}
