using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>Checks attributes of target groups and load balancers: names and ranges of AWS's API reference.</summary>
internal static class AttributeInput
{
    public static bool OfLoadBalancer(string key, string value) => key switch
    {
        "idle_timeout.timeout_seconds" => Within(value, 1, 4000),
        "deletion_protection.enabled" => IsFlag(value),
        _ => throw Unknown(key),
    };

    public static bool OfTargetGroup(string key, string value) => key switch
    {
        "deregistration_delay.timeout_seconds" => Within(value, 0, 3600),
        "stickiness.enabled" => IsFlag(value),
        "stickiness.type" => value == "lb_cookie",
        "stickiness.lb_cookie.duration_seconds" => Within(value, 1, 604800),
        "load_balancing.algorithm.type" => value == "round_robin",
        "slow_start.duration_seconds" => value == "0",
        _ => throw Unknown(key),
    };

    public static ImmutableSortedDictionary<string, string> Apply(
        ImmutableSortedDictionary<string, string> before, JsonObject input, Func<string, string, bool> isValid)
    {
        var given = input.Objects("Attributes").Select(one => KeyValuePair.Create(one.Required("Key"), one.OptionalString("Value") ?? "")).ToList();
        foreach (var (key, value) in given.Where(pair => !isValid(pair.Key, pair.Value)))
            throw new AwsError("InvalidConfigurationRequest", $"The value '{value}' is not valid for the attribute '{key}' in the rehearsal cloud");

        return before.SetItems(given);
    }

    private static bool Within(string value, int min, int max) =>
        int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max;

    private static bool IsFlag(string value) => value is "true" or "false";

    private static AwsError Unknown(string key) =>
        new("InvalidConfigurationRequest", $"The attribute key '{key}' is not recognized by the rehearsal cloud");
}
