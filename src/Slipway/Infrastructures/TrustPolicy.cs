using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Infrastructures;

/// <summary>Reads a role's trust policy.</summary>
internal static class TrustPolicy
{
    /// <summary>Whether some statement lets an AWS service assume the role. Conditions are taken to hold: those on tasks name accounts and ARNs that only a run knows.</summary>
    public static bool Allows(string policy, string service)
    {
        try
        {
            return Many(JsonNode.Parse(policy)?["Statement"]).OfType<JsonObject>().Any(statement =>
                $"{statement["Effect"]}" == "Allow" && Many(statement["Action"]).Any(Assumes) && IsFor(statement["Principal"], service));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool Assumes(JsonNode? action) => $"{action}".ToLowerInvariant() is "sts:assumerole" or "sts:assume*" or "sts:*" or "*";

    private static bool IsFor(JsonNode? principal, string service) =>
        principal is JsonObject kinds ? Many(kinds["Service"]).Any(name => $"{name}" == service) : $"{principal}" == "*";

    /// <summary>Where a policy may have a list it may have one element without the list.</summary>
    private static IReadOnlyList<JsonNode?> Many(JsonNode? node) =>
        node is JsonArray list ? [.. list] : node is null ? [] : [node];
}
