namespace Slipway.Infrastructures;

/// <summary>The names under which infrastructure is looked for by convention.</summary>
internal static class ConventionalNames
{
    public static string Cluster(Application application, DeployEnvironment environment) => $"{application.Name}-{environment.Name}";

    /// <summary>What the Name tag of the subnets begins with. Terraform's and the CDK's network modules name subnets so, with the zone behind.</summary>
    public static string Subnets(Application application, DeployEnvironment environment, bool isPublic) =>
        $"{Cluster(application, environment)}-{(isPublic ? "public" : "private")}";

    public static string SecurityGroups(Application application, DeployEnvironment environment) => $"{Cluster(application, environment)}-tasks";

    public static string ExecutionRole(Application application, DeployEnvironment environment) => $"{Cluster(application, environment)}-execution";

    public static string TaskRole(Application application, DeployEnvironment environment) => $"{Cluster(application, environment)}-task";

    public static string TargetGroup(Application application, DeployEnvironment environment, string service) => $"{Cluster(application, environment)}-{service}";

    public static string AlternateTargetGroup(Application application, DeployEnvironment environment, string service) =>
        $"{TargetGroup(application, environment, service)}-alt";

    /// <summary>The role with which ECS itself works in the account; ECS calls it the infrastructure role.</summary>
    public static string InfrastructureRole(Application application, DeployEnvironment environment) => $"{Cluster(application, environment)}-infrastructure";

    /// <summary>Bucket names are shared by all of AWS: the account makes them unique.</summary>
    public static string Bucket(Application application, DeployEnvironment environment, string site) =>
        $"{DistributionComment(application, environment, site)}-{environment.Account}";

    public static string DistributionComment(Application application, DeployEnvironment environment, string site) => $"{Cluster(application, environment)}-{site}";
}
