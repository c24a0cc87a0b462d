using System.Text.Json.Nodes;
using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Slipway.Aws;

namespace Slipway.Services;

/// <summary>Amazon ECS. The client must be one that <see cref="AwsSession"/> made: task definitions go past its types.</summary>
internal sealed class AwsEcs(IAmazonECS ecs) : IEcs
{
    // DescribeServices takes 10 names, DescribeServiceDeployments and DescribeServiceRevisions 20 ARNs, DescribeTasks 100.
    private const int ServicesAtOnce = 10;
    private const int DeploymentsAtOnce = 20;
    private const int TasksAtOnce = 100;

    public async Task<IReadOnlyList<ServiceSnapshot>> Services(string cluster, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        List<ServiceSnapshot> found = [];
        foreach (var some in names.Chunk(ServicesAtOnce))
        {
            var answer = await AwsFailures.Translate("ecs:DescribeServices", () => ecs.DescribeServicesAsync(
                new DescribeServicesRequest { Cluster = cluster, Services = [.. some] }, ct));
            found.AddRange((answer.Services ?? []).Where(service => service.Status != "INACTIVE").Select(AwsServiceShapes.Snapshot));
        }

        return found;
    }

    public async Task<JsonObject?> TaskDefinition(string arnOrFamily, CancellationToken ct)
    {
        var request = RawJson.Want(new DescribeTaskDefinitionRequest { TaskDefinition = arnOrFamily, Include = ["TAGS"] });
        try
        {
            await AwsFailures.Translate("ecs:DescribeTaskDefinition", () => ecs.DescribeTaskDefinitionAsync(request, ct));
        }
        catch (DeployException exception) when (exception.InnerException is ClientException)
        {
            // "Unable to describe task definition": neither a revision nor an active family of that name.
            return null;
        }

        var answer = RawJson.AnswerTo(request);
        var definition = answer["taskDefinition"]!.DeepClone().AsObject();
        if (answer["tags"] is JsonArray { Count: > 0 } tags)
            definition["tags"] = tags.DeepClone();

        return definition;
    }

    public async Task<string> Register(JsonObject taskDefinition, CancellationToken ct)
    {
        var body = taskDefinition.DeepClone().AsObject();
        foreach (var field in TaskDefinitionShape.ServerFields)
            body.Remove(field);

        var request = RawJson.Send(
            new RegisterTaskDefinitionRequest { Family = body["family"]!.GetValue<string>(), ContainerDefinitions = [] }, body);
        var answer = await AwsFailures.Translate("ecs:RegisterTaskDefinition", () => ecs.RegisterTaskDefinitionAsync(request, ct));
        return answer.TaskDefinition!.TaskDefinitionArn!;
    }

    public async Task<ServiceSnapshot> Create(string cluster, ServiceCreation creation, CancellationToken ct)
    {
        var answer = await AwsFailures.Translate(
            "ecs:CreateService", () => ecs.CreateServiceAsync(AwsServiceShapes.Request(cluster, creation), ct));
        return AwsServiceShapes.Snapshot(answer.Service!);
    }

    public async Task<ServiceSnapshot> Update(string cluster, string service, ServiceChange change, CancellationToken ct)
    {
        var answer = await AwsFailures.Translate(
            "ecs:UpdateService", () => ecs.UpdateServiceAsync(AwsServiceShapes.Request(cluster, service, change), ct));
        return AwsServiceShapes.Snapshot(answer.Service!);
    }

    public Task<IReadOnlyList<ServiceDeployment>?> Deployments(string cluster, string service, DateTimeOffset createdAfter, CancellationToken ct) =>
        IfAvailable<IReadOnlyList<ServiceDeployment>>("ecs:ListServiceDeployments", async () =>
        {
            List<ServiceDeployment> found = [];
            string? next = null;
            do
            {
                var page = await ecs.ListServiceDeploymentsAsync(
                    new ListServiceDeploymentsRequest
                    {
                        Cluster = cluster,
                        Service = service,
                        CreatedAt = new CreatedAt { After = createdAfter.UtcDateTime },
                        NextToken = next,
                    },
                    ct);
                found.AddRange((page.ServiceDeployments ?? []).Select(AwsDeploymentShapes.Deployment));
                next = page.NextToken;
            }
            while (!string.IsNullOrEmpty(next));

            return [.. found.OrderByDescending(deployment => deployment.CreatedAt)];
        });

    public async Task<IReadOnlyList<ServiceDeployment>?> DescribeDeployments(IReadOnlyCollection<string> arns, CancellationToken ct)
    {
        List<ServiceDeployment> found = [];
        foreach (var some in arns.Chunk(DeploymentsAtOnce))
        {
            var request = new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [.. some] };
            var answer = await IfAvailable("ecs:DescribeServiceDeployments", () => ecs.DescribeServiceDeploymentsAsync(request, ct));
            if (answer is null)
                return null;

            found.AddRange((answer.ServiceDeployments ?? []).Select(one => AwsDeploymentShapes.Deployment(one, ServerTime.Find(request))));
        }

