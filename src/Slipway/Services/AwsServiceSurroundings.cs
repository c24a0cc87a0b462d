using Amazon.CloudWatchLogs;
using Amazon.CloudWatchLogs.Model;
using Amazon.ElasticLoadBalancingV2;
using Amazon.ElasticLoadBalancingV2.Model;
using Slipway.Aws;

namespace Slipway.Services;

/// <summary>Amazon CloudWatch Logs.</summary>
internal sealed class AwsLogs(IAmazonCloudWatchLogs logs) : ILogs
{
    public async Task<IReadOnlyDictionary<string, int?>> Groups(string prefix, CancellationToken ct)
    {
        Dictionary<string, int?> found = new(StringComparer.Ordinal);
        string? next = null;
        do
        {
            var page = await AwsFailures.Translate("logs:DescribeLogGroups", () => logs.DescribeLogGroupsAsync(
                new DescribeLogGroupsRequest { LogGroupNamePrefix = prefix, NextToken = next }, ct));
            foreach (var group in page.LogGroups ?? [])
                found[group.LogGroupName!] = group.RetentionInDays;

            next = page.NextToken;
        }
        while (!string.IsNullOrEmpty(next));

        return found;
    }

    public async Task CreateGroup(string name, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
    {
        try
        {
            await AwsFailures.Translate("logs:CreateLogGroup", () => logs.CreateLogGroupAsync(
                new CreateLogGroupRequest { LogGroupName = name, Tags = new Dictionary<string, string>(tags) }, ct));
        }
        catch (DeployException exception) when (exception.InnerException is ResourceAlreadyExistsException)
        {
            // Another run was quicker.
        }
    }

    public Task SetRetention(string name, int days, CancellationToken ct) => AwsFailures.Translate(
        "logs:PutRetentionPolicy", () => logs.PutRetentionPolicyAsync(new PutRetentionPolicyRequest { LogGroupName = name, RetentionInDays = days }, ct));

    public async Task<LogPage> Read(string group, string stream, string? after, CancellationToken ct)
    {
        try
        {
            var answer = await AwsFailures.Translate("logs:GetLogEvents", () => logs.GetLogEventsAsync(
                new GetLogEventsRequest { LogGroupName = group, LogStreamName = stream, NextToken = after, StartFromHead = true }, ct));
            return new LogPage([.. (answer.Events ?? []).Select(line => line.Message ?? "")], answer.NextForwardToken);
        }
        catch (DeployException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            // The container has not written anything yet.
            return new LogPage([], null);
        }
    }

    public async Task<IReadOnlyList<string>> LastLines(string group, string stream, int count, CancellationToken ct)
    {
        try
        {
            var answer = await AwsFailures.Translate("logs:GetLogEvents", () => logs.GetLogEventsAsync(
                new GetLogEventsRequest { LogGroupName = group, LogStreamName = stream, Limit = count, StartFromHead = false }, ct));
            return [.. (answer.Events ?? []).Select(line => line.Message ?? "")];
        }
        catch (DeployException exception) when (exception.InnerException is ResourceNotFoundException)
        {
            // The container ended before it wrote anything.
            return [];
        }
    }
}

/// <summary>Target groups of Elastic Load Balancing.</summary>
internal sealed class AwsTargetHealth(IAmazonElasticLoadBalancingV2 balancing) : ITargetHealth
{
    public async Task<IReadOnlyList<TargetState>> Targets(string targetGroup, CancellationToken ct)
    {
        // This operation has no pages: one answer names every target.
        var answer = await AwsFailures.Translate("elasticloadbalancing:DescribeTargetHealth", () => balancing.DescribeTargetHealthAsync(
            new DescribeTargetHealthRequest { TargetGroupArn = targetGroup }, ct));
        return
        [
            .. (answer.TargetHealthDescriptions ?? []).Select(one => new TargetState(
                $"{one.Target!.Id}:{one.Target.Port}", one.TargetHealth!.State!.Value, one.TargetHealth.Reason?.Value, one.TargetHealth.Description)),
        ];
    }
}
