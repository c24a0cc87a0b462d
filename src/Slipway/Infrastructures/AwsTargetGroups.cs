using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Elb = Amazon.ElasticLoadBalancingV2.Model;

namespace Slipway.Infrastructures;

/// <summary>Elastic Load Balancing.</summary>
internal sealed class AwsTargetGroups(IAmazonElasticLoadBalancingV2 elb) : ITargetGroups
{
    // No number is documented for one call.
    private const int AtOnce = 100;

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<TargetGroup>>> Find(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        Ask(arns, some => new DescribeTargetGroupsRequest { TargetGroupArns = [.. some] }, ct);

    /// <inheritdoc/>
    public Task<Answer<IReadOnlyList<TargetGroup>>> Named(IReadOnlyCollection<string> names, CancellationToken ct) =>
        Ask(names, some => new DescribeTargetGroupsRequest { Names = [.. some] }, ct);

    /// <inheritdoc/>
    public Task<Answer<bool>> IsSticky(string arn, CancellationToken ct) => AwsAnswers.Ask("elasticloadbalancing:DescribeTargetGroupAttributes", async () =>
    {
        var answer = await elb.DescribeTargetGroupAttributesAsync(new DescribeTargetGroupAttributesRequest { TargetGroupArn = arn }, ct);
        return (answer.Attributes ?? []).Any(attribute => attribute is { Key: "stickiness.enabled", Value: "true" });
    });

    private Task<Answer<IReadOnlyList<TargetGroup>>> Ask(IReadOnlyCollection<string> wanted, Func<IReadOnlyCollection<string>, DescribeTargetGroupsRequest> request, CancellationToken ct) =>
        AwsAnswers.Ask<IReadOnlyList<TargetGroup>>("elasticloadbalancing:DescribeTargetGroups", async () =>
        {
            List<TargetGroup> found = [];
            foreach (var some in wanted.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
                found.AddRange(await Find(some, request, ct));

            return found;
        });

    /// <summary>One that does not exist fails the call for all: then they are asked for one at a time.</summary>
    private async Task<IReadOnlyList<TargetGroup>> Find(IReadOnlyCollection<string> wanted, Func<IReadOnlyCollection<string>, DescribeTargetGroupsRequest> request, CancellationToken ct)
    {
        try
        {
            return [.. ((await elb.DescribeTargetGroupsAsync(request(wanted), ct)).TargetGroups ?? []).Select(Read)];
        }
        catch (TargetGroupNotFoundException)
        {
            if (wanted.Count == 1)
                return [];

            List<TargetGroup> found = [];
            foreach (var one in wanted)
                found.AddRange(await Find([one], request, ct));

            return found;
        }
    }

    private static TargetGroup Read(Elb.TargetGroup group) => new(
        group.TargetGroupArn!, group.TargetGroupName!, group.TargetType?.Value ?? "instance", group.Protocol?.Value ?? "none", group.VpcId, (group.LoadBalancerArns ?? []).Count > 0,
        new TargetGroupHealth(
            group.HealthCheckProtocol?.Value ?? "none", group.HealthCheckPort ?? "traffic-port", group.HealthCheckPath, group.Matcher?.HttpCode,
            TimeSpan.FromSeconds(group.HealthCheckIntervalSeconds ?? 0), TimeSpan.FromSeconds(group.HealthCheckTimeoutSeconds ?? 0),
            group.HealthyThresholdCount ?? 0, group.UnhealthyThresholdCount ?? 0))
    {
        Port = group.Port,
        LoadBalancers = group.LoadBalancerArns ?? [],
    };
}
