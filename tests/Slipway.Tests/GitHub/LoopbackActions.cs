using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using AWSSDK.Tests.Loopback;

namespace Slipway.Tests.GitHub;

/// <summary>GitHub as a job sees it: it says who the job is, how an environment is protected and who let the run go on.</summary>
internal sealed class LoopbackActions : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private LoopbackServer _server = null!;

    public Uri Url => new(_server.Url);

    public string Issuer => $"{_server.Url}/_services/token";

    public IReadOnlyList<string> Calls => [.. _server.Calls.Select(call => $"{call.Method} {call.PathAndQuery}")];

    public IReadOnlyList<Call> Requests => _server.Calls;

    /// <summary>What the token of the job says beside what all say.</summary>
    public JsonObject Claims { get; } = new() { ["repository"] = "acme/chat", ["run_id"] = "77", ["environment"] = "prod" };

    /// <summary>The environments by name, as the API answers them.</summary>
    public Dictionary<string, string> Environments { get; } = [];

    public string Reviews { get; set; } = "[]";

    /// <summary>The status of every answer of the API.</summary>
    public int Status { get; set; } = 200;

    /// <summary>The key that tokens are signed with; another than the published one: a forger's.</summary>
    public RSA? Signer { get; set; }

    public static async Task<LoopbackActions> Start()
    {
        var github = new LoopbackActions();
        github._server = await LoopbackServer.Start(github.Answer);
        return github;
    }

    /// <summary>The variables of a job that may ask who it is.</summary>
    public string? Variable(string name) => name switch
    {
        "GITHUB_ACTIONS" => "true",
        "GITHUB_TOKEN" => "t0ken",
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN" => "r3quest",
        "ACTIONS_ID_TOKEN_REQUEST_URL" => $"{_server.Url}/identity?api-version=2.0",
        _ => null,
    };

    /// <summary>Signs a token.</summary>
    public string Token(string audience, DateTimeOffset now, Action<JsonObject>? change = null, string algorithm = "RS256")
    {
        var claims = Claims.DeepClone().AsObject();
        (claims["iss"], claims["aud"]) = (Issuer, audience);
        (claims["nbf"], claims["exp"]) = (now.ToUnixTimeSeconds() - 10, now.ToUnixTimeSeconds() + 300);
        change?.Invoke(claims);
        var text = $"{Encoded(new JsonObject { ["alg"] = algorithm, ["kid"] = "k1", ["typ"] = "JWT" })}.{Encoded(claims)}";
        var signature = (Signer ?? _key).SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{text}.{Base64Url.EncodeToString(signature)}";
    }

    public string Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(
                new JsonObject { ["kty"] = "RSA", ["kid"] = "k0", ["n"] = "AQAB", ["e"] = "AQAB" },
                new JsonObject { ["kty"] = "RSA", ["kid"] = "k1", ["n"] = Base64Url.EncodeToString(key.Modulus), ["e"] = Base64Url.EncodeToString(key.Exponent) }),
        }.ToJsonString();
    }

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        await _server.DisposeAsync();
    }

    private Reply Answer(Call call)
    {
        var path = call.PathAndQuery.Split('?')[0];
        if (path == "/identity")
            return Json(new JsonObject { ["value"] = Token(call.PathAndQuery.Split("audience=")[1], TimeProvider.System.GetUtcNow()) }.ToJsonString());

        if (path == "/_services/token/.well-known/jwks")
            return Json(Keys());

        if (Status != 200)
            return new Reply(Status, """{"message":"Resource not accessible by integration"}""", "application/json");

        if (path.EndsWith("/approvals", StringComparison.Ordinal))
            return Json(Reviews);

        return Environments.TryGetValue(Uri.UnescapeDataString(path.Split('/')[^1]), out var environment)
            ? Json(environment)
            : new Reply(404, """{"message":"Not Found"}""", "application/json");
    }

    private static Reply Json(string text) => new(200, text, "application/json");

    private static string Encoded(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
