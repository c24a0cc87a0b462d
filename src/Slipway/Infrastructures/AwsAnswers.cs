using System.Net;
using Amazon.Runtime;
using Slipway.Aws;

namespace Slipway.Infrastructures;

/// <summary>Asks AWS what may be denied to the caller, or unknown to an endpoint that imitates AWS.</summary>
internal static class AwsAnswers
{
    /// <param name="operation">As IAM names it, such as <c>ec2:DescribeSubnets</c>.</param>
    /// <exception cref="DeployException">There are no usable credentials, or AWS was not reached.</exception>
    public static Task<Answer<T>> Ask<T>(string operation, Func<Task<T>> call) => Ask(() => AwsFailures.Translate(operation, call), operation);

    /// <summary>The same of a call that translates its failures by itself.</summary>
    public static async Task<Answer<T>> Ask<T>(Func<Task<T>> call, string? operation = null)
    {
        try
        {
            return Answer.Of(await call());
        }
        catch (DeployException exception) when (exception.Verdict != Verdict.Refused && exception.InnerException is AmazonServiceException inner)
        {
            return Answer.None<T>(Why(operation ?? exception.Message.Split(' ')[0], inner));
        }
    }

    private static string Why(string operation, AmazonServiceException exception) =>
        IsDenied(exception) ? $"needs {operation}"
        : IsUnknown(exception) ? $"{operation} is not known to this endpoint"
        : $"{operation} failed: {exception.ErrorCode}: {exception.Message.Split('\n')[0]}";

    // EC2 has a code of its own; S3 answers HEAD requests without any.
    private static bool IsDenied(AmazonServiceException exception) =>
        exception.ErrorCode is "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation" or "AuthorizationError" || exception.StatusCode == HttpStatusCode.Forbidden;

    private static bool IsUnknown(AmazonServiceException exception) =>
        AwsFailures.IsUnavailable(exception) || exception.ErrorCode is "UnsupportedOperation" or "NotImplemented" || exception.StatusCode == HttpStatusCode.NotImplemented
        // What imitates AWS fails with a page of its own where it does not know an operation; AWS's failures have a code.
        || (exception.StatusCode == HttpStatusCode.InternalServerError && exception.ErrorCode is null or "" or nameof(HttpStatusCode.InternalServerError));
}
