using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// What a deploymentConfiguration may say
/// (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html and the types that it names).
/// </summary>
internal static class StrategyRules
{
    private const int LongestBake = 1440;
    private const int MostHooks = 10;
    private const int LongestPause = 20160;

    /// <summary>Whether it is one of the strategies that shift traffic between two target groups.</summary>
    public static bool Shifts(JsonObject configuration) => configuration.OptionalString("strategy") is "BLUE_GREEN" or "LINEAR" or "CANARY";

    /// <summary>Refuses what can only be seen in the request, before defaults and earlier settings fill it up.</summary>
    public static void CheckRequest(JsonObject input)
    {
        var configuration = input.OptionalObject("deploymentConfiguration") ?? [];
        if (configuration.OptionalString("strategy") == "BLUE_GREEN" && !configuration.Has("bakeTimeInMinutes"))
            throw EcsRefusals.Invalid("bakeTimeInMinutes must be provided for the deployment strategy BLUE_GREEN.");
    }

    /// <summary>Puts a request over earlier settings: member by member, lists as a whole. What belongs to another strategy than the new one goes.</summary>
    public static void Merge(JsonObject configuration, JsonObject input)
    {
        EcsJson.Add(configuration, input);
        if (!input.Has(LinearSettings.Name) && configuration.OptionalString("strategy") != "LINEAR")
            configuration.Remove(LinearSettings.Name);
        if (!input.Has(CanarySettings.Name) && configuration.OptionalString("strategy") != "CANARY")
            configuration.Remove(CanarySettings.Name);
    }

    /// <exception cref="AwsError">InvalidParameterException, or UnsupportedFeatureException for what only this cloud cannot do.</exception>
    public static void Check(JsonObject configuration)
    {
        var strategy = configuration.OptionalChoice("strategy", ["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"]) ?? "ROLLING";
        CheckPercentages(configuration);
        CheckBreaker(configuration);
        CheckMinutes(configuration, "bakeTimeInMinutes");

        if (configuration.OptionalObject(LinearSettings.Name) is { } linear)
        {
            CheckBelongs(LinearSettings.Name, "LINEAR", strategy);
            CheckPercent(linear, "stepPercent", least: 3);
            CheckMinutes(linear, "stepBakeTimeInMinutes");
        }

        if (configuration.OptionalObject(CanarySettings.Name) is { } canary)
        {
            CheckBelongs(CanarySettings.Name, "CANARY", strategy);
            CheckPercent(canary, "canaryPercent", least: 0.1m);
            CheckMinutes(canary, "canaryBakeTimeInMinutes");
        }

        if (configuration.OptionalObject("alarms") is { } alarms && alarms.OptionalBool("enable") == true && alarms.Strings("alarmNames").Count == 0)
            throw EcsRefusals.Invalid("alarmNames can not be empty when deployment alarms are enabled.");

        var hooks = configuration.Objects("lifecycleHooks");
        foreach (var hook in hooks)
            CheckHook(hook);
        if (hooks.Count > MostHooks)
            throw EcsRefusals.Invalid($"A service can have at most {MostHooks} PAUSE lifecycle hooks; {hooks.Count} were given.");
    }

    private static void CheckPercentages(JsonObject configuration)
    {
        var minimum = configuration.OptionalInt("minimumHealthyPercent") ?? 100;
        var maximum = configuration.OptionalInt("maximumPercent") ?? 200;
        if (minimum is < 0 or > 100)
            throw EcsRefusals.Invalid("minimumHealthyPercent must be between 0 and 100");
        if (maximum is < 100 or > 200 || maximum == minimum)
            throw EcsRefusals.Invalid("maximumPercent must be between 100 and 200 and greater than minimumHealthyPercent");
    }

    private static void CheckBreaker(JsonObject configuration)
    {
        var threshold = configuration.OptionalObject("deploymentCircuitBreaker")?.OptionalObject("thresholdConfiguration");
        _ = threshold?.OptionalChoice("type", ["COUNT", "BOUNDED_PERCENT", "UNBOUNDED_PERCENT"]);
        if (threshold?.OptionalInt("value") is < 1)
            throw EcsRefusals.Invalid("The circuit breaker's threshold must be at least 1");
    }

    private static void CheckBelongs(string member, string owner, string strategy)
    {
        if (strategy != owner)
            throw EcsRefusals.Invalid($"{member} can only be specified with the deployment strategy {owner}, not {strategy}.");
    }

    private static void CheckMinutes(JsonObject settings, string name)
    {
        if (settings.OptionalInt(name) is < 0 or > LongestBake)
            throw EcsRefusals.Invalid($"{name} must be between 0 and {LongestBake}");
    }

    private static void CheckPercent(JsonObject settings, string name, decimal least)
    {
        if (settings.Real(name) is { } value && ((decimal)value < least || value > 100 || !decimal.IsInteger((decimal)value * 10)))
            throw EcsRefusals.Invalid(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} must be a multiple of 0.1 between {least} and 100"));
    }

    private static void CheckHook(JsonObject hook)
    {
        if ((hook.OptionalChoice("targetType", ["PAUSE", "AWS_LAMBDA"]) ?? "AWS_LAMBDA") == "AWS_LAMBDA")
            throw new AwsError("UnsupportedFeatureException", "The rehearsal cloud runs no Lambda functions: lifecycle hooks must have the targetType PAUSE, not AWS_LAMBDA (the default).");
        if (hook.Has("hookTargetArn") || hook.Has("roleArn"))
            throw EcsRefusals.Invalid("hookTargetArn and roleArn can not be specified for lifecycle hooks with targetType PAUSE.");

        var stages = hook.Strings("lifecycleStages");
        if (stages.Count == 0)
            throw EcsRefusals.Invalid("lifecycleStages can not be empty.");
        if (stages.FirstOrDefault(stage => !LifecycleStage.Hooked.Contains(stage)) is { } unknown)
            throw EcsRefusals.Invalid($"Invalid lifecycle stage {unknown}; hooks can be at {string.Join(", ", LifecycleStage.Hooked)}.");
        if (stages.FirstOrDefault(stage => !LifecycleStage.Pausable.Contains(stage)) is { } running)
            throw EcsRefusals.Invalid($"A PAUSE lifecycle hook can not be at {running}; it can be at {string.Join(", ", LifecycleStage.Pausable)}.");

        var timeout = hook.OptionalObject("timeoutConfiguration");
        _ = timeout?.OptionalChoice("action", ["CONTINUE", "ROLLBACK"]);
        if (timeout?.OptionalInt("timeoutInMinutes") is < 1 or > LongestPause)
            throw EcsRefusals.Invalid($"timeoutInMinutes must be between 1 and {LongestPause}");
    }
}
