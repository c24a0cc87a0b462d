using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Rehearsal.S3;

/// <summary>One statement of a bucket policy.</summary>
internal sealed partial record PolicyStatement(
    PolicyEffect Effect, PolicyPrincipals Principals, PolicyList Actions, PolicyList Resources, IReadOnlyList<PolicyCondition> Conditions)
{
    private static readonly string[] Members = ["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

    public bool IsPublic => Effect == PolicyEffect.Allow && Principals.AreAll && !Conditions.Any(condition => condition.Narrows);

    public static PolicyStatement Parse(JsonObject statement, BucketSettings bucket)
    {
        if (statement.FirstOrDefault(member => !Members.Contains(member.Key)).Key is { } unknown)
            throw S3Refusals.MalformedPolicy($"Unknown field {unknown}");

        var effect = (statement[nameof(Effect)] as JsonValue)?.ToString() switch
        {
            "Allow" => PolicyEffect.Allow,
            "Deny" => PolicyEffect.Deny,
            null => throw S3Refusals.MalformedPolicy("Missing required field Effect"),
            var other => throw S3Refusals.MalformedPolicy($"Invalid effect: {other}"),
        };
        var parsed = new PolicyStatement(
            effect, PolicyPrincipals.Parse(statement), PolicyList.Parse(statement, "Action"), PolicyList.Parse(statement, "Resource"),
            PolicyCondition.Parse(statement["Condition"]));

        parsed.Validate(bucket);
        return parsed;
    }

    public bool Applies(PolicyQuestion question) =>
        Principals.Match(question.Requester)
        && Actions.Match(question.Action, ignoreCase: true)
        && Resources.Match(question.Resource, ignoreCase: false)
        && Conditions.All(condition => condition.Holds(question.Context));

    /// <summary>Whether an action is one on objects; all others are on buckets.</summary>
    private static bool IsOnObjects(string action) => ObjectAction().IsMatch(action);

    private void Validate(BucketSettings bucket)
    {
        if (Actions.Values.FirstOrDefault(action => action != "*" && !action.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)) is not null)
            throw S3Refusals.MalformedPolicy("Policy has invalid action");

        if (Resources.Values.Any(resource => resource != bucket.Arn && !resource.StartsWith($"{bucket.Arn}/", StringComparison.Ordinal) && !IsPatternFor(resource, bucket)))
            throw S3Refusals.MalformedPolicy("Policy has invalid resource");

        if (Actions.Negated || Resources.Negated)
            return;

        var (objects, buckets) = (Resources.Values.Any(IsOfObjects), Resources.Values.Any(resource => !resource.Contains('/', StringComparison.Ordinal)));
        if (Actions.Values.Any(action => !Wildcard.IsOne(action) && !(IsOnObjects(action) ? objects : buckets)))
            throw S3Refusals.MalformedPolicy("Action does not apply to any resource(s) in statement");
    }

    private static bool IsOfObjects(string resource) => resource.Contains('/', StringComparison.Ordinal) || resource.EndsWith('*');

    private static bool IsPatternFor(string resource, BucketSettings bucket) =>
        Wildcard.IsOne(resource) && Wildcard.Matches(resource.Split('/')[0], bucket.Arn);

    [GeneratedRegex("^s3:((Get|Put|Delete|Restore|Replicate)(Object|Initiate).*|AbortMultipartUpload|ListMultipartUploadParts|BypassGovernanceRetention)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ObjectAction();
}

/// <summary>The actions or the resources of a statement, or (negated) all others.</summary>
internal sealed record PolicyList(IReadOnlyList<string> Values, bool Negated)
{
    public static PolicyList Parse(JsonObject statement, string name)
    {
        var (given, negated) = (statement[name], statement[$"Not{name}"]);
        if (given is null == negated is null)
            throw S3Refusals.MalformedPolicy($"Missing required field {name}");

        return new PolicyList(Texts(given ?? negated), given is null);
    }

    public bool Match(string text, bool ignoreCase) => Values.Any(pattern => Wildcard.Matches(pattern, text, ignoreCase)) != Negated;

    /// <summary>One text, or a list of them.</summary>
    public static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonValue one => [one.ToString()],
        JsonArray { Count: > 0 } many when many.All(each => each is JsonValue) => [.. many.Select(each => each!.ToString())],
        _ => throw S3Refusals.MalformedPolicy("Invalid policy syntax."),
    };
}
