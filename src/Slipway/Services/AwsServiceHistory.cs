using Amazon.ECS;
using Amazon.ECS.Model;
using Amazon.Runtime;
using Slipway.Aws;

namespace Slipway.Services;

/// <summary>The history that Amazon ECS keeps: ListServiceDeployments, and DescribeServiceRevisions for what was deployed.</summary>
internal sealed class AwsServiceHistory(IAmazonECS ecs) : IServiceHistory
{
    // DescribeServiceRevisions takes 20 ARNs, so that a page of the list is one call of it.
    private const int AtOnce = 20;

    public async Task<IReadOnlyList<SucceededDeployment>?> Succeeded(string cluster, string service, string taskDefinition, CancellationToken ct)
    {
        List<SucceededDeployment> found = [];
        string? next = null;
        do
        {
            var request = new ListServiceDeploymentsRequest
            {
                Cluster = cluster,
                Service = service,
                Status = [ServiceDeploymentStatus.SUCCESSFUL.Value],
                MaxResults = AtOnce,
                NextToken = next,
            };
            if (await IfAvailable("ecs:ListServiceDeployments", () => ecs.ListServiceDeploymentsAsync(request, ct)) is not { } page
                || await Deployed(page.ServiceDeployments ?? [], ct) is not { } some)
            {
                return null;
            }

            found.AddRange(some);
            next = found.Exists(deployment => deployment.TaskDefinition == taskDefinition) ? null : page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        var newestFirst = found.OrderByDescending(deployment => deployment.CreatedAt).ToList();
        var last = newestFirst.FindIndex(deployment => deployment.TaskDefinition == taskDefinition);
        return last < 0 ? newestFirst : newestFirst[..(last + 1)];
    }

    private async Task<IReadOnlyList<SucceededDeployment>?> Deployed(IReadOnlyList<ServiceDeploymentBrief> page, CancellationToken ct)
    {
        var targets = page.Select(brief => brief.TargetServiceRevisionArn).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (targets.Count == 0)
            return [];

        var answer = await IfAvailable("ecs:DescribeServiceRevisions", () => ecs.DescribeServiceRevisionsAsync(new() { ServiceRevisionArns = targets }, ct));
        var revisions = answer?.ServiceRevisions?.ToDictionary(revision => revision.ServiceRevisionArn!, StringComparer.Ordinal);
        return revisions is null ? null :
        [
            .. from brief in page
               let revision = revisions.GetValueOrDefault(brief.TargetServiceRevisionArn ?? "")
               where revision is not null
               select new SucceededDeployment(revision.TaskDefinition!, new DateTimeOffset(brief.CreatedAt!.Value.ToUniversalTime()), Digests(revision)),
        ];
    }

    private static Dictionary<string, string> Digests(ServiceRevision revision) => (revision.ContainerImages ?? [])
        .Where(image => image.ImageDigest is not null)
        .ToDictionary(image => image.ContainerName!, image => image.ImageDigest!, StringComparer.Ordinal);

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
