using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>
/// The roles whose policies are enforced. Every other caller may do everything: a rehearsal has no policies until somebody gives it some. They are
/// forgotten when the cloud ends.
/// </summary>
/// <param name="roleOf">Gives the ARN of the role that a caller took; null: it took none.</param>
/// <param name="arnOf">Gives a caller's own ARN.</param>
internal sealed class ConfinedRoles(Func<Caller, string?> roleOf, Func<Caller, string> arnOf)
{
    private ImmutableDictionary<string, ConfinedRole> _roles = ImmutableDictionary.Create<string, ConfinedRole>(StringComparer.Ordinal);

    /// <summary>Nobody is confined.</summary>
    public static ConfinedRoles None { get; } = new(_ => null, caller => $"arn:aws:iam::{caller.Account}:root");

    public IReadOnlyCollection<ConfinedRole> All => [.. Volatile.Read(ref _roles).Values.OrderBy(role => role.Arn, StringComparer.Ordinal)];

    /// <summary>These are confined from now on, and no others. One whose policy stays as it was goes on remembering.</summary>
    public void Confine(IReadOnlyList<ConfinedRole> roles) =>
        Volatile.Write(ref _roles, roles.ToImmutableDictionary(role => role.Arn, role => Find(role.Arn) is { } known && JsonNode.DeepEquals(known.Text, role.Text) ? known : role, StringComparer.Ordinal));

    public ConfinedRole? Find(string arn) => Volatile.Read(ref _roles).GetValueOrDefault(arn);

    /// <summary>The role of a caller; null: it may do everything.</summary>
    public ConfinedRole? Of(Caller caller) => Volatile.Read(ref _roles).IsEmpty || roleOf(caller) is not { } arn ? null : Find(arn);

    /// <summary>Refuses a call that needs something which the caller's role is not allowed.</summary>
    /// <exception cref="AwsError">In the words of the service.</exception>
    public void Demand(string service, Operation operation, Caller caller)
    {
        if (Of(caller) is not { } role)
            return;

        foreach (var need in CallNeeds.Of(service, operation, caller))
            Demand(role, service, need, caller);
    }

    /// <exception cref="AwsError">In the words of the service.</exception>
    public void Demand(ConfinedRole role, string service, CallNeed need, Caller caller)
    {
        if (!role.Allows(need.Action, need.Resource, need.Context(caller)))
            throw PolicyRefusals.Denied(service, arnOf(caller), need.Action, need.Resource);
    }
}
