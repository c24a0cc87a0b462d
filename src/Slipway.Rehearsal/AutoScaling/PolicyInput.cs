using System.Text.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.AutoScaling;

/// <summary>Reads what a scaling policy does.</summary>
internal static class PolicyInput
{
    public const string Tracking = "TargetTrackingScaling";
    private const string Step = "StepScaling";

    private static readonly string[] Metrics = ["ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization", "ALBRequestCountPerTarget"];

    public static string MemberOf(string type) => $"{type}PolicyConfiguration";

    /// <param name="before">The type of the policy that is replaced, which holds where none is named; null: there is none.</param>
    /// <exception cref="AwsError">ValidationException.</exception>
    public static (string Type, JsonObject Configuration) Read(JsonObject input, string? before)
    {
        var type = input.OptionalString("PolicyType") ?? before ?? Step;
        if (type is not (Tracking or Step))
            throw ScalingInput.Invalid($"The rehearsal cloud has policies of {Tracking} and {Step} alone, found '{type}'");

        var configuration = input.OptionalObject(MemberOf(type)) ?? throw ScalingInput.Invalid($"{MemberOf(type)} is required for policies of type {type}");
        if (type == Tracking)
            CheckTracking(configuration);
        else
            CheckSteps(configuration);

        return (type, configuration.DeepClone().AsObject());
    }

    /// <summary>Whether a policy tracks the same metric as another would.</summary>
    public static bool TracksSame(ScalingPolicy policy, string type, JsonObject configuration) =>
        policy.Type == Tracking && type == Tracking && JsonNode.DeepEquals(Specification(policy.Configuration), Specification(configuration));

    /// <summary>The name of the predefined metric that is tracked; null: another one.</summary>
    public static string? Metric(JsonObject configuration) => configuration.OptionalObject("PredefinedMetricSpecification")?.OptionalString("PredefinedMetricType");

    public static double TargetValue(JsonObject configuration) =>
        configuration["TargetValue"] is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? value.Deserialize<double>() : throw ScalingInput.Invalid("TargetValue must be specified");

    private static JsonObject? Specification(JsonObject configuration) =>
        configuration.OptionalObject("PredefinedMetricSpecification") ?? configuration.OptionalObject("CustomizedMetricSpecification");

    private static void CheckTracking(JsonObject configuration)
    {
        if (configuration.Has("PredefinedMetricSpecification") == configuration.Has("CustomizedMetricSpecification"))
            throw ScalingInput.Invalid("Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must be specified");

        var metric = Metric(configuration);
        if (configuration.Has("PredefinedMetricSpecification") && !Metrics.Contains(metric, StringComparer.Ordinal))
            throw ScalingInput.Invalid($"Unsupported metric type '{metric}' for service namespace ecs; valid are {string.Join(", ", Metrics)}");

        // "The value must be a valid number based on the choice of metric" (API_TargetTrackingScalingPolicyConfiguration).
        var value = TargetValue(configuration);
        if (value <= 0 || (metric?.EndsWith("Utilization", StringComparison.Ordinal) == true && value > 100))
            throw ScalingInput.Invalid($"TargetValue {value} is not valid for {metric ?? "the metric"}");

        foreach (var cooldown in new[] { "ScaleInCooldown", "ScaleOutCooldown" })
        {
            if (configuration.OptionalInt(cooldown) < 0)
                throw ScalingInput.Invalid($"{cooldown} must not be negative");
        }
    }

    private static void CheckSteps(JsonObject configuration)
    {
        _ = configuration.OptionalChoice("AdjustmentType", ["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"], "ValidationException")
            ?? throw ScalingInput.Invalid("AdjustmentType must be specified for step scaling policies");
        if (configuration.Objects("StepAdjustments") is not { Count: >= 1 and <= 20 })
            throw ScalingInput.Invalid("A step scaling policy has 1 to 20 step adjustments");
    }
}
