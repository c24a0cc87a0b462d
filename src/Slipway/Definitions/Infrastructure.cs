using Slipway.Sites;

namespace Slipway;

/// <summary>
/// Where the facts about an environment's infrastructure come from: written down (<see cref="Slipway.Infrastructure"/>), by naming convention, or from Terraform's outputs.
/// </summary>
public abstract record InfrastructureSource
{
    private protected InfrastructureSource()
    {
    }
}

/// <summary>What an environment must already have. Slipway refers to it and never changes it.</summary>
public sealed record Infrastructure : InfrastructureSource
{
    /// <summary>Everything is found by its name: see <see cref="ConventionalInfrastructure"/>.</summary>
    public static ConventionalInfrastructure ByConvention { get; } = new();

    /// <summary>Name or ARN of the ECS cluster.</summary>
    public required string Cluster { get; init; }

    /// <summary>Ids of the subnets that tasks run in.</summary>
    public required IReadOnlyList<string> Subnets { get; init; }

    /// <summary>Ids of the security groups of tasks.</summary>
    public required IReadOnlyList<string> SecurityGroups { get; init; }

    /// <summary>Whether tasks get a public address: needed in public subnets without another way to ECR.</summary>
    public bool AssignPublicIp { get; init; }

    /// <summary>ARN or name of the role with which ECS pulls images, reads secrets and writes logs.</summary>
    public required string ExecutionRole { get; init; }

    /// <summary>ARN or name of the role that the containers themselves have; null: none.</summary>
    public string? TaskRole { get; init; }

    /// <summary>ARN of the target group of each service that has a route, by the service's name.</summary>
    public IReadOnlyDictionary<string, string> TargetGroups { get; init; } = new Dictionary<string, string>();

    /// <summary>The second target group, and the rule that both share, of each service whose rollout moves traffic, by the service's name.</summary>
    public IReadOnlyDictionary<string, TrafficInfrastructure> Traffic { get; init; } = new Dictionary<string, TrafficInfrastructure>();

    /// <summary>Bucket and distribution of each site, by the site's name.</summary>
    public IReadOnlyDictionary<string, SiteInfrastructure> Sites { get; init; } = new Dictionary<string, SiteInfrastructure>();

    /// <summary>Where a site lives, and which folders of its bucket below its own are other sites'. Null: there is no place for it.</summary>
    internal SiteInfrastructure? PlaceOf(Application application, StaticSite site)
    {
        if (!Sites.TryGetValue(site.Name, out var place))
            return null;

        var own = SiteFolder.KeyPrefix(site);
        return place with
        {
            Beside =
            [
                .. application.Sites.Where(other => other.Name != site.Name && Sites.GetValueOrDefault(other.Name)?.Bucket == place.Bucket)
                    .Select(SiteFolder.KeyPrefix).Where(folder => folder.Length > own.Length && folder.StartsWith(own, StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ],
        };
    }
}

/// <summary>What moving a service's traffic between two target groups needs, beside its own in <see cref="Infrastructure.TargetGroups"/>.</summary>
/// <param name="AlternateTargetGroup">ARN of the second target group; like the first in everything.</param>
/// <param name="Rule">
/// ARN of the listener rule that forwards to both, by weight; for <see cref="Slipway.Rollout.ServicePair"/> also that of the listener whose default action does.
/// </param>
public sealed record TrafficInfrastructure(string AlternateTargetGroup, string Rule)
{
    /// <summary>ARN of a listener rule that sends test traffic to the new version before production traffic; null: none. Not for <see cref="Slipway.Rollout.ServicePair"/>.</summary>
    public string? TestRule { get; init; }

    /// <summary>
    /// ARN of the role with which ECS moves the traffic (managed policy AmazonECSInfrastructureRolePolicyForLoadBalancers); null: none, which only
    /// <see cref="Slipway.Rollout.ServicePair"/> can do without.
    /// </summary>
    public string? Role { get; init; }
}

/// <summary>Where a site lives.</summary>
/// <param name="Bucket">Name of the S3 bucket.</param>
/// <param name="Distribution">Id of the CloudFront distribution, such as <c>E2QWRUHAPOMQZL</c>.</param>
public sealed record SiteInfrastructure(string Bucket, string Distribution)
{
    /// <summary>The address that people use; null: the distribution's first alternate domain name, or its own domain name.</summary>
    public Uri? Address { get; init; }

    /// <summary>Folders of other sites below this one's, each with its slash. What is in them is neither looked at nor touched.</summary>
    internal IReadOnlyList<string> Beside { get; init; } = [];

    /// <summary>Whether a key is another site's.</summary>
    internal bool IsBeside(string key) => Beside.Count > 0 && Beside.Any(folder => key.StartsWith(folder, StringComparison.Ordinal));
}
