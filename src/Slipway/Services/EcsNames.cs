using System.Security.Cryptography;
using System.Text;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>The names that a service has in AWS. Each is unique per environment or lies in the environment's own cluster.</summary>
internal static class EcsNames
{
    /// <summary>The ECS service. A cluster may be shared by applications, so the application is part of the name.</summary>
    public static string Service(Application application, EcsService service) => $"{application.Name}-{service.Name}";

    /// <summary>One of the two ECS services of a pair.</summary>
    public static string Side(Application application, EcsService service, PairSide side) =>
        $"{Service(application, service)}-{side.Word()}";

    /// <summary>All ECS services of a definition: two for a pair, none of which has the plain name.</summary>
    public static IReadOnlyList<string> Services(Application application, DeployEnvironment environment, EcsService service) =>
        ShiftedServices.RolloutOf(service, environment) is ServicePairRollout
            ? [Side(application, service, PairSide.Blue), Side(application, service, PairSide.Green)]
            : [Service(application, service)];

    /// <summary>
    /// The family of task definitions. Families belong to an account and region, not to a cluster: without the environment in
    /// it, two environments of one account would number each other's revisions.
    /// </summary>
    public static string Family(Application application, DeployEnvironment environment, EcsService service) =>
        $"{application.Name}-{environment.Name}-{service.Name}";

    /// <summary>The log group of the service's containers.</summary>
    public static string LogGroup(Application application, DeployEnvironment environment, EcsService service) =>
        $"{LogGroupPrefix(application, environment)}{service.Name}";

    /// <summary>What the log groups of an environment begin with.</summary>
    public static string LogGroupPrefix(Application application, DeployEnvironment environment) =>
        $"/{application.Name}/{environment.Name}/";

    /// <summary>SHA-256 of a text, in hexadecimal.</summary>
    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The last part of an ARN: <c>web:42</c> of a task definition, the id of a task or a service deployment.</summary>
    public static string Short(string arn) => arn[(arn.LastIndexOf('/') + 1)..];
}
