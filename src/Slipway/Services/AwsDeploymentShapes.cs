using Amazon.ECS;
using Amazon.ECS.Model;

namespace Slipway.Services;

/// <summary>Between ECS's shapes of deployments and their settings and this feature's.</summary>
internal static class AwsDeploymentShapes
{
    public static ServiceDeployment Deployment(ServiceDeploymentBrief brief) =>
        new(brief.ServiceDeploymentArn!, brief.Status!.Value, AwsServiceShapes.Time(brief.CreatedAt))
        {
            Reason = brief.StatusReason,
            Target = brief.TargetServiceRevisionArn,
        };

    /// <param name="readAt">ECS's clock when it answered.</param>
    public static ServiceDeployment Deployment(Amazon.ECS.Model.ServiceDeployment one, DateTimeOffset? readAt) =>
        new(one.ServiceDeploymentArn!, one.Status!.Value, AwsServiceShapes.Time(one.CreatedAt))
        {
            ReadAt = readAt,
            UpdatedAt = one.UpdatedAt is { } updated ? AwsServiceShapes.Time(updated) : null,
            Reason = one.StatusReason,
            Target = one.TargetServiceRevision?.Arn,
            Sources = [.. (one.SourceServiceRevisions ?? []).Select(source => source.Arn!)],
            Weight = one.TargetServiceRevision?.RequestedProductionTrafficWeight,
            Stage = one.LifecycleStage?.Value,
            Hooks = [.. (one.LifecycleHookDetails ?? []).Select(Hook)],
            Settings = one.DeploymentConfiguration is { } configuration ? Settings(configuration) : null,
            Rollback = one.Rollback is null ? null : one.Rollback.Reason ?? "ECS gave no reason",
            BreakerTriggered = one.DeploymentCircuitBreaker?.Status?.Value == "TRIGGERED",
            BreakerFailures = one.DeploymentCircuitBreaker?.FailureCount ?? 0,
            TriggeredAlarms = one.Alarms?.Status?.Value == "TRIGGERED" ? one.Alarms.TriggeredAlarmNames ?? [] : [],
            AlarmsIgnored = one.DeploymentConfiguration?.Alarms?.Enable == true && one.Alarms?.Status?.Value == "DISABLED",
            Running = one.TargetServiceRevision?.RunningTaskCount ?? 0,
            Requested = one.TargetServiceRevision?.RequestedTaskCount ?? 0,
        };

    /// <param name="configuration">Null: a service of ECS's defaults.</param>
    public static DeploymentSettings Settings(DeploymentConfiguration? configuration)
    {
        var breaker = configuration?.DeploymentCircuitBreaker;
        var strategy = configuration?.Strategy?.Value ?? "ROLLING";
        return new DeploymentSettings(
            strategy, configuration?.MinimumHealthyPercent ?? 100, configuration?.MaximumPercent ?? 200, breaker?.Enable ?? false, breaker?.Rollback ?? false)
        {
            Threshold = BreakerThreshold.Of(breaker?.ThresholdConfiguration?.Type?.Value, breaker?.ThresholdConfiguration?.Value),
            BakeMinutes = configuration?.BakeTimeInMinutes ?? 0,
            Step = (strategy, configuration) switch
            {
                // What is not told is ECS's default.
                ("CANARY", { } of) => new TrafficStep(of.CanaryConfiguration?.CanaryPercent ?? 5, of.CanaryConfiguration?.CanaryBakeTimeInMinutes ?? 10),
                ("LINEAR", { } of) => new TrafficStep(of.LinearConfiguration?.StepPercent ?? 10, of.LinearConfiguration?.StepBakeTimeInMinutes ?? 6),
                _ => null,
            },
            Hooks = [.. (configuration?.LifecycleHooks ?? []).Select(Hook)],
            Alarms = configuration?.Alarms is { Enable: true, AlarmNames: { Count: > 0 } names } alarms ? new AlarmSettings(names, alarms.Rollback ?? false) : null,
        };
    }

    // Empty lists and alarms that are switched off are sent too: what is left out stays as somebody set it.
    public static DeploymentConfiguration Configuration(DeploymentSettings settings) => new()
    {
        Strategy = DeploymentStrategy.FindValue(settings.Strategy),
        MinimumHealthyPercent = settings.MinimumHealthyPercent,
        MaximumPercent = settings.MaximumPercent,
        DeploymentCircuitBreaker = new DeploymentCircuitBreaker
        {
            Enable = settings.CircuitBreaker,
            Rollback = settings.Rollback,
            ThresholdConfiguration = settings.Threshold is not { } threshold ? null
                : new ThresholdConfiguration { Type = ThresholdType.FindValue(threshold.Type), Value = threshold.Value },
        },
        BakeTimeInMinutes = settings.Strategy == "ROLLING" ? null : settings.BakeMinutes,
        CanaryConfiguration = settings is not { Strategy: "CANARY", Step: { } canary } ? null
            : new CanaryConfiguration { CanaryPercent = canary.Percent, CanaryBakeTimeInMinutes = canary.BakeMinutes },
        LinearConfiguration = settings is not { Strategy: "LINEAR", Step: { } linear } ? null
            : new LinearConfiguration { StepPercent = linear.Percent, StepBakeTimeInMinutes = linear.BakeMinutes },
        LifecycleHooks = [.. settings.Hooks.Select(Hook)],
        Alarms = new DeploymentAlarms
        {
            AlarmNames = [.. settings.Alarms?.Names ?? []],
            Enable = settings.Alarms is not null,
            Rollback = settings.Alarms?.Rollback ?? false,
        },
    };

    private static HookState Hook(DeploymentLifecycleHookDetail detail) => new(detail.HookId ?? "", detail.TargetType?.Value ?? "", detail.Status?.Value ?? "")
    {
        ExpiresAt = detail.ExpiresAt is { } at ? AwsServiceShapes.Time(at) : null,
    };

    private static StageHook Hook(DeploymentLifecycleHook hook) => new(
        hook.TargetType?.Value ?? "AWS_LAMBDA", hook.HookTargetArn, hook.RoleArn, hook.LifecycleStages ?? [],
        hook.TimeoutConfiguration?.TimeoutInMinutes, hook.TimeoutConfiguration?.Action?.Value);

    private static DeploymentLifecycleHook Hook(StageHook hook) => new()
    {
        TargetType = DeploymentLifecycleHookTargetType.FindValue(hook.Type),
        HookTargetArn = hook.Target,
        RoleArn = hook.Role,
        LifecycleStages = [.. hook.Stages],
        TimeoutConfiguration = hook.TimeoutMinutes is not { } minutes ? null : new DeploymentLifecycleHookTimeoutConfiguration
        {
            TimeoutInMinutes = minutes,
            Action = DeploymentLifecycleHookAction.FindValue(hook.Action ?? "ROLLBACK"),
        },
    };
}
