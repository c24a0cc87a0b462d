using System.Net;
using Amazon.Runtime;

namespace Slipway.Aws;

/// <summary>Tells failures of AWS calls that nobody nearer to the call could explain.</summary>
internal static class AwsErrors
{
    private static readonly string[] Expired = ["ExpiredToken", "ExpiredTokenException", "RequestExpired", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch"];

    /// <summary>The failure as an expected error; null when it is none of AWS.</summary>
    public static DeployException? Explain(Exception exception) => exception switch
    {
        AmazonServiceException refused => Explain(refused),
        AmazonClientException client => new DeployException($"AWS could not be called: {client.Message}\n  try  check the credentials and the network", inner: client),
        AggregateException { InnerExceptions: [var only] } => Explain(only),
        _ => null,
    };

    private static DeployException Explain(AmazonServiceException refused)
    {
        var seen = $"""
              code     {(string.IsNullOrEmpty(refused.ErrorCode) ? refused.GetType().Name : refused.ErrorCode)}
              message  {refused.Message}
              request  {refused.RequestId ?? "never answered"}
            """;

        if (Expired.Contains(refused.ErrorCode))
            return new DeployException($"AWS does not accept the credentials.\n{seen}\n  try      refresh them: aws sso login, or new keys", Verdict.Refused, refused);

        if (refused.StatusCode == HttpStatusCode.Forbidden || refused.ErrorCode is "AccessDenied" or "AccessDeniedException" or "UnauthorizedOperation")
            return new DeployException($"AWS denies a call.\n{seen}\n  try      allow the action that the message names", Verdict.Failed, refused);

        return new DeployException($"A call of AWS failed.\n{seen}\n  try      again; AWS's health page tells about outages", Verdict.Failed, refused);
    }
}
