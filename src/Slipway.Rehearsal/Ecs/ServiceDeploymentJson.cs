using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Service deployments as ECS answers them.</summary>
internal sealed class ServiceDeploymentJson(EcsState state, NewDeployment deployments)
{
    public static JsonObject Brief(Service service, ServiceDeployment deployment) =>
        EcsJson.Trim(new JsonObject
        {
            ["serviceDeploymentArn"] = deployment.Arn,
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = service.ClusterArn,
            ["createdAt"] = EcsJson.Time(deployment.CreatedAt),
            ["startedAt"] = EcsJson.Time(deployment.StartedAt),
            ["finishedAt"] = EcsJson.Time(deployment.FinishedAt),
            ["targetServiceRevisionArn"] = deployment.TargetRevision,
            ["status"] = deployment.Status,
            ["statusReason"] = deployment.StatusReason,
        });

    public JsonObject Full(Service service, ServiceDeployment deployment)
    {
        var answer = Brief(service, deployment);
        answer.Remove("targetServiceRevisionArn");

        answer["targetServiceRevision"] = Target(service, deployment);
        answer["sourceServiceRevisions"] = new JsonArray([.. deployment.SourceRevisions.Select(arn => Source(service, deployment, arn))]);
        answer["updatedAt"] = EcsJson.Time(deployment.UpdatedAt);
        answer["stoppedAt"] = EcsJson.Time(deployment.StoppedAt);
        answer["lifecycleStage"] = deployment.Shift?.Current?.Stage;
        answer["lifecycleHookDetails"] = deployment.Shift is { Hooks: [_, ..] hooks } ? new JsonArray([.. hooks.Select(Hook)]) : null;
        answer["deploymentConfiguration"] = deployment.Configuration?.DeepClone();
        answer["deploymentCircuitBreaker"] = Breaker(service, deployment);
        answer["alarms"] = Alarms(deployment);
        answer["rollback"] = deployment.RollbackRevision is null ? null : new JsonObject
        {
            ["reason"] = deployment.RollbackReason,
            ["startedAt"] = EcsJson.Time(deployment.RollbackStartedAt),
            ["serviceRevisionArn"] = deployment.RollbackRevision,
        };
        return EcsJson.Trim(answer);
    }

    private JsonObject Target(Service service, ServiceDeployment deployment)
    {
        var summary = ServiceRevisionJson.Summary(deployment.TargetRevision, deployment.Last ?? deployments.Counts(service, deployment));
        return deployment.Shift is { } shift ? Weighted(summary, shift.Test, shift.Production) : summary;
    }

    private JsonObject Source(Service service, ServiceDeployment deployment, string revisionArn)
    {
        var ids = service.Deployments.Where(one => one.RevisionArn == revisionArn).Select(one => one.Id).ToList();
        var tasks = state.TasksOf(service).Where(task => ids.Contains(task.StartedBy!)).ToList();
        var summary = ServiceRevisionJson.Summary(
            revisionArn, new TaskCounts(tasks.Count(task => task.Alive), tasks.Count(task => task.Runs), tasks.Count(task => task.Alive && task.Pending)));

        return deployment.Shift is not { } shift ? summary
            : revisionArn == shift.SourceRevision ? Weighted(summary, shift.TestRule ? 100 - shift.Test : 0, 100 - shift.Production)
            : Weighted(summary, 0, 0);
    }

    private static JsonObject Weighted(JsonObject summary, decimal test, decimal production)
    {
        summary["requestedTestTrafficWeight"] = (double)test;
        summary["requestedProductionTrafficWeight"] = (double)production;
        return summary;
    }

    private static JsonObject Hook(PauseHook hook) => new()
    {
        ["hookId"] = hook.Id,
        ["targetType"] = "PAUSE",
        ["status"] = hook.Status,
        ["expiresAt"] = EcsJson.Time(hook.ExpiresAt),
        ["timeoutAction"] = hook.TimeoutAction,
    };

    private static JsonObject Breaker(Service service, ServiceDeployment deployment)
    {
        var breaker = CircuitBreaker.Of(deployment.Configuration);
        return new JsonObject
        {
            ["status"] = !breaker.Enabled || deployment.Shift is not null ? "DISABLED" : deployment.BreakerTriggered ? "TRIGGERED" : deployment.Finished ? "MONITORING_COMPLETE" : "MONITORING",
            ["failureCount"] = deployment.FailureCount,
            ["threshold"] = breaker.Threshold(service.Desired),
        };
    }

    private static JsonObject Alarms(ServiceDeployment deployment)
    {
        var watch = deployment.Alarms;
        return new JsonObject
        {
            ["status"] = watch is { Status: "MONITORING" } && deployment.Finished ? "MONITORING_COMPLETE" : watch?.Status ?? "DISABLED",
            ["alarmNames"] = new JsonArray([.. (watch?.Names ?? []).Select(name => JsonValue.Create(name))]),
            ["triggeredAlarmNames"] = new JsonArray([.. (watch?.Triggered ?? []).Select(name => JsonValue.Create(name))]),
        };
    }
}
