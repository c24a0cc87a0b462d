using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Services as ECS answers them.</summary>
internal sealed class ServiceJson(EcsState state)
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
            ["runningCount"] = tasks.Count(task => task.Runs),
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

    private static JsonObject Current(Service service, Deployment deployment, IReadOnlyList<EcsTask> tasks)
    {
        var own = tasks.Where(task => task.StartedBy == deployment.Id).ToList();
        return ServiceRevisionJson.Summary(deployment.RevisionArn, new TaskCounts(
            deployment == service.Primary ? service.Desired : own.Count(task => task.Alive), own.Count(task => task.Runs), own.Count(task => task.Alive && task.Pending)));
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
            ["runningCount"] = own.Count(task => task.Runs),
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
