using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>A bucket policy (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).</summary>
internal sealed record PolicyDocument(IReadOnlyList<PolicyStatement> Statements)
{
    private const int Largest = 20 * 1024;

    /// <summary>Whether it lets everybody in, as Block Public Access understands it.</summary>
    public bool IsPublic => Statements.Any(statement => statement.IsPublic);

    /// <exception cref="AwsError">MalformedPolicy: it is none, or none for this bucket, or has a condition that the rehearsal cloud cannot judge.</exception>
    public static PolicyDocument Parse(string text, BucketSettings bucket)
    {
        if (Encoding.UTF8.GetByteCount(text) > Largest)
            throw S3Refusals.MalformedPolicy("Policy exceeds the maximum allowed document size.");

        var policy = Json(text);
        if ((string?)(policy["Version"] as JsonValue) is not (null or "2012-10-17" or "2008-10-17"))
            throw S3Refusals.MalformedPolicy("The policy must contain a valid version string");

        var statements = policy["Statement"] switch
        {
            JsonArray { Count: > 0 } many => many.ToList(),
            JsonObject one => [one],
            _ => throw S3Refusals.MalformedPolicy("Missing required field Statement"),
        };
        return new PolicyDocument([.. statements.Select(statement => PolicyStatement.Parse(
            statement as JsonObject ?? throw S3Refusals.MalformedPolicy("Invalid policy syntax."), bucket))]);
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
            throw S3Refusals.MalformedPolicy("Policies must be valid JSON and the first byte must be '{'");
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
/// Who asks: an account, a service on behalf of one of its resources, or (both null) somebody who signed nothing. Roles and users
/// are not told apart within an account.
/// </summary>
internal sealed record Requester(string? Account, string? Service = null);
