using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>Reads the policy of a bucket, and refuses what S3 refuses of one.</summary>
internal static partial class BucketPolicyText
{
    private const int Largest = 20 * 1024;

    /// <exception cref="AwsError">MalformedPolicy: it is none, or none for this bucket, or has a condition that the rehearsal cloud cannot judge.</exception>
    public static PolicyDocument Parse(string text, BucketSettings bucket)
    {
        if (Encoding.UTF8.GetByteCount(text) > Largest)
            throw PolicyRefusals.Malformed("Policy exceeds the maximum allowed document size.");

        return PolicyDocument.Parse(text, statement => Statement(statement, bucket));
    }

    private static PolicyStatement Statement(JsonObject statement, BucketSettings bucket)
    {
        var parsed = PolicyStatement.Parse(statement, PolicyPrincipals.Parse(statement));
        Validate(parsed, bucket);
        return parsed;
    }

    /// <summary>Whether an action is one on objects; all others are on buckets.</summary>
    private static bool IsOnObjects(string action) => ObjectAction().IsMatch(action);

    private static void Validate(PolicyStatement statement, BucketSettings bucket)
    {
        var (actions, resources) = (statement.Actions, statement.Resources);
        if (actions.Values.FirstOrDefault(action => action != "*" && !action.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)) is not null)
            throw PolicyRefusals.Malformed("Policy has invalid action");

        if (resources.Values.Any(resource => resource != bucket.Arn && !resource.StartsWith($"{bucket.Arn}/", StringComparison.Ordinal) && !IsPatternFor(resource, bucket)))
            throw PolicyRefusals.Malformed("Policy has invalid resource");

        if (actions.Negated || resources.Negated)
            return;

        var (objects, buckets) = (resources.Values.Any(IsOfObjects), resources.Values.Any(resource => !resource.Contains('/', StringComparison.Ordinal)));
        if (actions.Values.Any(action => !Wildcard.IsOne(action) && !(IsOnObjects(action) ? objects : buckets)))
            throw PolicyRefusals.Malformed("Action does not apply to any resource(s) in statement");
    }

    private static bool IsOfObjects(string resource) => resource.Contains('/', StringComparison.Ordinal) || resource.EndsWith('*');

    private static bool IsPatternFor(string resource, BucketSettings bucket) =>
        Wildcard.IsOne(resource) && Wildcard.Matches(resource.Split('/')[0], bucket.Arn);

    [GeneratedRegex("^s3:((Get|Put|Delete|Restore|Replicate)(Object|Initiate).*|AbortMultipartUpload|ListMultipartUploadParts|BypassGovernanceRetention)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ObjectAction();
}
