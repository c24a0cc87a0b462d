using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>A policy: of a bucket, or of whoever calls (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).</summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    /// <summary>Whether it lets everybody in, as Block Public Access understands it.</summary>
    public bool IsPublic => Statements.Any(statement => statement.IsPublic);

    /// <summary>The policy of a role or a user: its statements name no principal, since they are about that one alone.</summary>
    /// <exception cref="AwsError">MalformedPolicy: it is none, or has a condition that the rehearsal cloud cannot judge.</exception>
    public static PolicyDocument OfIdentity(string text) => Parse(text, statement =>
        statement["Principal"] is null && statement["NotPrincipal"] is null
            ? PolicyStatement.Parse(statement, PolicyPrincipals.Everybody)
            : throw PolicyRefusals.Malformed("Policy document should not specify a principal."));

    /// <param name="statement">Reads one statement.</param>
    /// <exception cref="AwsError">MalformedPolicy.</exception>
    public static PolicyDocument Parse(string text, Func<JsonObject, PolicyStatement> statement)
    {
        var policy = Json(text);
        if ((string?)(policy["Version"] as JsonValue) is not (null or "2012-10-17" or "2008-10-17"))
            throw PolicyRefusals.Malformed("The policy must contain a valid version string");

        var statements = policy["Statement"] switch
        {
            JsonArray { Count: > 0 } many => many.ToList(),
            JsonObject one => [one],
            _ => throw PolicyRefusals.Malformed("Missing required field Statement"),
        };
        return new PolicyDocument([.. statements.Select(each => statement(each as JsonObject ?? throw PolicyRefusals.Malformed("Invalid policy syntax.")))]);
    }

    /// <summary>An explicit Deny wins over everything, and without an Allow there is none.</summary>
    public PolicyEffect Judge(PolicyQuestion question)
    {
        var effects = Statements.Where(statement => statement.Applies(question)).Select(statement => statement.Effect).ToList();
        return effects.Contains(PolicyEffect.Deny) ? PolicyEffect.Deny
            : effects.Contains(PolicyEffect.Allow) ? PolicyEffect.Allow
            : PolicyEffect.None;
    }

    private static JsonObject Json(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw PolicyRefusals.Malformed("Policies must be valid JSON and the first byte must be '{'");
        }
    }
}

internal enum PolicyEffect
{
    None,
    Allow,
    Deny,
}

/// <summary>What a policy is asked.</summary>
/// <param name="Context">The condition keys of the request, by name in lower case.</param>
internal sealed record PolicyQuestion(Requester Requester, string Action, string Resource, IReadOnlyDictionary<string, string> Context);

/// <summary>
/// Who asks: an account, a service on behalf of one of its resources, or (both null) somebody who signed nothing. A bucket's policy does
/// not tell the roles and users of an account apart.
/// </summary>
/// <param name="Role">The role that the caller took, where it may not do everything; null: what IAM would have to allow is taken as allowed.</param>
internal sealed record Requester(string? Account, string? Service = null, ConfinedRole? Role = null);
