using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.GitHub;
using Slipway.Pipelines.Simulation;

namespace Slipway.Rehearsal.GitHub;

/// <summary>Vouches for jobs: signs who they are, and publishes the key that proves it.</summary>
// https://docs.github.com/actions/reference/security/oidc
internal sealed class IdentityIssuer(RunFacts facts, Uri server, TimeProvider time) : IDisposable
{
    private const string KeyId = "simulation";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private readonly RSA _key = RSA.Create(2048);

    public string Issuer => new Uri(server, "_services/token").AbsoluteUri;

    /// <summary>What a job is called where roles are given out: by its environment, or by what it runs for.</summary>
    public string SubjectOf(JobPass job) => OidcSubjects.Of(
        new OidcRepository(facts.Owner, facts.Name),
        job.Environment is { } environment ? OidcSubjects.Environment(environment) : facts.Event == "pull_request" ? "pull_request" : $"ref:{facts.Ref}")[0];

    public string Token(JobPass job, string audience)
    {
        var now = time.GetUtcNow();
        var claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString(),
            ["sub"] = SubjectOf(job),
            ["aud"] = audience,
            ["iss"] = Issuer,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.Add(Lifetime).ToUnixTimeSeconds(),
            ["actor"] = RunFacts.Actor,
            ["event_name"] = facts.Event,
            ["job_workflow_ref"] = facts.WorkflowRef,
            ["ref"] = facts.Ref,
            ["ref_type"] = facts.Ref.StartsWith("refs/tags/", StringComparison.Ordinal) ? "tag" : "branch",
            ["repository"] = facts.Repository,
            ["repository_id"] = $"{RunFacts.RepositoryId}",
            ["repository_owner"] = facts.Owner,
            ["repository_owner_id"] = $"{RunFacts.OwnerId}",
            ["run_attempt"] = "1",
            ["run_id"] = $"{RunFacts.RunId}",
            ["run_number"] = "1",
            ["runner_environment"] = "self-hosted",
            ["sha"] = facts.Sha,
            ["workflow"] = facts.Workflow.Name,
            ["workflow_ref"] = facts.WorkflowRef,
            ["workflow_sha"] = facts.Sha,
        };
        if (job.Environment is { } environment)
            claims["environment"] = environment;

        var text = $"{Encoded(new JsonObject { ["alg"] = "RS256", ["kid"] = KeyId, ["typ"] = "JWT" })}.{Encoded(claims)}";
        return $"{text}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public JsonObject Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["alg"] = "RS256",
                ["use"] = "sig",
                ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            }),
        };
    }

    public JsonObject Configuration() => new() { ["issuer"] = Issuer, ["jwks_uri"] = $"{Issuer}/.well-known/jwks", ["id_token_signing_alg_values_supported"] = new JsonArray("RS256") };

    public void Dispose() => _key.Dispose();

    private static string Encoded(JsonObject part) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(part.ToJsonString()));
}
