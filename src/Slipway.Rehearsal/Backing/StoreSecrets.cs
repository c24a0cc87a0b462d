using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.Secrets;

namespace Slipway.Rehearsal.Backing;

/// <summary>Puts how a store is reached into Secrets Manager, through its own API: names are refused and versions are kept as for everybody.</summary>
internal sealed class StoreSecrets(SecretsManagerApi api)
{
    /// <summary>Creates the secret, or gives it another version when it says something else.</summary>
    /// <exception cref="AwsError">The name is none for a secret.</exception>
    public async Task<(string Arn, bool Changed)> Keep(SecretPlace place, string json, CancellationToken ct)
    {
        var caller = new Caller("", place.Account, place.Region);
        if (await Current(place, caller, ct) is not { } current)
            return (await Call("CreateSecret", "Name"), true);

        return current.RequiredString("SecretString") == json
            ? (current.RequiredString("ARN"), false)
            : (await Call("PutSecretValue", "SecretId"), true);

        async Task<string> Call(string operation, string key) =>
            (await api.Call(operation, new JsonObject { [key] = place.Name, ["SecretString"] = json }, caller, ct)).RequiredString("ARN");
    }

    private async Task<JsonObject?> Current(SecretPlace place, Caller caller, CancellationToken ct)
    {
        try
        {
            return await api.Call("GetSecretValue", new JsonObject { ["SecretId"] = place.Name }, caller, ct);
        }
        catch (AwsError error) when (error.Code == "ResourceNotFoundException")
        {
            return null;
        }
    }
}
