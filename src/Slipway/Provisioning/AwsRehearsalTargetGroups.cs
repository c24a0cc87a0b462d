using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;

namespace Slipway.Provisioning;

/// <summary>Makes the target groups that a definition implies.</summary>
internal sealed class AwsRehearsalTargetGroups(IAmazonElasticLoadBalancingV2 elb)
{
    /// <summary>ARNs by name.</summary>
    public async Task<Dictionary<string, string>> Ensure(IReadOnlyList<ImpliedTargetGroup> implied, CancellationToken ct)
    {
        var existing = await All(ct);
        var arns = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var group in implied)
        {
            arns[group.Name] = existing.TryGetValue(group.Name, out var found) && found.Port == group.Port
                ? await Update(found, group, ct)
                : await Create(group, ct);
        }

        return arns;
    }

    /// <summary>Those that are there, by name.</summary>
    public async Task<Dictionary<string, TargetGroup>> All(CancellationToken ct)
    {
        var all = new Dictionary<string, TargetGroup>(StringComparer.Ordinal);
        string? marker = null;
        do
        {
            var page = await elb.DescribeTargetGroupsAsync(new DescribeTargetGroupsRequest { Marker = marker }, ct);
            foreach (var group in page.TargetGroups ?? [])
                all[group.TargetGroupName!] = group;

            marker = page.NextMarker;
        }
        while (marker is not null);

        return all;
    }

    private async Task<string> Create(ImpliedTargetGroup group, CancellationToken ct)
    {
        var made = await elb.CreateTargetGroupAsync(
            new CreateTargetGroupRequest
            {
                Name = group.Name,
                Port = group.Port,
                Protocol = ProtocolEnum.HTTP,
                TargetType = TargetTypeEnum.Ip,
                VpcId = "vpc-rehearsal",
                HealthCheckPath = group.Health.Path,
                HealthCheckIntervalSeconds = Seconds(group.Health.Interval),
                HealthCheckTimeoutSeconds = Seconds(group.Health.Timeout),
                HealthyThresholdCount = group.Health.HealthyThreshold,
                UnhealthyThresholdCount = group.Health.UnhealthyThreshold,
            },
            ct);
        var arn = made.TargetGroups![0].TargetGroupArn!;
        await SetAttributes(arn, AttributesOf(group), ct);
        return arn;
    }

    private async Task<string> Update(TargetGroup found, ImpliedTargetGroup group, CancellationToken ct)
    {
        var same = found.HealthCheckPath == group.Health.Path
            && found.HealthCheckIntervalSeconds == Seconds(group.Health.Interval)
            && found.HealthCheckTimeoutSeconds == Seconds(group.Health.Timeout)
            && found.HealthyThresholdCount == group.Health.HealthyThreshold
            && found.UnhealthyThresholdCount == group.Health.UnhealthyThreshold;
        if (!same)
        {
            await elb.ModifyTargetGroupAsync(
                new ModifyTargetGroupRequest
                {
                    TargetGroupArn = found.TargetGroupArn,
                    HealthCheckPath = group.Health.Path,
                    HealthCheckIntervalSeconds = Seconds(group.Health.Interval),
                    HealthCheckTimeoutSeconds = Seconds(group.Health.Timeout),
                    HealthyThresholdCount = group.Health.HealthyThreshold,
                    UnhealthyThresholdCount = group.Health.UnhealthyThreshold,
                },
                ct);
        }

        var described = await elb.DescribeTargetGroupAttributesAsync(
            new DescribeTargetGroupAttributesRequest { TargetGroupArn = found.TargetGroupArn }, ct);
        var present = (described.Attributes ?? []).ToDictionary(attribute => attribute.Key!, attribute => attribute.Value, StringComparer.Ordinal);
        var different = AttributesOf(group).Where(attribute => present.GetValueOrDefault(attribute.Key!) != attribute.Value).ToList();
        if (different.Count > 0)
            await SetAttributes(found.TargetGroupArn!, different, ct);

        return found.TargetGroupArn!;
    }

    private Task SetAttributes(string arn, List<TargetGroupAttribute> attributes, CancellationToken ct) =>
        elb.ModifyTargetGroupAttributesAsync(new ModifyTargetGroupAttributesRequest { TargetGroupArn = arn, Attributes = attributes }, ct);

    private static List<TargetGroupAttribute> AttributesOf(ImpliedTargetGroup group) =>
        [.. group.Attributes.Select(attribute => new TargetGroupAttribute { Key = attribute.Key, Value = attribute.Value })];

    private static int Seconds(TimeSpan time) => (int)time.TotalSeconds;
}
