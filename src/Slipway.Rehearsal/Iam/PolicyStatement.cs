using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Iam;

/// <summary>One statement of a policy.</summary>
internal sealed record PolicyStatement(
    PolicyEffect Effect, PolicyPrincipals Principals, PolicyList Actions, PolicyList Resources, IReadOnlyList<PolicyCondition> Conditions)
{
    private static readonly string[] Members = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public bool IsPublic => Effect == PolicyEffect.Allow && Principals.AreAll && !Conditions.Any(condition => condition.Narrows);

    /// <param name="principals">Whom it is about.</param>
    /// <exception cref="Protocols.AwsError">MalformedPolicy.</exception>
    public static PolicyStatement Parse(JsonObject statement, PolicyPrincipals principals)
    {
        if (statement.FirstOrDefault(member => !Members.Contains(member.Key)).Key is { } unknown)
            throw PolicyRefusals.Malformed($"Unknown field {unknown}");

        var effect = (statement[nameof(Effect)] as JsonValue)?.ToString() switch
        {
            "Allow" => PolicyEffect.Allow,
            "Deny" => PolicyEffect.Deny,
            null => throw PolicyRefusals.Malformed("Missing required field Effect"),
            var other => throw PolicyRefusals.Malformed($"Invalid effect: {other}"),
        };
        return new PolicyStatement(
            effect, principals, PolicyList.Parse(statement, "Action"), PolicyList.Parse(statement, "Resource"), PolicyCondition.Parse(statement["Condition"]));
    }

    public bool Applies(PolicyQuestion question) =>
        Principals.Match(question.Requester)
        && Actions.Match(question.Action, ignoreCase: true)
        && Resources.Match(question.Resource, ignoreCase: false)
        && Conditions.All(condition => condition.Holds(question.Context));
}

/// <summary>The actions or the resources of a statement, or (negated) all others.</summary>
internal sealed record PolicyList(IReadOnlyList<string> Values, bool Negated)
{
    public static PolicyList Parse(JsonObject statement, string name)
    {
        var (given, negated) = (statement[name], statement[$"Not{name}"]);
        if (given is null == negated is null)
            throw PolicyRefusals.Malformed($"Missing required field {name}");

        return new PolicyList(Texts(given ?? negated), given is null);
    }

    public bool Match(string text, bool ignoreCase) => Values.Any(pattern => Wildcard.Matches(pattern, text, ignoreCase)) != Negated;

    /// <summary>One text, or a list of them.</summary>
    public static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonValue one => [one.ToString()],
        JsonArray { Count: > 0 } many when many.All(each => each is JsonValue) => [.. many.Select(each => each!.ToString())],
        _ => throw PolicyRefusals.Malformed("Invalid policy syntax."),
    };
}
