using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.SecretsManager;
using Amazon.SecretsManager.Model;
using Slipway.Output;

namespace Slipway.Provisioning;

/// <summary>
/// Gives the rehearsal a random value for every secret that services name and nobody made, so that a fresh machine needs no preparation. A secret
/// that is there keeps its values; a key that it lacks is added.
/// </summary>
internal sealed class AwsRehearsalSecrets(IAmazonSecretsManager secrets, IOutput output)
{
    /// <param name="made">Names of secrets that are made by others, such as those of backing stores.</param>
    public async Task Ensure(Application application, DeployEnvironment environment, IReadOnlyCollection<string> made, CancellationToken ct)
    {
        var wanted = application.Services.SelectMany(service => service.Secrets.Values)
            .Where(secret => !made.Contains(secret.NameIn(environment)))
            .GroupBy(secret => secret.NameIn(environment), secret => secret.Key, StringComparer.Ordinal);

        foreach (var secret in wanted)
            await Ensure(secret.Key, [.. secret.OfType<string>().Distinct(StringComparer.Ordinal)], ct);
    }

    private async Task Ensure(string name, IReadOnlyList<string> keys, CancellationToken ct)
    {
        var (exists, text) = await Value(name, ct);
        if (!exists)
        {
            await secrets.CreateSecretAsync(new CreateSecretRequest { Name = name, SecretString = keys.Count == 0 ? Random() : With([], keys).ToJsonString() }, ct);
            output.Emit(new RehearsalSecretMade(name));
        }
        else if (Object(text) is { } found && keys.Any(key => !found.ContainsKey(key)))
        {
            await secrets.PutSecretValueAsync(new PutSecretValueRequest { SecretId = name, SecretString = With(found, keys).ToJsonString() }, ct);
            output.Emit(new RehearsalSecretMade(name));
        }
    }

    private async Task<(bool Exists, string? Text)> Value(string name, CancellationToken ct)
    {
        try
        {
            return (true, (await secrets.GetSecretValueAsync(new GetSecretValueRequest { SecretId = name }, ct)).SecretString);
        }
        catch (ResourceNotFoundException)
        {
            return (false, null);
        }
    }

    private static JsonObject With(JsonObject found, IReadOnlyList<string> keys)
    {
        foreach (var key in keys.Where(key => !found.ContainsKey(key)))
            found[key] = Random();

        return found;
    }

    /// <summary>Null: a person put something there that is no JSON object; it is theirs.</summary>
    private static JsonObject? Object(string? text)
    {
        try
        {
            return text is null ? null : JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}

/// <summary>A secret of the rehearsal got a random value.</summary>
internal sealed record RehearsalSecretMade(string Name) : OutputEvent
{
    public override string Text => $"Secret {Name} has a random value in the rehearsal; aws secretsmanager put-secret-value sets yours";
}
