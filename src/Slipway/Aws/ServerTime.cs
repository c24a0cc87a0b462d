using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;

namespace Slipway.Aws;

/// <summary>
/// When a server answered, on its own clock and in whole seconds: the Date header, which the clients' types do not give. Works for calls of
/// clients that <see cref="AwsSession"/> made.
/// </summary>
internal static class ServerTime
{
    private static readonly ConditionalWeakTable<AmazonWebServiceRequest, StrongBox<DateTimeOffset>> Times = [];

    /// <exception cref="DeployException">The server told no time.</exception>
    public static DateTimeOffset Of(AmazonWebServiceRequest request) =>
        Times.TryGetValue(request, out var time)
            ? time.Value
            : throw new DeployException(
                $"""
                 The answer to {request.GetType().Name} has no Date header, so it cannot be told how old a lock is.
                   try  check what stands between this machine and S3: AWS_ENDPOINT_URL, a proxy, or a store that is not S3
                 """);

    /// <summary>Null: the server told no time.</summary>
    public static DateTimeOffset? Find(AmazonWebServiceRequest request) => Times.TryGetValue(request, out var time) ? time.Value : null;

    internal static void Keep(AmazonWebServiceRequest request, IWebResponseData response)
    {
        if (response.IsHeaderPresent("Date")
            && DateTimeOffset.TryParseExact(response.GetHeaderValue("Date"), "r", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            Times.AddOrUpdate(request, new StrongBox<DateTimeOffset>(time));
        }
    }
}
