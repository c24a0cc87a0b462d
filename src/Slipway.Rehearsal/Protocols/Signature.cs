using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// What the signature of a request tells: who signed it, for which region and which service. Any secret is accepted: the
/// access key alone decides the caller.
/// </summary>
internal sealed partial record Signature(string AccessKey, string Region, string Service)
{
    /// <summary>The account of every access key that does not name one.</summary>
    public const string DefaultAccount = "000000000000";

    public Caller Caller => new(AccessKey, AccountOf(AccessKey), Region);

    /// <summary>The service that a request is for: that of its signature, in the header or (a presigned address) in the query; null: it is not signed.</summary>
    public static string? ServiceOf(HttpRequest request) => OfRequest(request)?.Service;

    /// <summary>Who signed a request; for one that is not signed, nobody of the default account.</summary>
    public static Caller CallerOf(HttpRequest request) => OfRequest(request)?.Caller ?? new Caller("", DefaultAccount, "us-east-1");

    private static Signature? OfRequest(HttpRequest request)
    {
        if (Header().Match(request.Headers.Authorization.ToString()) is { Success: true } match)
            return new Signature(match.Groups["key"].Value, match.Groups["region"].Value, match.Groups["service"].Value);

        return request.Query["X-Amz-Credential"].ToString().Split('/') is [var key, _, var region, var service, "aws4_request"]
            ? new Signature(key, region, service)
            : null;
    }

    /// <summary>Reads an Authorization header of Signature Version 4.</summary>
    /// <exception cref="AwsError">There is none, or it has another form.</exception>
    public static Signature Parse(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            throw new AwsError("MissingAuthenticationTokenException", "Missing Authentication Token", HttpStatusCode.Forbidden);
        }

        var match = Header().Match(authorization);
        return match.Success
            ? new Signature(match.Groups["key"].Value, match.Groups["region"].Value, match.Groups["service"].Value)
            : throw new AwsError(
                "IncompleteSignatureException",
                "Authorization header requires 'AWS4-HMAC-SHA256 Credential=KEY/DATE/REGION/SERVICE/aws4_request, SignedHeaders=..., Signature=...'.");
    }

    /// <summary>
    /// An access key of twelve digits is the account itself; temporary ones carry the account of their role
    /// (<c>ASIA</c>, twelve digits, a suffix); any other belongs to <see cref="DefaultAccount"/>.
    /// </summary>
    public static string AccountOf(string accessKey) =>
        Account().Match(accessKey) is { Success: true } match ? match.Groups["account"].Value : DefaultAccount;

    [GeneratedRegex(
        "^AWS4-HMAC-SHA256 +Credential=(?<key>[^/ ,]+)/[0-9]{8}/(?<region>[a-z0-9-]+)/(?<service>[a-z0-9.-]+)/aws4_request *, *SignedHeaders=[^, ]+ *, *Signature=[0-9a-f]{64}$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Header();

    [GeneratedRegex("^((?<account>[0-9]{12})|ASIA(?<account>[0-9]{12})[A-Z0-9]+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Account();
}
