using System.Security.Cryptography;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>ARNs and ids as ECS makes them.</summary>
internal static class EcsArns
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    public static string Of(Caller caller, string resource) => $"arn:aws:ecs:{caller.Region}:{caller.Account}:{resource}";

    /// <summary>The ARN of the cluster that a caller names by name, by ARN or, with null, as <c>default</c>.</summary>
    public static string Cluster(Caller caller, string? nameOrArn) =>
        nameOrArn is { Length: > 0 } && nameOrArn.StartsWith("arn:", StringComparison.Ordinal)
            ? nameOrArn
            : Of(caller, "cluster/" + (string.IsNullOrEmpty(nameOrArn) ? "default" : nameOrArn));

    public static string ServiceDeployment(Service service) => Child(service, "service-deployment", RandomNumberGenerator.GetString(Letters, 21));

    public static string ServiceRevision(Service service) => Child(service, "service-revision", Digits());

    public static string Task(string clusterArn, string id) => $"{Root(clusterArn)}task/{Last(clusterArn)}/{id}";

    public static string Service(string clusterArn, string name) => $"{Root(clusterArn)}service/{Last(clusterArn)}/{name}";

    public static string DeploymentId() => "ecs-svc/" + Digits();

    public static string Id() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>What follows the last slash.</summary>
    public static string Last(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    public static string Region(string arn) => arn.Split(':')[3];

    private static string Child(Service service, string type, string id) => $"{Root(service.Arn)}{type}/{Last(service.ClusterArn)}/{service.Name}/{id}";

    private static string Root(string arn) => string.Join(':', arn.Split(':')[..5]) + ":";

    private static string Digits() => RandomNumberGenerator.GetString("123456789", 1) + RandomNumberGenerator.GetString("0123456789", 18);
}
