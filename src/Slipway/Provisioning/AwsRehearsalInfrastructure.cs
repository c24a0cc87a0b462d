using Amazon.ECS;
using Amazon.ECS.Model;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Provisioning;

/// <summary>
/// Makes what a definition implies in the rehearsal cloud, through the same API that a person would use on AWS. What is there
/// already is left alone, so a second run makes no mutating call.
/// </summary>
internal sealed class AwsRehearsalInfrastructure(IAmazonECS ecs, AwsRehearsalBalancing balancing, AwsRehearsalSites sites)
{
    public async Task<Infrastructure> Ensure(ImpliedInfrastructure implied, DeployEnvironment environment, CancellationToken ct)
    {
        await EnsureCluster(implied.Cluster, ct);
        var balanced = implied.TargetGroups.Count > 0 ? await balancing.Ensure(implied, environment, ct) : null;

        var places = new Dictionary<string, SiteInfrastructure>(StringComparer.Ordinal);
        foreach (var site in implied.Sites)
            places[site.Name] = await sites.Ensure(site, environment, balanced, ct);

        return Of(implied, environment, balanced, places);
    }

    /// <summary>What an earlier <see cref="Ensure"/> made; null when some of it is not there. Changes nothing.</summary>
    public async Task<Infrastructure?> Find(ImpliedInfrastructure implied, DeployEnvironment environment, CancellationToken ct)
    {
        if (!await HasCluster(implied.Cluster, ct))
            return null;

        var balanced = implied.TargetGroups.Count > 0 ? await balancing.Find(implied, environment, ct) : null;
        var places = await sites.Find(implied.Sites, ct);
        return (balanced is not null || implied.TargetGroups.Count == 0) && places is not null ? Of(implied, environment, balanced, places) : null;
    }

    private static Infrastructure Of(
        ImpliedInfrastructure implied, DeployEnvironment environment, BalancingMade? balanced, IReadOnlyDictionary<string, SiteInfrastructure> sites) =>
        new()
        {
            Cluster = implied.Cluster,
            Subnets = ImpliedInfrastructure.Subnets,
            SecurityGroups = ImpliedInfrastructure.SecurityGroups,
            ExecutionRole = ImpliedInfrastructure.Role(environment, "execution"),
            TaskRole = ImpliedInfrastructure.Role(environment, "task"),
            TargetGroups = balanced?.TargetGroups ?? new Dictionary<string, string>(),
            Traffic = balanced?.Traffic ?? new Dictionary<string, TrafficInfrastructure>(),
            Sites = sites,
        };

    private async Task EnsureCluster(string name, CancellationToken ct)
    {
        if (!await HasCluster(name, ct))
            await ecs.CreateClusterAsync(new CreateClusterRequest { ClusterName = name }, ct);
    }

    private async Task<bool> HasCluster(string name, CancellationToken ct)
    {
        var found = await ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = [name] }, ct);
        return found.Clusters?.Any(cluster => cluster.Status == "ACTIVE") == true;
    }
}
