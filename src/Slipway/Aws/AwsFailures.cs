using System.Net;
using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace Slipway.Aws;

/// <summary>Turns the clients' exceptions into this project's.</summary>
internal static partial class AwsFailures
{
    /// <summary>Makes one call.</summary>
    /// <param name="operation">As IAM names it, such as <c>ecs:DescribeServices</c>.</param>
    /// <exception cref="DeployException">It was refused, or failed in a way that may pass (<see cref="DeployException.MayPass"/>).</exception>
    public static async Task<T> Translate<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (AmazonServiceException exception)
        {
            throw IsPassing(exception) ? Passing(operation, exception) : Explain(operation, exception);
        }
        catch (Exception exception) when (exception is AmazonClientException || IsAboutMfa(exception))
        {
            throw NoCredentials(exception);
        }
        catch (Exception exception) when (IsConnection(exception))
        {
            throw new DeployException(
                $"""
                 {operation} did not reach AWS.
                   reason  {exception.Message}
                   try     check the region, AWS_ENDPOINT_URL, and the network or proxy settings
                 """,
                inner: exception)
            {
                MayPass = true,
            };
        }
    }

    public static DeployException NoCredentials(Exception inner) => new(
        $"""
         There are no usable AWS credentials. Nothing was changed.
           reason  {inner.Message}
           try     {(IsAboutMfa(inner) ? """eval "$(aws configure export-credentials --profile NAME --format env)", which asks for the code, without a Profile""" : "aws sso login, set AWS_PROFILE, or give the environment a Profile")}
         """,
        Verdict.Refused, inner);

    /// <summary>Whether an operation is not there or not allowed, as opposed to having failed.</summary>
    public static bool IsUnavailable(AmazonServiceException exception) => exception.ErrorCode is
        "AccessDeniedException" or "AccessDenied" or "UnknownOperationException" or "UnknownOperation" or "UnsupportedFeatureException" or "InvalidAction";

    private static bool IsPassing(AmazonServiceException exception) =>
        exception.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests
        || exception.ErrorCode?.Contains("Throttl", StringComparison.OrdinalIgnoreCase) == true;

    // An answer that does not come in time is a cancellation that nobody asked for.
    private static bool IsConnection(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException { InnerException: TimeoutException };

    // A profile with mfa_serial: nobody can be asked for the code here, and the SDK has no exception of its own for it.
    private static bool IsAboutMfa(Exception? exception) =>
        exception is not null && (exception.Message.Contains("MfaSerial", StringComparison.OrdinalIgnoreCase) || IsAboutMfa(exception.InnerException));

    private static DeployException Passing(string operation, AmazonServiceException exception) => new(
        $"""
         {operation} failed, perhaps for the moment.
           reason  {exception.ErrorCode}: {exception.Message}
           try     the same again in a minute
         """,
        inner: exception)
    {
        MayPass = true,
    };

    private static DeployException Explain(string operation, AmazonServiceException exception)
    {
        if (exception.ErrorCode is "ExpiredToken" or "ExpiredTokenException" or "UnrecognizedClientException" or "InvalidClientTokenId")
            return NoCredentials(exception);

        return new DeployException(
            $"""
             {operation} was refused.
               reason  {exception.ErrorCode}: {exception.Message}
               try     {NextStep(operation, exception)}
             """,
            inner: exception);
    }

    private static string NextStep(string operation, AmazonServiceException exception) =>
        // A call may need permission for something else than itself, such as iam:PassRole.
        NotAuthorized().Match(exception.Message) is { Success: true } denied ? $"allow {denied.Groups[1].Value} to the caller"
        : IsUnavailable(exception) ? $"allow {operation} to the caller"
        : exception.Message.Contains("service linked role", StringComparison.OrdinalIgnoreCase) ? "aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com, once per account"
        : "read AWS's reason above";

    [GeneratedRegex("not authorized to perform: ([A-Za-z0-9-]+:[A-Za-z0-9]+(?: on resource: arn:[^ ]+)?)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotAuthorized();
}
