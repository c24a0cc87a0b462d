using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>
/// Checks a lifecycle policy as ECR does when it is put; the rehearsal never expires anything
/// (https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html).
/// </summary>
internal static class LifecyclePolicy
{
    /// <exception cref="AwsError">InvalidParameterException, with the first thing that is wrong.</exception>
    public static void Check(string text)
    {
        if (text.Length is < 100 or > 30720)
            throw Invalid($"the policy must have 100 to 30720 characters, found {text.Length}");

        try
        {
            var policy = JsonNode.Parse(text) as JsonObject ?? throw Invalid("the policy must be a JSON object");
            var rules = policy.Objects("rules");
            if (rules.Count is 0 or > 50)
                throw Invalid($"the policy must have 1 to 50 rules, found {rules.Count}");

            var priorities = rules.Select(Rule).ToList();
            if (priorities.Distinct().Count() < priorities.Count)
                throw Invalid("the priorities of the rules must differ");
        }
        catch (JsonException exception)
        {
            throw Invalid(exception.Message);
        }
        catch (AwsError error) when (error.Code == "SerializationException")
        {
            throw Invalid(error.Message);
        }
    }

    private static int Rule(JsonObject rule)
    {
        var priority = rule.OptionalInt("rulePriority") is > 0 and var number ? number : throw Invalid("rulePriority must be a positive number");
        var selection = rule.OptionalObject("selection") ?? throw Invalid("a rule needs a selection");
        var status = selection.OptionalChoice("tagStatus", ["tagged", "untagged", "any"]) ?? throw Invalid("a selection needs a tagStatus");
        var lists = selection.Strings("tagPrefixList").Count + selection.Strings("tagPatternList").Count;
        if (status == "tagged" && lists == 0)
            throw Invalid("tagStatus 'tagged' needs a tagPrefixList or a tagPatternList");

        if (status != "tagged" && lists > 0)
            throw Invalid($"tagStatus '{status}' takes no tagPrefixList and no tagPatternList");

        var type = selection.OptionalChoice("countType", ["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"])
            ?? throw Invalid("a selection needs a countType");
        if (selection.OptionalInt("countNumber") is not > 0)
            throw Invalid("countNumber must be a positive number");

        if (type != "imageCountMoreThan" && selection.OptionalString("countUnit") != "days")
            throw Invalid($"countType '{type}' needs the countUnit 'days'");

        if (type == "imageCountMoreThan" && selection.Has("countUnit"))
            throw Invalid("countType 'imageCountMoreThan' takes no countUnit");

        var action = rule.OptionalObject("action") ?? throw Invalid("a rule needs an action");
        return action.OptionalChoice("type", ["expire", "transition"]) is null ? throw Invalid("an action needs a type") : priority;
    }

    private static AwsError Invalid(string reason) =>
        new("InvalidParameterException", $"Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy validation failure: {reason}'");
}
