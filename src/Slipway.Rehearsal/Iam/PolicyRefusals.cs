using System.Net;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>What policies are refused with, and what calls are that policies do not allow.</summary>
internal static class PolicyRefusals
{
    public static AwsError Malformed(string message) => new("MalformedPolicy", message);

    /// <summary>
    /// A call that no policy of its caller allows, in the words of its service. Those that began with the query protocol kept its codes
    /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html).
    /// </summary>
    /// <param name="arn">Who the caller is.</param>
    /// <param name="action">As IAM names it, such as <c>ecs:UpdateService</c>.</param>
    /// <param name="resource">Null: the message names none.</param>
    public static AwsError Denied(string service, string arn, string action, string? resource)
    {
        var message = $"User: {arn} is not authorized to perform: {action}{(resource is null ? "" : $" on resource: {resource}")} because no identity-based policy allows the {action} action";
        return service == "ec2" ? new("UnauthorizedOperation", message, HttpStatusCode.Forbidden)
            : HasQueryCodes(service) ? new("AccessDenied", message, HttpStatusCode.Forbidden)
            : new("AccessDeniedException", message);
    }

    public static bool HasQueryCodes(string service) => service is "elasticloadbalancing" or "sts" or "iam" or "monitoring" or "cloudfront" or "rds";
}
