using System.Runtime.Versioning;

namespace Slipway.Tests.Releases;

/// <summary>How many calls planning makes: it grows with pages, not with services.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class FleetTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(50)]
    public async Task Unchanged_services_are_answered_from_the_ledger(int services)
    {
        await using var fleet = await Fleet.Deployed(services);

        await CostsPages(fleet);

        var (record, mutating) = await fleet.Deploy();
        Assert.Equal(("Deployed", 0), (record.Verdict, mutating));
        Assert.Null(record.Release);
        Assert.Equal(Told(Deployed(services)), Told(record.ApiCalls));
    }

    [Fact]
    public async Task Of_two_hundred_services_those_that_change_cost_what_they_need()
    {
        await using var fleet = await Fleet.Deployed(200);

        await CostsPages(fleet);

        fleet.Resize(3, memoryMiB: 1024);
        var (resized, calls) = await fleet.Preview();
        Assert.Equal(3, resized.Split('\n').Count(line => line.Contains("register task definition", StringComparison.Ordinal)));
        // What runs is the family's newest, and so read once; the registry is asked whether the way back is there.
        Assert.Equal(Told([.. Unchanged(200), ("ecs:DescribeTaskDefinition", 3), ("ecr:BatchGetImage", 3)]), Told(calls));

        fleet.Resize(3, memoryMiB: 512);
        fleet.Edit(3);
        await fleet.Commit();
        var (edited, more) = await fleet.Preview();
        Assert.Equal(3, edited.Split('\n').Count(line => line.Contains(" build and push", StringComparison.Ordinal)));
        Assert.Equal(197, edited.Split('\n').Count(line => line.EndsWith(", add the tag", StringComparison.Ordinal)));
        Assert.Equal(Told([.. Unchanged(200), ("ecs:DescribeTaskDefinition", 3), ("ecr:BatchGetImage", 3 + 3), ("ecr:GetLifecyclePolicy", 3)]), Told(more));
        await IsSameWithoutLedger(fleet, edited);
    }

    [Fact]
    public async Task A_service_that_somebody_else_changed_is_read_and_put_back()
    {
        await using var fleet = await Fleet.Deployed(10);
        await fleet.Meddle("s004");

        var (text, calls) = await fleet.Preview();

        Assert.Contains("\ns004\n  register task definition fleet-local-s004\n    memory: 2048 -> 512\n", text, StringComparison.Ordinal);
        Assert.Equal(Told([.. Unchanged(10), ("ecs:DescribeTaskDefinition", 1), ("ecr:BatchGetImage", 1)]), Told(calls));
        await IsSameWithoutLedger(fleet, text);
    }

    [Fact]
    public async Task The_check_of_an_infrastructure_asks_by_pages_too()
    {
        await using var small = await Fleet.Deployed(10);
        await using var large = await Fleet.Deployed(50);

        var (few, many) = (await small.CheckInfrastructure(), await large.CheckInfrastructure());

        Assert.Equal(
            ["ecs:DescribeServices +4", "secretsmanager:ListSecrets +4"],
            many.Select(call => (call.Key, More: call.Value - few.GetValueOrDefault(call.Key))).Where(call => call.More != 0).Select(call => $"{call.Key} +{call.More}"));
    }

    [Fact]
    public async Task Which_services_changed_is_told_from_ledger_and_sources_with_a_page_of_repositories_and_no_other_look()
    {
        await using var fleet = await Fleet.Deployed(10);

        var (none, calls) = await fleet.Changed();
        Assert.StartsWith("No service changed since release ", none.Text, StringComparison.Ordinal);
        Assert.Equal("[]", none.ForLaterJobs?.Value);
        Assert.Equal(
            [("ecr:DescribeRepositories", 1)],
            calls.Where(call => !call.Key.StartsWith("s3:", StringComparison.Ordinal) && !call.Key.StartsWith("sts:", StringComparison.Ordinal)).Select(call => (call.Key, call.Value)));
        Assert.DoesNotContain(calls.Keys, Slipway.Aws.AwsCalls.IsMutating);

        fleet.Edit(2);
        await fleet.Commit();
        var (two, _) = await fleet.Changed();
        Assert.Equal(["s000", "s001"], two.Services);

        await fleet.LoseLedger();
        Assert.Equal(fleet.Application.Services.Select(service => service.Name), (await fleet.Changed()).Told.Services);
    }

    [Fact]
    public async Task A_plan_that_is_to_take_what_was_pushed_is_refused_where_that_is_missing()
    {
        await using var fleet = await Fleet.Deployed(10);
        fleet.IsPrebuilt = true;
        Assert.EndsWith(", nothing to do", (await fleet.Preview()).Text, StringComparison.Ordinal);

        fleet.Edit(1);
        await fleet.Commit();
        var error = await Assert.ThrowsAsync<DeployException>(fleet.Preview);

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("An image is not in the registry, and --prebuilt lets none be built. Nothing was changed.\n  missing  fleet/s000:input-", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("./build.sh Images --environment local --service s000; then the same again", error.Message, StringComparison.Ordinal);
    }

    private static async Task CostsPages(Fleet fleet)
    {
        var services = fleet.Application.Services.Count;
        var start = TimeProvider.System.GetTimestamp();
        var (text, calls) = await fleet.Preview();

        TestContext.Current.TestOutputHelper?.WriteLine($"{services} services: {calls.Values.Sum()} calls, {TimeProvider.System.GetElapsedTime(start).TotalSeconds:0.0} s");
        Assert.EndsWith(", nothing to do", text, StringComparison.Ordinal);
        Assert.Equal(Told(Unchanged(services)), Told(calls));
    }

    private static (string Operation, int Count)[] Unchanged(int services) =>
    [
        ("ecr:DescribeRepositories", Pages(services, 100)),
        ("ecs:DescribeClusters", 1),
        ("ecs:DescribeServices", Pages(services, 10)),
        ("elasticloadbalancing:DescribeListeners", 1),
        ("elasticloadbalancing:DescribeLoadBalancers", 1),
        ("elasticloadbalancing:DescribeTargetGroups", 1),
        ("logs:DescribeLogGroups", Pages(services, 50)),
        ("s3:GetObject", 2),
        ("s3:ListObjectsV2", 1),
        ("secretsmanager:ListSecrets", Pages(services, 10)),
        ("sts:GetCallerIdentity", 1),
    ];

    // What the rehearsal is made of is looked at too, bucket and addresses included, and the API tells attributes of one target group, and values of one secret, at a time.
    private static (string Operation, int Count)[] Deployed(int services) =>
    [
        .. Unchanged(services),
        ("elasticloadbalancing:DescribeListeners", 1),
        ("elasticloadbalancing:DescribeLoadBalancers", 1),
        ("elasticloadbalancing:DescribeRules", 1),
        ("elasticloadbalancing:DescribeTargetGroupAttributes", services / 10),
        ("elasticloadbalancing:DescribeTargetGroups", 1),
        ("s3:GetBucketEncryption", 1),
        ("s3:GetBucketOwnershipControls", 1),
        ("s3:GetBucketPolicy", 1),
        ("s3:GetBucketTagging", 1),
        ("s3:GetBucketVersioning", 1),
        ("s3:GetLifecycleConfiguration", 1),
        ("s3:GetObject", 2),
        ("s3:GetPublicAccessBlock", 1),
        ("s3:HeadBucket", 1),
        ("s3:ListObjectsV2", 1),
        ("secretsmanager:GetSecretValue", services),
    ];

    private static int Pages(int count, int size) => (count + size - 1) / size;

    private static string Told(IEnumerable<KeyValuePair<string, int>> calls) => Told([.. calls.Select(call => (call.Key, call.Value))]);

    private static string Told(params (string Operation, int Count)[] calls) => string.Join(
        '\n', calls.GroupBy(call => call.Operation, call => call.Count).OrderBy(call => call.Key, StringComparer.Ordinal).Select(call => $"{call.Key} {call.Sum()}"));

    private static async Task IsSameWithoutLedger(Fleet fleet, string text)
    {
        await fleet.LoseLedger();
        var (without, calls) = await fleet.Preview();
        Assert.Equal(text, without);
        Assert.True(calls["ecs:DescribeTaskDefinition"] >= fleet.Application.Services.Count, "everything is read");
    }
}
