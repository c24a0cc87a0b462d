using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Secrets;

/// <summary>AWS Secrets Manager's API.</summary>
internal sealed partial class SecretsManagerApi(SecretVault vault, TimeProvider clock) : IAwsApi
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <inheritdoc/>
    public string SigningName => "secretsmanager";

    /// <inheritdoc/>
    public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) =>
        Task.FromResult(operation switch
        {
            "CreateSecret" => Create(input, caller),
            "PutSecretValue" => PutValue(input, caller),
            "DescribeSecret" => Describe(Named(input, caller), "VersionIdsToStages"),
            "GetSecretValue" => GetValue(input, caller),
            "ListSecrets" => List(input, caller),
            "DeleteSecret" => Delete(input, caller),
            _ => throw AwsError.UnknownOperation(operation),
        });

    private JsonObject Create(JsonObject input, Caller caller)
    {
        var name = input.RequiredString("Name");
        if (!ValidName().IsMatch(name))
            throw new AwsError("ValidationException", $"Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!, found '{name}'");

        if (vault.Find(name, caller.Account, caller.Region) is not null)
            throw new AwsError("ResourceExistsException", $"The operation failed because the secret {name} already exists.");

        var now = clock.GetUtcNow();
        var suffix = RandomNumberGenerator.GetString(Alphanumeric, 6);
        var arn = $"arn:aws:secretsmanager:{caller.Region}:{caller.Account}:secret:{name}-{suffix}";
        var secret = new StoredSecret(arn, name, caller.Account, caller.Region, now)
        {
            Description = input.OptionalString("Description"),
            Tags = input.Objects("Tags").ToImmutableSortedDictionary(tag => tag.RequiredString("Key"), tag => tag.OptionalString("Value") ?? ""),
        };

        // A secret may be made empty; its value follows.
        var valued = input.Has("SecretString") || input.Has("SecretBinary") ? secret.With(Version(input, now)) : secret;
        vault.Keep(valued);
        return new JsonObject { ["ARN"] = arn, ["Name"] = name, ["VersionId"] = valued.Staged(StoredSecret.Current)?.Id };
    }

    private JsonObject PutValue(JsonObject input, Caller caller)
    {
        var secret = Named(input, caller).With(Version(input, clock.GetUtcNow()));
        vault.Keep(secret);
        var current = secret.Staged(StoredSecret.Current)!;
        return new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name, ["VersionId"] = current.Id, ["VersionStages"] = Texts(current.Stages) };
    }

    private JsonObject GetValue(JsonObject input, Caller caller)
    {
        var secret = Named(input, caller);
        var stage = input.OptionalString("VersionStage");
        var version = input.OptionalString("VersionId") is { } id
            ? secret.Versions.FirstOrDefault(each => each.Id == id && (stage is null || each.Stages.Contains(stage, StringComparer.Ordinal)))
            : secret.Staged(stage ?? StoredSecret.Current);
        if (version is null)
            throw NotFound($"Secrets Manager can't find the specified secret value for staging label: {stage ?? StoredSecret.Current}");

        return new JsonObject
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["VersionId"] = version.Id,
            ["SecretString"] = version.Text,
            ["SecretBinary"] = version.Base64,
            ["VersionStages"] = Texts(version.Stages),
            ["CreatedDate"] = JsonValue.Create(version.CreatedAt),
        };
    }

    private JsonObject List(JsonObject input, Caller caller)
    {
        var (secrets, next) = SecretListing.Page(input, vault.Of(caller.Account, caller.Region));
        return new JsonObject { ["SecretList"] = new JsonArray([.. secrets.Select(secret => Describe(secret, "SecretVersionsToStages"))]), ["NextToken"] = next };
    }

    private JsonObject Delete(JsonObject input, Caller caller)
    {
        var secret = Named(input, caller);
        vault.Remove(secret.Arn);
        return new JsonObject { ["ARN"] = secret.Arn, ["Name"] = secret.Name, ["DeletionDate"] = JsonValue.Create(clock.GetUtcNow()) };
    }

    /// <param name="versions">What its versions are called: lists and descriptions have two names for them.</param>
    private static JsonObject Describe(StoredSecret secret, string versions) =>
        new()
        {
            ["ARN"] = secret.Arn,
            ["Name"] = secret.Name,
            ["Description"] = secret.Description,
            ["LastChangedDate"] = JsonValue.Create(secret.ChangedAt),
            ["CreatedDate"] = JsonValue.Create(secret.CreatedAt),
            ["Tags"] = new JsonArray([.. secret.Tags.Select(tag => new JsonObject { ["Key"] = tag.Key, ["Value"] = tag.Value })]),
            [versions] = new JsonObject(secret.Versions.Select(version => KeyValuePair.Create(version.Id, (JsonNode?)Texts(version.Stages)))),
        };

    private static SecretVersion Version(JsonObject input, DateTimeOffset now)
    {
        var (text, base64) = (input.OptionalString("SecretString"), input.OptionalString("SecretBinary"));
        return text is null == base64 is null
            ? throw new AwsError("InvalidParameterException", "You must provide either SecretString or SecretBinary.")
            : new SecretVersion(input.OptionalString("ClientRequestToken") ?? Guid.NewGuid().ToString(), text, base64, now);
    }

    private StoredSecret Named(JsonObject input, Caller caller) =>
        vault.Find(input.RequiredString("SecretId"), caller.Account, caller.Region) ?? throw NotFound("Secrets Manager can't find the specified secret.");

    private static AwsError NotFound(string message) => new("ResourceNotFoundException", message);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);

    [GeneratedRegex("^[A-Za-z0-9/_+=.@!-]{1,512}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ValidName();
}
