namespace Slipway.Infrastructures;

/// <summary>Roles of the environment's account, by ARN or by name.</summary>
internal static class RoleNames
{
    /// <summary>The ARN of a role that is given by name, and has no path; an ARN is left as it is.</summary>
    public static string Arn(DeployEnvironment environment, string role) =>
        role.Length == 0 || role.StartsWith("arn:", StringComparison.Ordinal) ? role : $"arn:{Partition(environment.Region)}:iam::{environment.Account}:role/{role}";

    /// <summary>The name in an ARN: what follows the path.</summary>
    public static string Name(string arn) => arn[(arn.LastIndexOf('/') + 1)..];

    private static string Partition(string region) =>
        region.StartsWith("cn-", StringComparison.Ordinal) ? "aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "aws-us-gov"
        : "aws";
}
