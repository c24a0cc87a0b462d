using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Secrets;

/// <summary>The secrets of all accounts, by ARN. They lie in the state folder in the clear: the rehearsal has no real ones.</summary>
internal sealed class SecretVault : ISecrets
{
    private const string Document = "secrets";
    private readonly IStateStore _state;
    private readonly Lock _gate = new();
    private ImmutableSortedDictionary<string, StoredSecret> _byArn;

    /// <exception cref="DeployException">The saved state cannot be read.</exception>
    public SecretVault(IStateStore state)
    {
        _state = state;
        _byArn = state.Load<Saved>(Document)?.Secrets ?? ImmutableSortedDictionary.Create<string, StoredSecret>(StringComparer.Ordinal);
    }

    /// <summary>By full ARN, by ARN without its suffix, or by name; null: there is none.</summary>
    public StoredSecret? Find(string id, string account, string region)
    {
        lock (_gate)
        {
            return _byArn.GetValueOrDefault(id)
                ?? _byArn.Values.FirstOrDefault(secret => secret.Arn[..^7] == id || (secret.Name == id && secret.Account == account && secret.Region == region));
        }
    }

    public IReadOnlyList<StoredSecret> Of(string account, string region)
    {
        lock (_gate)
            return [.. _byArn.Values.Where(secret => secret.Account == account && secret.Region == region)];
    }

    public void Keep(StoredSecret secret)
    {
        lock (_gate)
            Save(_byArn.SetItem(secret.Arn, secret));
    }

    public void Remove(string arn)
    {
        lock (_gate)
            Save(_byArn.Remove(arn));
    }

    /// <inheritdoc/>
    public string Resolve(string valueFrom)
    {
        var reference = SecretReference.Parse(valueFrom)
            ?? throw new AwsError("InvalidParameterException", $"invalid ARN format for the AWS Secrets Manager ARN in the secret definition: {valueFrom}");

        StoredSecret? secret;
        lock (_gate)
            secret = _byArn.GetValueOrDefault(reference.Arn);

        var version = reference.Version is { } id
            ? secret?.Versions.FirstOrDefault(each => each.Id == id)
            : secret?.Staged(reference.Stage ?? StoredSecret.Current);
        if (version is null)
            throw new AwsError("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value: {valueFrom}");

        return reference.Key is null
            ? version.Text ?? throw new AwsError("InvalidParameterException", $"the secret {reference.Arn} is binary")
            : ValueOf(version.Text, reference.Key)
                ?? throw new AwsError("InvalidParameterException", $"retrieved secret from Secrets Manager did not contain json key {reference.Key}");
    }

    private static string? ValueOf(string? json, string key)
    {
        try
        {
            return (json is null ? null : JsonNode.Parse(json) as JsonObject)?[key] switch
            {
                null => null,
                JsonValue value when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
                var other => other.ToJsonString(),
            };
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private void Save(ImmutableSortedDictionary<string, StoredSecret> secrets)
    {
        _state.Save(Document, new Saved(secrets));
        _byArn = secrets;
    }

    private sealed record Saved(ImmutableSortedDictionary<string, StoredSecret> Secrets);
}

/// <param name="Arn">With the six characters that AWS adds.</param>
internal sealed record StoredSecret(string Arn, string Name, string Account, string Region, DateTimeOffset CreatedAt)
{
    public const string Current = "AWSCURRENT";
    public const string Previous = "AWSPREVIOUS";

    public string? Description { get; init; }

    public DateTimeOffset ChangedAt { get; init; } = CreatedAt;

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SecretVersion> Versions { get; init; } = [];

    public SecretVersion? Staged(string stage) => Versions.LastOrDefault(version => version.Stages.Contains(stage, StringComparer.Ordinal));

    /// <summary>With a new current version; the one before becomes the previous one, and what was that is forgotten.</summary>
    public StoredSecret With(SecretVersion version) =>
        this with
        {
            ChangedAt = version.CreatedAt,
            Versions =
            [
                .. Versions.Where(old => old.Stages.Contains(Current, StringComparer.Ordinal)).Select(old => old with { Stages = [Previous] }),
                version with { Stages = [Current] },
            ],
        };
}

internal sealed record SecretVersion(string Id, string? Text, string? Base64, DateTimeOffset CreatedAt)
{
    public IReadOnlyList<string> Stages { get; init; } = [];
}
