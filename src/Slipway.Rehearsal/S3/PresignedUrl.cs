using System.Globalization;
using Microsoft.AspNetCore.Http;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>A request whose signature is in its query is good for as long as it says.</summary>
internal static class PresignedUrl
{
    /// <exception cref="AwsError">AccessDenied: its time is over.</exception>
    public static void DemandUnexpired(HttpRequest request, DateTimeOffset now)
    {
        var (signed, seconds) = (request.Query["X-Amz-Date"].ToString(), request.Query["X-Amz-Expires"].ToString());
        if (signed.Length == 0 && seconds.Length == 0)
            return;

        if (!DateTimeOffset.TryParseExact(signed, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var from)
            || !int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var lasts) || lasts is < 1 or > 604_800)
            throw new AwsError("AuthorizationQueryParametersError", "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");

        if (now > from.AddSeconds(lasts))
            throw S3Refusals.AccessDenied("Request has expired");
    }
}
