using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

/// <summary>Service revisions as ECS answers them.</summary>
internal static class ServiceRevisionJson
{
    public static JsonObject Full(Service service, ServiceRevision revision)
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
            ["loadBalancers"] = new JsonArray([.. revision.Balancers.Select(balancer => EcsJson.Trim(new JsonObject
            {
                ["targetGroupArn"] = balancer.TargetGroup,
                ["productionListenerRule"] = balancer.ProductionRule,
            }))]),
        };
        return answer;
    }

    public static JsonObject Summary(string arn, TaskCounts counts) =>
        new()
        {
            ["arn"] = arn,
            ["requestedTaskCount"] = counts.Requested,
            ["runningTaskCount"] = counts.Running,
            ["pendingTaskCount"] = counts.Pending,
        };
}
