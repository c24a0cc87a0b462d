using Amazon.ECS;
using Amazon.ECS.Model;

namespace Slipway.Infrastructures;

/// <summary>Amazon ECS.</summary>
internal sealed class AwsClusters(IAmazonECS ecs) : IClusters
{
    // DescribeServices takes 10 names.
    private const int ServicesAtOnce = 10;

    /// <inheritdoc/>
    public Task<Answer<string?>> Status(string cluster, CancellationToken ct) => AwsAnswers.Ask("ecs:DescribeClusters", async () =>
    {
        var answer = await ecs.DescribeClustersAsync(new DescribeClustersRequest { Clusters = [cluster] }, ct);
        return (answer.Clusters ?? []).FirstOrDefault()?.Status;
    });

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyDictionary<string, string>>> Controllers(string cluster, IReadOnlyCollection<string> services, CancellationToken ct) =>
        AwsAnswers.Ask<IReadOnlyDictionary<string, string>>("ecs:DescribeServices", async () =>
        {
            Dictionary<string, string> found = new(StringComparer.Ordinal);
            foreach (var some in services.Chunk(ServicesAtOnce))
            {
                var answer = await ecs.DescribeServicesAsync(new DescribeServicesRequest { Cluster = cluster, Services = [.. some] }, ct);
                foreach (var service in (answer.Services ?? []).Where(service => service.Status != "INACTIVE"))
                    found[service.ServiceName!] = service.DeploymentController?.Type?.Value ?? "ECS";
            }

            return found;
        });
}
