namespace Slipway.Infrastructures;

/// <summary>Finds infrastructure in an account by its names.</summary>
internal sealed class ConventionReader(InfrastructurePorts ports)
{
    /// <exception cref="DeployException">Something was not found, or could not be looked for. All of it is named.</exception>
    public async Task<Infrastructure> Read(Application application, DeployEnvironment environment, ConventionalInfrastructure names, CancellationToken ct)
    {
        var search = new Search(application, environment);
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

    private async Task<Infrastructure> Find(Search search, ConventionalInfrastructure names, CancellationToken ct)
    {
        var (application, environment) = (search.Application, search.Environment);
        if (application.Services.Count == 0)
            return new Infrastructure { Cluster = "", Subnets = [], SecurityGroups = [], ExecutionRole = "", Sites = await Sites(search, ct) };

        var subnetName = ConventionalNames.Subnets(application, environment, names.AssignPublicIp);
        var groupName = ConventionalNames.SecurityGroups(application, environment);
        var subnets = ports.Network.SubnetsNamed(subnetName, ct);
        var groups = ports.Network.SecurityGroupsNamed(groupName, ct);
        var targetGroups = TargetGroups(search, ct);
        var sites = Sites(search, ct);

        return new Infrastructure
        {
            // Whether the cluster is there is asked by the check that follows, as for a name that was written down.
            Cluster = ConventionalNames.Cluster(application, environment),
            Subnets = [.. search.Some(await subnets, "subnets", $"{subnetName}*").Select(subnet => subnet.Id).Order(StringComparer.Ordinal)],
            SecurityGroups = [.. search.Some(await groups, "security groups", $"{groupName}*").Select(group => group.Id).Order(StringComparer.Ordinal)],
            AssignPublicIp = names.AssignPublicIp,
            ExecutionRole = ConventionalNames.ExecutionRole(application, environment),
            TaskRole = names.HasTaskRole ? ConventionalNames.TaskRole(application, environment) : null,
            TargetGroups = await targetGroups,
            Sites = await sites,
        };
    }

    private async Task<Dictionary<string, string>> TargetGroups(Search search, CancellationToken ct)
    {
        var wanted = search.Application.Services.Where(service => service.Route is not null)
            .ToDictionary(service => service.Name, service => ConventionalNames.TargetGroup(search.Application, search.Environment, service.Name), StringComparer.Ordinal);
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        if (wanted.Count == 0)
            return found;

        var answer = await ports.TargetGroups.Named([.. wanted.Values], ct);
        foreach (var (service, name) in wanted)
        {
            if (search.One(answer, group => group.Name == name, "target group", name) is { } group)
                found[service] = group.Arn;
        }

        return found;
    }

    private async Task<Dictionary<string, SiteInfrastructure>> Sites(Search search, CancellationToken ct)
    {
        Dictionary<string, SiteInfrastructure> found = new(StringComparer.Ordinal);
        if (search.Application.Sites.Count == 0)
            return found;

        var all = await ports.Distributions.All(ct);
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

    /// <summary>What was looked for and not found.</summary>
    private sealed class Search(Application application, DeployEnvironment environment)
    {
        private readonly List<string> _missing = [];

        public Application Application => application;

        public DeployEnvironment Environment => environment;

        public IReadOnlyList<string> Missing => _missing;

        public IReadOnlyList<T> Some<T>(Answer<IReadOnlyList<T>> answer, string kind, string name)
        {
            if (!answer.Is(out var found))
                _missing.Add($"{kind,-15} {name}: could not be looked for: {answer.Why}");
            else if (found.Count == 0)
                _missing.Add($"{kind,-15} {name}");

            return found ?? [];
        }

        public T? One<T>(Answer<IReadOnlyList<T>> answer, Func<T, bool> isIt, string kind, string name)
            where T : class =>
            Some(answer.Is(out var all) ? Answer.Of<IReadOnlyList<T>>([.. all.Where(isIt)]) : answer, kind, name) is [var only, ..] ? only : null;
    }
}
