using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Services, their deployments and revisions as ECS answers them.</summary>
internal sealed class ServiceJson(EcsState state, NewDeployment deployments)
{
    public JsonObject Service(Service service, bool tags, string? currentServiceDeployment)
    {
        var tasks = state.TasksOf(service);
        var answer = new JsonObject
        {
            ["serviceArn"] = service.Arn,
            ["serviceName"] = service.Name,
            ["clusterArn"] = service.ClusterArn,
            ["status"] = service.Status,
            ["desiredCount"] = service.Desired,
            ["runningCount"] = tasks.Count(Running),
            ["pendingCount"] = tasks.Count(task => task.Alive && task.Pending),
            ["createdAt"] = EcsJson.Time(service.CreatedAt),
            ["createdBy"] = service.CreatedBy,
        };

        EcsJson.Add(answer, service.Settings);
        answer["taskDefinition"] = service.Deployments.Count > 0 ? service.Primary.TaskDefinition : service.Revisions[^1].TaskDefinition;
        answer["deployments"] = new JsonArray([.. service.Deployments.Select(deployment => Deployment(service, deployment, tasks))]);
        answer["events"] = new JsonArray([.. service.Events.Select(one => new JsonObject { ["id"] = one.Id, ["createdAt"] = EcsJson.Time(one.CreatedAt), ["message"] = one.Message })]);
        answer["currentServiceDeployment"] = currentServiceDeployment;
        answer["currentServiceRevisions"] = new JsonArray([.. service.Deployments.Select(deployment => Current(service, deployment, tasks))]);
        answer["tags"] = tags ? EcsJson.Tags(service.Tags) : null;
        return EcsJson.Trim(answer);
    }

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

        var counts = deployment.Last ?? deployments.Counts(service, deployment);
        answer["targetServiceRevision"] = Revision(deployment.TargetRevision, counts);
        answer["sourceServiceRevisions"] = new JsonArray([.. deployment.SourceRevisions.Select(arn => Revision(arn, Source(service, arn)))]);
        answer["updatedAt"] = EcsJson.Time(deployment.UpdatedAt);
        answer["stoppedAt"] = EcsJson.Time(deployment.StoppedAt);
        answer["deploymentConfiguration"] = deployment.Configuration?.DeepClone();
        answer["deploymentCircuitBreaker"] = Breaker(service, deployment);
        answer["alarms"] = new JsonObject { ["status"] = "DISABLED", ["alarmNames"] = new JsonArray(), ["triggeredAlarmNames"] = new JsonArray() };
        answer["rollback"] = deployment.RollbackRevision is null ? null : new JsonObject
        {
            ["reason"] = deployment.RollbackReason,
            ["startedAt"] = EcsJson.Time(deployment.RollbackStartedAt),
            ["serviceRevisionArn"] = deployment.RollbackRevision,
        };
        return EcsJson.Trim(answer);
    }

    public static JsonObject Revision(Service service, ServiceRevision revision)
    {
        var answer = new JsonObject
        {
            ["serviceRevisionArn"] = revision.Arn,
            ["serviceArn"] = service.Arn,
            ["clusterArn"] = service.ClusterArn,
            ["taskDefinition"] = revision.TaskDefinition,
            ["createdAt"] = EcsJson.Time(revision.CreatedAt),
            ["guardDutyEnabled"] = false,
        };

        EcsJson.Add(answer, revision.Settings);
        answer["containerImages"] = new JsonArray([.. revision.Images.Select(image => EcsJson.Trim(new JsonObject
        {
            ["containerName"] = image.Container,
            ["image"] = image.Image,
            ["imageDigest"] = image.Digest,
        }))]);
        answer["resolvedConfiguration"] = new JsonObject
        {
            ["loadBalancers"] = new JsonArray([.. revision.Settings.Objects("loadBalancers").Select(balancer =>
                new JsonObject { ["targetGroupArn"] = balancer.OptionalString("targetGroupArn") })]),
        };
        return answer;
    }

    private static bool Running(EcsTask task) => task.LastStatus is "RUNNING" or "DEACTIVATING";

    private static JsonObject Revision(string arn, TaskCounts counts) =>
        new()
        {
            ["arn"] = arn,
            ["requestedTaskCount"] = counts.Requested,
            ["runningTaskCount"] = counts.Running,
            ["pendingTaskCount"] = counts.Pending,
        };

    private static JsonObject Breaker(Service service, ServiceDeployment deployment)
    {
        var breaker = CircuitBreaker.Of(deployment.Configuration);
        return new JsonObject
        {
            ["status"] = !breaker.Enabled ? "DISABLED" : deployment.BreakerTriggered ? "TRIGGERED" : deployment.Finished ? "MONITORING_COMPLETE" : "MONITORING",
            ["failureCount"] = deployment.FailureCount,
            ["threshold"] = breaker.Threshold(service.Desired),
        };
    }

    private TaskCounts Source(Service service, string revisionArn)
    {
        var ids = service.Deployments.Where(deployment => deployment.RevisionArn == revisionArn).Select(deployment => deployment.Id).ToList();
        var tasks = state.TasksOf(service).Where(task => ids.Contains(task.StartedBy!)).ToList();
        return new TaskCounts(tasks.Count(task => task.Alive), tasks.Count(Running), tasks.Count(task => task.Alive && task.Pending));
    }

    private static JsonObject Current(Service service, Deployment deployment, IReadOnlyList<EcsTask> tasks)
    {
        var own = tasks.Where(task => task.StartedBy == deployment.Id).ToList();
        return Revision(deployment.RevisionArn, new TaskCounts(
            deployment == service.Primary ? service.Desired : own.Count(task => task.Alive), own.Count(Running), own.Count(task => task.Alive && task.Pending)));
    }

    private static JsonObject Deployment(Service service, Deployment deployment, IReadOnlyList<EcsTask> tasks)
    {
        var own = tasks.Where(task => task.StartedBy == deployment.Id).ToList();
        var answer = new JsonObject
        {
            ["id"] = deployment.Id,
            ["status"] = deployment == service.Primary ? "PRIMARY" : "ACTIVE",
            ["taskDefinition"] = deployment.TaskDefinition,
            ["desiredCount"] = deployment == service.Primary ? service.Desired : own.Count(task => task.Alive),
            ["runningCount"] = own.Count(Running),
            ["pendingCount"] = own.Count(task => task.Alive && task.Pending),
            ["failedTasks"] = deployment.FailedTasks,
            ["createdAt"] = EcsJson.Time(deployment.CreatedAt),
            ["updatedAt"] = EcsJson.Time(deployment.UpdatedAt),
            ["rolloutState"] = deployment.RolloutState,
            ["rolloutStateReason"] = deployment.RolloutStateReason,
        };

        foreach (var (name, value) in service.Revision(deployment.RevisionArn).Settings)
        {
            if (name is "launchType" or "platformVersion" or "platformFamily" or "networkConfiguration" or "capacityProviderStrategy")
                answer[name] = value?.DeepClone();
        }

        return answer;
    }
}
