using System.Net;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.S3;

namespace Slipway.Rehearsal.Faults;

/// <summary>
/// Refusals that any operation may be answered with, in the words of its service. Those that began with the query protocol kept its
/// codes (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html).
/// </summary>
internal static class CallRefusals
{
    public static AwsError Throttled(string service) => service switch
    {
        "s3" => new("SlowDown", "Please reduce your request rate.", HttpStatusCode.ServiceUnavailable),
        _ when PolicyRefusals.HasQueryCodes(service) => new("Throttling", "Rate exceeded"),
        _ => new("ThrottlingException", "Rate exceeded"),
    };

    /// <summary>S3 gives the code another name when it writes it.</summary>
    public static AwsError Failed(string service) => new(
        "InternalFailure",
        service == "s3"
            ? "We encountered an internal error. Please try again."
            : "The request processing has failed because of an unknown error, exception or failure.",
        HttpStatusCode.InternalServerError);

    /// <param name="arn">Who the caller is.</param>
    public static AwsError Denied(string service, string operation, string arn) =>
        // Permissions for CloudWatch have another prefix than its signatures.
        service == "s3" ? S3Refusals.AccessDenied() : PolicyRefusals.Denied(service, arn, $"{(service == "monitoring" ? "cloudwatch" : service)}:{operation}", resource: null);
}
