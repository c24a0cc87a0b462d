using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Slipway.Pipelines.Access;

namespace Slipway.Pipelines.Simulation;

/// <summary>Makes the rehearsal cloud hold roles to their policies: what the generated templates allow a job is all that it can do.</summary>
/// <param name="aws">The rehearsal cloud.</param>
internal sealed class RehearsalRoles(Uri aws)
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private Uri Address => new(aws, "/_slipway/roles");

    /// <summary>These roles are held to their policies from now on, and no others.</summary>
    /// <exception cref="DeployException">The rehearsal cloud did not take a policy.</exception>
    public async Task Confine(IReadOnlyList<AccessRole> roles, CancellationToken ct)
    {
        var wanted = new JsonArray([.. roles.Select(role => new JsonObject { ["role"] = role.Arn, ["policy"] = Filled(role.Policy) })]);
        using var answer = await Http.PutAsJsonAsync(Address, wanted, ct);
        if (!answer.IsSuccessStatusCode)
            throw new DeployException($"The rehearsal cloud did not take the policies of the jobs' roles. Nothing ran.\n{await answer.Content.ReadAsStringAsync(ct)}");
    }

    /// <summary>No role is held to anything any more.</summary>
    public async Task Free()
    {
        using var answer = await Http.DeleteAsync(Address, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>With what CloudFormation would ask whoever makes the roles; anything where it cannot know.</summary>
    private static JsonNode Filled(AccessPolicy policy) => JsonNode.Parse(
        policy.Parameters.Aggregate(policy.Document.ToJsonString(), (text, parameter) => text.Replace(parameter.Reference, parameter.Default ?? "*", StringComparison.Ordinal)))!;
}
