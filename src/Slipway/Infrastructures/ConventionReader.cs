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
        var all = application.Sites.Count > 0 ? ports.Distributions.All(ct) : Task.FromResult(Answer.Of<IReadOnlyList<DistributionName>>([]));
        if (application.Services.Count == 0)
            return new Infrastructure { Cluster = "", Subnets = [], SecurityGroups = [], ExecutionRole = "", Sites = Sites(search, await all) };

        var subnetName = ConventionalNames.Subnets(application, environment, names.AssignPublicIp);
        var groupName = ConventionalNames.SecurityGroups(application, environment);
        var routed = application.Services.Where(service => service.Route is not null)
            .ToDictionary(service => service.Name, service => ConventionalNames.TargetGroup(application, environment, service.Name), StringComparer.Ordinal);
        var subnets = ports.Network.SubnetsNamed(subnetName, ct);
        var groups = ports.Network.SecurityGroupsNamed(groupName, ct);
        var targetGroups = routed.Count > 0 ? ports.TargetGroups.Named([.. routed.Values], ct) : Task.FromResult(Answer.Of<IReadOnlyList<TargetGroup>>([]));

        return new Infrastructure
        {
            // Whether cluster and roles are there is asked by the check that follows, as for names that were written down.
            Cluster = ConventionalNames.Cluster(application, environment),
            Subnets = [.. search.Some(await subnets, "subnets", $"{subnetName}*").Select(subnet => subnet.Id).Order(StringComparer.Ordinal)],
            SecurityGroups = [.. search.Some(await groups, "security groups", $"{groupName}*").Select(group => group.Id).Order(StringComparer.Ordinal)],
            AssignPublicIp = names.AssignPublicIp,
            ExecutionRole = ConventionalNames.ExecutionRole(application, environment),
            TaskRole = names.HasTaskRole ? ConventionalNames.TaskRole(application, environment) : null,
            TargetGroups = TargetGroups(search, routed, await targetGroups),
            Sites = Sites(search, await all),
        };
    }

    private static Dictionary<string, string> TargetGroups(Search search, Dictionary<string, string> routed, Answer<IReadOnlyList<TargetGroup>> answer)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var (service, name) in routed)
        {
            if (search.One(answer, group => group.Name == name, "target group", name) is { } group)
                found[service] = group.Arn;
        }

        return found;
    }

    private static Dictionary<string, SiteInfrastructure> Sites(Search search, Answer<IReadOnlyList<DistributionName>> all)
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
