using Amazon.ECS;
using Amazon.ECS.Model;
using Slipway.Aws;
using Task = System.Threading.Tasks.Task;

namespace Slipway.Pauses;

/// <summary>Asks ECS, and tells it to go on or back.</summary>
internal sealed class AwsPauses(IAmazonECS ecs) : IPauses
{
    // DescribeServiceDeployments takes 20 ARNs. ListServiceDeployments takes one service: some are asked at once, as its rate allows.
    private const int DeploymentsAtOnce = 20;
    private const int ServicesAtOnce = 8;

    public async Task<IReadOnlyList<DeploymentUnderWay>> UnderWay(string cluster, IReadOnlyCollection<string> services, CancellationToken ct)
    {
        List<string> arns = [];
        foreach (var some in services.Chunk(ServicesAtOnce))
            arns.AddRange((await Task.WhenAll(some.Select(service => List(cluster, service, ct)))).SelectMany(found => found));

        List<DeploymentUnderWay> all = [];
        foreach (var some in arns.Chunk(DeploymentsAtOnce))
            all.AddRange(await Describe(some, ct));

        return all;
    }

    // https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContinueServiceDeployment.html
    public async Task<bool> Answer(DeploymentUnderWay deployment, OpenPause pause, bool goOn, CancellationToken ct)
    {
        try
        {
            await AwsFailures.Translate("ecs:ContinueServiceDeployment", () => ecs.ContinueServiceDeploymentAsync(
                new ContinueServiceDeploymentRequest
                {
                    ServiceDeploymentArn = deployment.Arn,
                    HookId = pause.Hook,
                    Action = goOn ? DeploymentLifecycleHookAction.CONTINUE : DeploymentLifecycleHookAction.ROLLBACK,
                },
                ct));
            return true;
        }
        catch (DeployException exception) when (!exception.MayPass)
        {
            // Somebody else answered, or the time for it was over.
            if (!(await Describe([deployment.Arn], ct)).Any(now => now.Pauses.Any(still => still.Hook == pause.Hook)))
                return false;

            throw;
        }
    }

    private async Task<IReadOnlyList<string>> List(string cluster, string service, CancellationToken ct)
    {
        List<string> found = [];
        var request = new ListServiceDeploymentsRequest { Cluster = cluster, Service = service, Status = ["IN_PROGRESS"] };
        try
        {
            do
            {
                var page = await AwsFailures.Translate("ecs:ListServiceDeployments", () => ecs.ListServiceDeploymentsAsync(request, ct));
                found.AddRange((page.ServiceDeployments ?? []).Select(deployment => deployment.ServiceDeploymentArn!));
                request.NextToken = page.NextToken;
            }
            while (request.NextToken is not null);
        }
        catch (DeployException exception) when (exception.InnerException is ServiceNotFoundException or ClusterNotFoundException)
        {
            return [];
        }

        return found;
    }

    private async Task<IEnumerable<DeploymentUnderWay>> Describe(IReadOnlyCollection<string> arns, CancellationToken ct)
    {
        var reply = await AwsFailures.Translate("ecs:DescribeServiceDeployments", () => ecs.DescribeServiceDeploymentsAsync(
            new DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [.. arns] }, ct));
        return (reply.ServiceDeployments ?? []).Select(UnderWay);
    }

    private static DeploymentUnderWay UnderWay(ServiceDeployment deployment) => new(
        deployment.ServiceArn![(deployment.ServiceArn!.LastIndexOf('/') + 1)..],
        deployment.ServiceDeploymentArn!,
        deployment.LifecycleStage?.Value,
        deployment.TargetServiceRevision?.RequestedProductionTrafficWeight,
        Time(deployment.StartedAt ?? deployment.CreatedAt),
        [
            .. (deployment.LifecycleHookDetails ?? []).Where(hook => hook.Status?.Value == "AWAITING_ACTION" && hook.HookId is not null)
                .Select(hook => new OpenPause(hook.HookId!, Time(hook.ExpiresAt), hook.TimeoutAction?.Value != "CONTINUE")),
        ]);

    private static DateTimeOffset? Time(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : null;
}
