using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.GitHub;

/// <summary>What GitHub itself says of a job.</summary>
/// <param name="Repository"><c>owner/name</c>.</param>
/// <param name="Environment">The GitHub environment that the job runs in; null: none.</param>
internal sealed record JobClaims(string Repository, long Run, string? Environment)
{
    /// <summary>Who started the run; null: the token does not say.</summary>
    public string? Actor { get; init; }

    // The clocks of runners are a little off.
    private static readonly TimeSpan Leeway = TimeSpan.FromMinutes(1);

    // https://docs.github.com/actions/reference/security/oidc#oidc-token-claims; RFC 7519, RFC 7515 and RFC 7517.
    /// <summary>Reads a token of a job, if the issuer signed it for <paramref name="audience"/> and it holds at <paramref name="now"/>.</summary>
    /// <param name="keys">The issuer's JSON Web Key Set.</param>
    /// <exception cref="DeployException">It is another's, forged, too old, or unreadable.</exception>
    public static JobClaims Read(string token, string keys, string issuer, string audience, DateTimeOffset now)
    {
        try
        {
            var parts = token.Split('.');
            if (parts.Length != 3)
                throw Refused("it is no JSON Web Token");

            DemandSignature(parts, keys);
            var claims = Json(parts[1]);
            if ($"{claims["iss"]}" != issuer)
                throw Refused($"its issuer is {claims["iss"]}, not {issuer}");

            if ($"{claims["aud"]}" != audience)
                throw Refused($"it is made for {claims["aud"]}");

            if (Time(claims["exp"]) + Leeway < now || Time(claims["nbf"] ?? claims["iat"]) - Leeway > now)
                throw Refused("it is not valid at this time");

            return new JobClaims($"{claims["repository"]}", long.Parse($"{claims["run_id"]}", System.Globalization.CultureInfo.InvariantCulture), (string?)claims["environment"])
            {
                Actor = (string?)claims["actor"],
            };
        }
        catch (Exception exception) when (exception is FormatException or JsonException or InvalidOperationException or OverflowException or CryptographicException)
        {
            throw Refused(exception.Message, exception);
        }
    }

    private static void DemandSignature(string[] parts, string keys)
    {
        var header = Json(parts[0]);
        if ($"{header["alg"]}" != "RS256")
            throw Refused($"it is signed with {header["alg"]}, and RS256 is expected");

        var key = (JsonNode.Parse(keys)?["keys"] as JsonArray ?? []).FirstOrDefault(one => $"{one?["kid"]}" == $"{header["kid"]}" && $"{one?["kty"]}" == "RSA")
            ?? throw Refused("the issuer has no key of that name");
        using var rsa = RSA.Create(new RSAParameters { Modulus = Bytes($"{key["n"]}"), Exponent = Bytes($"{key["e"]}") });
        if (!rsa.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Bytes(parts[2]), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            throw Refused("its signature is not the issuer's");
    }

    private static JsonObject Json(string part) => JsonNode.Parse(Bytes(part)) as JsonObject ?? throw Refused("it is not readable");

    private static byte[] Bytes(string text) => Base64Url.DecodeFromChars(text);

    private static DateTimeOffset Time(JsonNode? seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds?.GetValue<long>() ?? throw Refused("it has no time"));

    private static DeployException Refused(string reason, Exception? inner = null) => new($"The identity token of the job is not GitHub's: {reason}.", inner: inner);
}
