using Slipway.Traffic;

namespace Slipway.Infrastructures;

/// <summary>Finds infrastructure in an account by its names.</summary>
internal sealed class ConventionReader(InfrastructurePorts ports)
{
    /// <exception cref="DeployException">Something was not found, or could not be looked for. All of it is named.</exception>
    public async Task<Infrastructure> Read(Application application, DeployEnvironment environment, ConventionalInfrastructure names, CancellationToken ct)
    {
        var search = new ConventionSearch(application, environment);
        var found = await Find(search, names, ct);
        return search.Missing.Count == 0
            ? found
            : throw new DeployException(
                $"""
                 {application.Name} cannot be deployed to {environment.Name}: infrastructure that goes by its name was not found. Nothing was changed.
                   {string.Join("\n  ", search.Missing)}
                   try  create it in account {environment.Account}, region {environment.Region}, or write the names down: new Infrastructure {"{ ... }"}
                 """,
                Verdict.Refused);
    }

    private async Task<Infrastructure> Find(ConventionSearch search, ConventionalInfrastructure names, CancellationToken ct)
    {
        var (application, environment) = (search.Application, search.Environment);
        var all = application.Sites.Count > 0 ? ports.Distributions.All(ct) : Task.FromResult(Answer.Of<IReadOnlyList<DistributionName>>([]));
        if (application.Services.Count == 0)
            return new Infrastructure { Cluster = "", Subnets = [], SecurityGroups = [], ExecutionRole = "", Sites = Sites(search, await all) };

        var subnetName = ConventionalNames.Subnets(application, environment, names.AssignPublicIp);
        var groupName = ConventionalNames.SecurityGroups(application, environment);
        var shifted = ShiftedServices.Of(application, environment);
        var routed = application.Services.Where(service => service.Route is not null)
            .ToDictionary(service => service.Name, service => ConventionalNames.TargetGroup(application, environment, service.Name), StringComparer.Ordinal);
        var alternates = shifted.ToDictionary(service => service.Name, service => ConventionalNames.AlternateTargetGroup(application, environment, service.Name), StringComparer.Ordinal);
        var subnets = ports.Network.SubnetsNamed(subnetName, ct);
        var groups = ports.Network.SecurityGroupsNamed(groupName, ct);
        var targetGroups = routed.Count > 0 ? ports.TargetGroups.Named([.. routed.Values, .. alternates.Values], ct) : Task.FromResult(Answer.Of<IReadOnlyList<TargetGroup>>([]));

        var subnetIds = search.Some(await subnets, "subnets", $"{subnetName}*").Select(subnet => subnet.Id).Order(StringComparer.Ordinal).ToList();
        var groupIds = search.Some(await groups, "security groups", $"{groupName}*").Select(group => group.Id).Order(StringComparer.Ordinal).ToList();
        var first = TargetGroups(search, routed, await targetGroups);
        var second = TargetGroups(search, alternates, await targetGroups);
        return new Infrastructure
        {
            // Whether cluster and roles are there is asked by the check that follows, as for names that were written down.
            Cluster = ConventionalNames.Cluster(application, environment),
            Subnets = subnetIds,
            SecurityGroups = groupIds,
            AssignPublicIp = names.AssignPublicIp,
            ExecutionRole = ConventionalNames.ExecutionRole(application, environment),
            TaskRole = names.HasTaskRole ? ConventionalNames.TaskRole(application, environment) : null,
            TargetGroups = first,
            Traffic = await Traffic(search, shifted, first, second, await targetGroups, ct),
            Sites = Sites(search, await all),
        };
    }

    private static Dictionary<string, string> TargetGroups(ConventionSearch search, Dictionary<string, string> routed, Answer<IReadOnlyList<TargetGroup>> answer)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var (service, name) in routed)
        {
            if (search.One(answer, group => group.Name == name, "target group", name) is { } group)
                found[service] = group.Arn;
        }

        return found;
    }

    private async Task<IReadOnlyDictionary<string, TrafficInfrastructure>> Traffic(
        ConventionSearch search, IReadOnlyList<EcsService> shifted, Dictionary<string, string> first, Dictionary<string, string> second,
        Answer<IReadOnlyList<TargetGroup>> targetGroups, CancellationToken ct)
    {
        Dictionary<string, TrafficInfrastructure> found = new(StringComparer.Ordinal);
        var whole = shifted.Where(service => first.ContainsKey(service.Name) && second.ContainsKey(service.Name)).ToList();
        if (whole.Count == 0 || !targetGroups.Is(out var groups))
            return found;

        string[] loadBalancers = [.. groups.Where(group => whole.Exists(service => first[service.Name] == group.Arn)).SelectMany(group => group.LoadBalancers).Distinct(StringComparer.Ordinal)];
        var rules = await ports.Rules.Of(loadBalancers, ct);
        foreach (var service in whole)
        {
            var isPair = ShiftedServices.RolloutOf(service, search.Environment) is ServicePairRollout;
            if (search.Only(rules, rule => rule.Has(first[service.Name]), "rule", $"that forwards to {GroupWeight.Name(first[service.Name])}", rule => rule.Arn) is { } rule)
            {
                found[service.Name] = new TrafficInfrastructure(second[service.Name], rule.Arn)
                {
                    Role = isPair ? null : ConventionalNames.InfrastructureRole(search.Application, search.Environment),
                };
            }
        }

        return found;
    }

    private static Dictionary<string, SiteInfrastructure> Sites(ConventionSearch search, Answer<IReadOnlyList<DistributionName>> all)
    {
        Dictionary<string, SiteInfrastructure> found = new(StringComparer.Ordinal);
        foreach (var site in search.Application.Sites)
        {
            var bucket = ConventionalNames.Bucket(search.Application, search.Environment, site.Name);
            var comment = ConventionalNames.DistributionComment(search.Application, search.Environment, site.Name);
            var several = all.Is(out var some) && some.Count(distribution => distribution.Serves(bucket)) > 1;
            if (search.One(
                    all, distribution => distribution.Serves(bucket) && (!several || distribution.Comment == comment), "distribution",
                    several ? $"of bucket {bucket} with the comment {comment}, of the several that this bucket is an origin of" : $"of bucket {bucket}") is { } one)
            {
                found[site.Name] = new SiteInfrastructure(bucket, one.Id);
            }
        }

        return found;
    }
}
