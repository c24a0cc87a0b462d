using Amazon.ApplicationAutoScaling;
using Amazon.ApplicationAutoScaling.Model;
using Slipway.Infrastructures;

namespace Slipway.Doctor;

/// <summary>Application Auto Scaling.</summary>
internal sealed class AwsAutoScaling(IAmazonApplicationAutoScaling scaling) : IAutoScaling
{
    // DescribeScalableTargets takes 50 resource ids.
    private const int AtOnce = 50;

    /// <inheritdoc/>
    public async Task<Answer<IReadOnlyDictionary<string, ScalingSeen>>> Of(string cluster, IReadOnlyCollection<string> services, CancellationToken ct)
    {
        var targets = await AwsAnswers.Ask("application-autoscaling:DescribeScalableTargets", () => Targets([.. services.Select(service => $"service/{cluster}/{service}")], ct));
        if (!targets.Is(out var found))
            return Answer.None<IReadOnlyDictionary<string, ScalingSeen>>(targets.Why!);

        if (found.Count == 0)
            return Answer.Of<IReadOnlyDictionary<string, ScalingSeen>>(new Dictionary<string, ScalingSeen>());

        var policies = await AwsAnswers.Ask("application-autoscaling:DescribeScalingPolicies", () => Policies(found, ct));
        return policies.Is(out var known)
            ? Answer.Of<IReadOnlyDictionary<string, ScalingSeen>>(found.ToDictionary(
                target => target.ResourceId!.Split('/')[^1], target => Read(target, known.Where(policy => policy.ResourceId == target.ResourceId)), StringComparer.Ordinal))
            : Answer.None<IReadOnlyDictionary<string, ScalingSeen>>(policies.Why!);
    }

    private async Task<IReadOnlyList<ScalableTarget>> Targets(IReadOnlyList<string> ids, CancellationToken ct)
    {
        List<ScalableTarget> found = [];
        foreach (var some in ids.Chunk(AtOnce))
        {
            var request = new DescribeScalableTargetsRequest { ServiceNamespace = ServiceNamespace.Ecs, ScalableDimension = ScalableDimension.EcsServiceDesiredCount, ResourceIds = [.. some] };
            do
            {
                var page = await scaling.DescribeScalableTargetsAsync(request, ct);
                found.AddRange(page.ScalableTargets ?? []);
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }

        return found;
    }

    /// <summary>It takes one resource or none: with several, all of the account's are read.</summary>
    private async Task<IReadOnlyList<ScalingPolicy>> Policies(IReadOnlyList<ScalableTarget> targets, CancellationToken ct)
    {
        List<ScalingPolicy> found = [];
        var request = new DescribeScalingPoliciesRequest { ServiceNamespace = ServiceNamespace.Ecs, ResourceId = targets.Count == 1 ? targets[0].ResourceId : null };
        do
        {
            var page = await scaling.DescribeScalingPoliciesAsync(request, ct);
            found.AddRange(page.ScalingPolicies ?? []);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return found;
    }

    private static ScalingSeen Read(ScalableTarget target, IEnumerable<ScalingPolicy> policies) => new(
        target.MinCapacity ?? 0, target.MaxCapacity ?? 0,
        [
            .. target.SuspendedState?.DynamicScalingInSuspended == true ? ["scaling in"] : Array.Empty<string>(),
            .. target.SuspendedState?.DynamicScalingOutSuspended == true ? ["scaling out"] : Array.Empty<string>(),
            .. target.SuspendedState?.ScheduledScalingSuspended == true ? ["scheduled scaling"] : Array.Empty<string>(),
        ],
        [
            .. policies.Select(policy => new ScalingPolicySeen(
                policy.PolicyName!, policy.PolicyType?.Value ?? "", policy.TargetTrackingScalingPolicyConfiguration?.PredefinedMetricSpecification?.PredefinedMetricType?.Value,
                policy.TargetTrackingScalingPolicyConfiguration?.TargetValue)),
        ]);
}
