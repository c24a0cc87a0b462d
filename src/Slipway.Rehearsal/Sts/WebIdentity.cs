using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Slipway.GitHub;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Sts;

/// <summary>Roles that are taken with the identity that somebody else vouches for, instead of a signature: the one call that needs none.</summary>
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
internal static class WebIdentity
{
    public const string Operation = "AssumeRoleWithWebIdentity";
    public const string Audience = "sts.amazonaws.com";

    /// <summary>What an unsigned request counts as: a call of STS by nobody; null: it is signed, or is another call.</summary>
    public static async Task<Signature?> Unsigned(HttpRequest request, CancellationToken ct)
    {
        if (request.Headers.Authorization.Count > 0 || !request.HasFormContentType)
            return null;

        request.EnableBuffering();
        var form = await request.ReadFormAsync(ct);
        request.Body.Position = 0;
        return form["Action"] == Operation ? new Signature("", "us-east-1", "sts") : null;
    }

    /// <summary>Who a token is of, once it is proven with its issuer's keys. Issuers on this machine alone are known, as if every account had one as a provider.</summary>
    /// <exception cref="AwsError">It is not proven.</exception>
    public static async Task<(string Subject, string Provider)> Read(string token, TimeProvider clock, CancellationToken ct)
    {
        var claims = Claims(token);
        var issuer = $"{claims["iss"]}";
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !address.IsLoopback)
            throw new AwsError("InvalidIdentityToken", $"No OpenIDConnect provider found in your account for {issuer}");

        if ($"{claims["aud"]}" != Audience)
            throw new AwsError("InvalidIdentityToken", "Incorrect token audience");

        try
        {
            JobClaims.Read(token, await new HttpJobIdentity(_ => null).Keys(issuer, ct), issuer, Audience, clock.GetUtcNow());
        }
        catch (DeployException exception)
        {
            throw new AwsError("InvalidIdentityToken", exception.Message);
        }

        return ($"{claims["sub"]}", issuer);
    }

    private static JsonObject Claims(string token)
    {
        try
        {
            if (token.Split('.') is [_, var claims, _] && JsonNode.Parse(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(claims))) is JsonObject read)
                return read;
        }
        catch (Exception exception) when (exception is FormatException or JsonException)
        {
            // Told below.
        }

        throw new AwsError("InvalidIdentityToken", "The ID Token provided is not a valid JWT.");
    }
}