        return found;
    }

    public Task<IReadOnlyDictionary<string, string>?> RevisionTaskDefinitions(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        OfRevisions(arns, revision => revision.TaskDefinition, ct);

    public Task<IReadOnlyDictionary<string, string>?> RevisionTargetGroups(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        OfRevisions(arns, revision => (revision.ResolvedConfiguration?.LoadBalancers ?? []).FirstOrDefault()?.TargetGroupArn, ct);

    public async Task<StopAnswer> Continue(string deploymentArn, string hookId, HookAction action, CancellationToken ct)
    {
        try
        {
            return await Answer("ecs:ContinueServiceDeployment", () => ecs.ContinueServiceDeploymentAsync(
                new ContinueServiceDeploymentRequest
                {
                    ServiceDeploymentArn = deploymentArn,
                    HookId = hookId,
                    Action = action == HookAction.Continue ? DeploymentLifecycleHookAction.CONTINUE : DeploymentLifecycleHookAction.ROLLBACK,
                },
                ct));
        }
        catch (DeployException exception) when (exception.InnerException is InvalidParameterException)
        {
            // The pause does not wait any more: somebody else was quicker, or its time is over.
            return StopAnswer.Ended;
        }
    }

    public Task<StopAnswer> StopWithRollback(string deploymentArn, CancellationToken ct) =>
        Answer("ecs:StopServiceDeployment", () => ecs.StopServiceDeploymentAsync(
            new StopServiceDeploymentRequest { ServiceDeploymentArn = deploymentArn, StopType = StopServiceDeploymentStopType.ROLLBACK }, ct));

    public async Task<IReadOnlyList<StoppedTask>> StoppedTasks(
        string cluster, string service, IReadOnlyCollection<string> except, CancellationToken ct)
    {
        List<StoppedTask> found = [];
        foreach (var some in (await Listed(cluster, service, ct)).Except(except, StringComparer.Ordinal).Chunk(TasksAtOnce))
        {
            var answer = await AwsFailures.Translate(
                "ecs:DescribeTasks", () => ecs.DescribeTasksAsync(new DescribeTasksRequest { Cluster = cluster, Tasks = [.. some] }, ct));
            // A task that is meant to stop may still be running, without a reason yet.
            found.AddRange((answer.Tasks ?? []).Where(task => task.LastStatus == "STOPPED").Select(AwsServiceShapes.Stopped));
        }

        return found;
    }

    /// <summary>What a revision has not is left out.</summary>
    private async Task<IReadOnlyDictionary<string, string>?> OfRevisions(
        IReadOnlyCollection<string> arns, Func<ServiceRevision, string?> fact, CancellationToken ct)
    {
        Dictionary<string, string> found = new(StringComparer.Ordinal);
        foreach (var some in arns.Chunk(DeploymentsAtOnce))
        {
            var answer = await IfAvailable("ecs:DescribeServiceRevisions", () => ecs.DescribeServiceRevisionsAsync(
                new DescribeServiceRevisionsRequest { ServiceRevisionArns = [.. some] }, ct));
            if (answer is null)
                return null;

            foreach (var revision in answer.ServiceRevisions ?? [])
            {
                if (fact(revision) is { } value)
                    found[revision.ServiceRevisionArn!] = value;
            }
        }

        return found;
    }

    private static async Task<StopAnswer> Answer<T>(string operation, Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await IfAvailable(operation, call) is null ? StopAnswer.Denied : StopAnswer.Accepted;
        }
        catch (DeployException exception) when (exception.InnerException is ConflictException or ServiceDeploymentNotFoundException)
        {
            return StopAnswer.Ended;
        }
    }

    private async Task<IReadOnlyList<string>> Listed(string cluster, string service, CancellationToken ct)
    {
        List<string> found = [];
        string? next = null;
        do
        {
            var page = await AwsFailures.Translate("ecs:ListTasks", () => ecs.ListTasksAsync(
                new ListTasksRequest { Cluster = cluster, ServiceName = service, DesiredStatus = DesiredStatus.STOPPED, NextToken = next }, ct));
            found.AddRange(page.TaskArns ?? []);
            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return found;
    }

    private static async Task<T?> IfAvailable<T>(string operation, Func<Task<T>> call)
        where T : class
    {
        try
        {
            return await AwsFailures.Translate(operation, call);
        }
        catch (DeployException exception) when (exception.InnerException is AmazonServiceException inner && AwsFailures.IsUnavailable(inner))
        {
            return null;
        }
    }
}
