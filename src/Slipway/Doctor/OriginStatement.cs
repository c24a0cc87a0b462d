using System.Text.Json.Nodes;

namespace Slipway.Doctor;

/// <summary>Reads whether a bucket's policy lets a distribution read it: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html</summary>
internal static class OriginStatement
{
    /// <param name="policy">JSON; null: none.</param>
    public static bool Allows(string? policy, string distribution)
    {
        var statements = policy is null ? null : JsonNode.Parse(policy)?["Statement"];
        return Many(statements).OfType<JsonObject>().Any(statement =>
            $"{statement["Effect"]}" == "Allow" && IsCloudFront(statement["Principal"], statement, distribution) && Texts(statement["Action"]).Any(action => action is "*" or "s3:*" or "s3:Get*" or "s3:GetObject" or "s3:GetObject*"));
    }

    private static bool IsCloudFront(JsonNode? principal, JsonObject statement, string distribution) => principal is JsonObject named
        && (Texts(named["Service"]).Contains("cloudfront.amazonaws.com") ? IsFor(statement["Condition"] as JsonObject, distribution)
            // The identity that there was before origin access control is named by itself.
            : Texts(named["AWS"]).Any(arn => arn.Contains("CloudFront Origin Access Identity", StringComparison.Ordinal)) || named.ContainsKey("CanonicalUser"));

    /// <summary>A statement without a condition is for every distribution; one by account alone is for this one, too.</summary>
    private static bool IsFor(JsonObject? condition, string distribution)
    {
        var arns = (condition ?? []).SelectMany(kind => kind.Value as JsonObject ?? []).Where(pair => string.Equals(pair.Key, "aws:SourceArn", StringComparison.OrdinalIgnoreCase)).SelectMany(pair => Texts(pair.Value)).ToList();
        return arns.Count == 0 || arns.Any(arn => arn.EndsWith($":distribution/{distribution}", StringComparison.Ordinal) || arn.EndsWith(":distribution/*", StringComparison.Ordinal));
    }

    private static IEnumerable<string> Texts(JsonNode? node) => Many(node).Select(one => $"{one}");

    private static IEnumerable<JsonNode?> Many(JsonNode? node) => node switch
    {
        null => (IEnumerable<JsonNode?>)[],
        // Its nodes have a parent, so that no array can be made of them.
        JsonArray several => several,
        var one => new[] { one },
    };
}
