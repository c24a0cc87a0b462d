using System.Net;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Refusals with the status that CloudFront's model gives to their code.</summary>
internal static class CloudFrontErrors
{
    public static AwsError Wrong(string code, string message) => new(code, message, StatusOf(code));

    public static AwsError Argument(string message) => Wrong("InvalidArgument", message);

    public static AwsError Missing(string kind, string what) => Wrong($"NoSuch{kind}", $"The specified {what} does not exist.");

    /// <summary>Checks the If-Match header of a change.</summary>
    /// <exception cref="AwsError">InvalidIfMatchVersion without a version, PreconditionFailed with another one than the present.</exception>
    public static void Match(string? given, string present)
    {
        if (string.IsNullOrEmpty(given))
            throw Wrong("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.");

        if (given.Trim('"') != present)
            throw Wrong("PreconditionFailed", "The request failed because it didn't meet the preconditions in one or more request-header fields.");
    }

    private static HttpStatusCode StatusOf(string code) => code switch
    {
        "PreconditionFailed" => HttpStatusCode.PreconditionFailed,
        "FunctionSizeLimitExceeded" => HttpStatusCode.RequestEntityTooLarge,
        "AccessDenied" or "IllegalDelete" => HttpStatusCode.Forbidden,
        "TestFunctionFailed" => HttpStatusCode.InternalServerError,
        _ when code.StartsWith("NoSuch", StringComparison.Ordinal) => HttpStatusCode.NotFound,
        "DistributionNotDisabled" => HttpStatusCode.Conflict,
        _ when code.EndsWith("AlreadyExists", StringComparison.Ordinal) || code.EndsWith("InUse", StringComparison.Ordinal) => HttpStatusCode.Conflict,
        _ => HttpStatusCode.BadRequest,
    };
}
