using Slipway.Infrastructures;
using Slipway.Sites;

namespace Slipway.Pipelines.Access;

/// <summary>The names of an environment's infrastructure: as the definitions have them, or parameters.</summary>
/// <param name="Cluster">Its name.</param>
/// <param name="TaskRoles">ARNs.</param>
/// <param name="Movers">ARNs.</param>
/// <param name="Rules">ARNs of rules or listeners.</param>
internal sealed record PlaceNames(
    string Cluster, IReadOnlyList<string> TaskRoles, IReadOnlyList<string> Movers, IReadOnlyList<string> Rules, IReadOnlyList<SitePlaceNames> Sites)
{
    public IReadOnlyList<AccessParameter> Parameters { get; private init; } = [];

    public static PlaceNames Of(Application application, DeployEnvironment environment) => environment.Infrastructure switch
    {
        Infrastructure written => Written(application, environment, written),
        ConventionalInfrastructure names => Conventional(application, environment, names),
        TerraformOutputs => Unknown(application, environment),
        _ => new PlaceNames("", [], [], [], []),
    };

    private static PlaceNames Written(Application application, DeployEnvironment environment, Infrastructure written) => new(
        written.Cluster[(written.Cluster.LastIndexOf('/') + 1)..],
        application.Services.Count == 0 ? [] : Roles(environment, written.ExecutionRole, written.TaskRole),
        Roles(environment, [.. Native(application, environment).Select(service => written.Traffic.GetValueOrDefault(service.Name)?.Role)]),
        [.. Pairs(application, environment).Select(service => written.Traffic.GetValueOrDefault(service.Name)?.Rule).OfType<string>().Distinct(StringComparer.Ordinal)],
        [.. application.Sites.Where(site => written.Sites.ContainsKey(site.Name)).Select(site => new SitePlaceNames(written.Sites[site.Name].Bucket, SiteFolder.KeyPrefix(site), written.Sites[site.Name].Distribution))]);

    private static PlaceNames Conventional(Application application, DeployEnvironment environment, ConventionalInfrastructure names)
    {
        List<AccessParameter> parameters = [];
        return new PlaceNames(
            ConventionalNames.Cluster(application, environment),
            application.Services.Count == 0 ? [] : Roles(environment, ConventionalNames.ExecutionRole(application, environment), names.HasTaskRole ? ConventionalNames.TaskRole(application, environment) : null),
            Native(application, environment).Count > 0 ? Roles(environment, ConventionalNames.InfrastructureRole(application, environment)) : [],
            RulesOf(application, environment, parameters),
            [.. application.Sites.Select(site => new SitePlaceNames(ConventionalNames.Bucket(application, environment, site.Name), SiteFolder.KeyPrefix(site), DistributionOf(site, parameters)))])
        {
            Parameters = parameters,
        };
    }

    /// <summary>Terraform's state is not asked: what is generated must be the same on every machine.</summary>
    private static PlaceNames Unknown(Application application, DeployEnvironment environment)
    {
        List<AccessParameter> parameters = [];
        var hasServices = application.Services.Count > 0;
        var cluster = hasServices ? Asked("ClusterName", "Name of the ECS cluster.") : "";
        string[] tasks = hasServices
            ? [Asked("ExecutionRoleArn", "ARN of the tasks' execution role."), Asked("TaskRoleArn", "ARN of the containers' own role; left as it is where they have none.", RoleNames.Arn(environment, "none"))]
            : [];
        string[] movers = Native(application, environment).Count > 0 ? [Asked("TrafficRoleArn", "ARN of the role with which ECS moves traffic.")] : [];
        var rules = RulesOf(application, environment, parameters);
        SitePlaceNames[] sites =
        [
            .. application.Sites.Select(site => new SitePlaceNames(
                Asked(AccessParameter.NameOf(site.Name, "Bucket"), $"Name of the bucket of site {site.Name}."), SiteFolder.KeyPrefix(site), DistributionOf(site, parameters))),
        ];
        return new PlaceNames(cluster, tasks, movers, rules, sites) { Parameters = parameters };

        string Asked(string name, string description, string? otherwise = null) => Add(parameters, new AccessParameter(name, description, otherwise));
    }

    private static IReadOnlyList<string> RulesOf(Application application, DeployEnvironment environment, List<AccessParameter> parameters) =>
    [
        .. Pairs(application, environment).Select(service => Add(parameters, new AccessParameter(
            AccessParameter.NameOf(service.Name, "Rule"), $"ARN of the listener rule that shares the traffic of {service.Name} out; of the listener, where its default action does."))),
    ];

    private static string DistributionOf(StaticSite site, List<AccessParameter> parameters) =>
        Add(parameters, new AccessParameter(AccessParameter.NameOf(site.Name, "Distribution"), $"Id of the CloudFront distribution of site {site.Name}."));

    private static string Add(List<AccessParameter> parameters, AccessParameter parameter)
    {
        parameters.Add(parameter);
        return parameter.Reference;
    }

    private static IReadOnlyList<string> Roles(DeployEnvironment environment, params IReadOnlyList<string?> roles) =>
        [.. roles.OfType<string>().Select(role => RoleNames.Arn(environment, role)).Distinct(StringComparer.Ordinal)];

    private static IReadOnlyList<EcsService> Pairs(Application application, DeployEnvironment environment) =>
        [.. ShiftedServices.Of(application, environment).Where(service => ShiftedServices.RolloutOf(service, environment) is ServicePairRollout)];

    private static IReadOnlyList<EcsService> Native(Application application, DeployEnvironment environment) =>
        [.. ShiftedServices.Of(application, environment).Where(service => ShiftedServices.RolloutOf(service, environment) is not ServicePairRollout)];
}

/// <summary>Where a site lies.</summary>
/// <param name="Prefix">Of its keys, with a slash where there is one.</param>
internal sealed record SitePlaceNames(string Bucket, string Prefix, string Distribution);
