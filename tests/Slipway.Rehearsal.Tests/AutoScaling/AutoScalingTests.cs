using System.Text.Json.Nodes;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.AutoScaling;

public sealed class AutoScalingTests : IDisposable
{
    private const string Web = "service/main/shop-web";
    private const string Cpu = "ECSServiceAverageCPUUtilization";

    private static readonly Caller Owner = new("k", "111122223333", "eu-central-1");

    private readonly TemporaryFolder _folder = new();
    private readonly OneService _ecs = new();
    private readonly Alarms _alarms;
    private readonly AutoScalingApi _api;

    public AutoScalingTests()
    {
        var state = new FileStateStore(_folder.Path);
        _alarms = new Alarms(state, new MetricStore(TimeProvider.System), TimeProvider.System);
        _api = new AutoScalingApi(new ScalableTargets(state), _ecs, _alarms, TimeProvider.System);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_service_is_registered_and_its_tasks_are_moved_into_the_range()
    {
        _ecs.Count = 1;
        Register(Web, 2, 4);
        Assert.Equal(2, _ecs.Count);

        _ecs.Count = 9;
        Register(Web, min: null, max: 5);
        Assert.Equal(5, _ecs.Count);

        var target = Assert.Single(Targets());
        Assert.Equal((Web, 2, 5), (target.RequiredString("ResourceId"), target.RequiredInt("MinCapacity"), target.RequiredInt("MaxCapacity")));
        Assert.Equal("ecs:service:DesiredCount", target.RequiredString("ScalableDimension"));
        Assert.Empty(Call("DescribeScalableTargets", Named("""{"ResourceIds":["service/main/other"]}""")).Objects("ScalableTargets"));
        Assert.Empty(Call(_api, "DescribeScalableTargets", Named("{}"), Owner with { Account = "999988887777" }).Objects("ScalableTargets"));
    }

    [Theory]
    [InlineData(Web, 3, 2, "ValidationException: Maximum capacity cannot be less than minimum capacity")]
    [InlineData(Web, null, 2, "ValidationException: Minimum capacity and maximum capacity must be specified when a scalable target is registered.")]
    [InlineData(Web, -1, 2, "ValidationException: Minimum capacity -1 and maximum capacity 2 must not be negative.")]
    [InlineData("service/main/shop-nobody", 1, 2, "ValidationException: ECS service doesn't exist: service/main/shop-nobody")]
    [InlineData("service/nowhere/shop-web", 1, 2, "ValidationException: ECS service doesn't exist: service/nowhere/shop-web")]
    [InlineData("shop-web", 1, 2, "ValidationException: Unsupported service namespace, resource type or scalable dimension: shop-web; valid is service/CLUSTER/SERVICE")]
    public void What_cannot_be_registered_is_refused_and_not_kept(string id, int? min, int? max, string refusal)
    {
        Assert.Equal(refusal, Refusal(() => Register(id, min, max)));
        Assert.Empty(Targets());
        Assert.Equal(3, _ecs.Count);
    }

    [Fact]
    public void A_policy_that_tracks_cpu_has_two_alarms_which_go_with_it()
    {
        Register(Web, 2, 4);
        Track("cpu", Cpu, 70);
        Track("cpu", Cpu, 60);

        var policy = Assert.Single(Policies());
        Assert.Equal(60, policy.RequiredObject("TargetTrackingScalingPolicyConfiguration").OptionalInt("TargetValue"));
        var alarms = _alarms.Judged(Owner);
        Assert.Equal(policy.Objects("Alarms").Select(alarm => alarm.RequiredString("AlarmName")).Order(), alarms.Select(alarm => alarm.Name).Order());
        Assert.Equal(["GreaterThanThreshold 60", "LessThanThreshold 54"], alarms.Select(alarm => $"{alarm.Input["ComparisonOperator"]} {alarm.Input["Threshold"]}").Order());

        Call("DeregisterScalableTarget", Named($$"""{"ResourceId":"{{Web}}","ScalableDimension":"ecs:service:DesiredCount"}"""));
        Assert.Empty(Policies());
        Assert.Empty(_alarms.Judged(Owner));
    }

    [Fact]
    public void Policies_are_refused_that_cannot_be()
    {
        Assert.Equal(
            $"ObjectNotFoundException: No scalable target found for service namespace: ecs, resource ID: {Web}, scalable dimension: ecs:service:DesiredCount",
            Refusal(() => Track("cpu", Cpu, 70)));

        Register(Web, 2, 4);
        Assert.Equal($"ValidationException: TargetValue 101 is not valid for {Cpu}", Refusal(() => Track("cpu", Cpu, 101)));
        Assert.Equal($"ValidationException: TargetValue 0 is not valid for {Cpu}", Refusal(() => Track("cpu", Cpu, 0)));
        Assert.StartsWith("ValidationException: Unsupported metric type 'RDSReaderAverageCPUUtilization'", Refusal(() => Track("cpu", "RDSReaderAverageCPUUtilization", 70)), StringComparison.Ordinal);

        Track("cpu", Cpu, 70);
        Assert.Equal("ValidationException: Only one TargetTrackingScaling policy for a given metric specification is allowed.", Refusal(() => Track("again", Cpu, 50)));
        Assert.Single(Policies());
    }

    [Fact]
    public void All_of_it_is_there_after_a_restart()
    {
        Register(Web, 2, 4);
        Track("cpu", Cpu, 70);

        var again = new AutoScalingApi(new ScalableTargets(new FileStateStore(_folder.Path)), _ecs, _alarms, TimeProvider.System);

        var read = Call(again, "DescribeScalingPolicies", Named("{}"), Owner);
        Assert.Equal(Policies()[0].ToJsonString(), read.Objects("ScalingPolicies")[0].ToJsonString());
    }

    [Fact]
    public void More_than_a_page_is_told_page_by_page()
    {
        Register(Web, 2, 4);
        Track("cpu", Cpu, 70);
        Track("memory", "ECSServiceAverageMemoryUtilization", 80);

        var first = Call("DescribeScalingPolicies", Named("""{"MaxResults":1}"""));
        var second = Call("DescribeScalingPolicies", Named($$"""{"MaxResults":1,"NextToken":"{{first.RequiredString("NextToken")}}"}"""));

        Assert.Equal(["cpu", "memory"], first.Objects("ScalingPolicies").Concat(second.Objects("ScalingPolicies")).Select(policy => policy.RequiredString("PolicyName")));
        Assert.Null(second.OptionalString("NextToken"));
    }

    private void Register(string id, int? min, int? max) => Call("RegisterScalableTarget", new JsonObject
    {
        ["ServiceNamespace"] = "ecs",
        ["ScalableDimension"] = "ecs:service:DesiredCount",
        ["ResourceId"] = id,
        ["MinCapacity"] = min,
        ["MaxCapacity"] = max,
    });

    private void Track(string name, string metric, double value) => Call("PutScalingPolicy", new JsonObject
    {
        ["ServiceNamespace"] = "ecs",
        ["ScalableDimension"] = "ecs:service:DesiredCount",
        ["ResourceId"] = Web,
        ["PolicyName"] = name,
        ["PolicyType"] = "TargetTrackingScaling",
        ["TargetTrackingScalingPolicyConfiguration"] = new JsonObject
        {
            ["TargetValue"] = value,
            ["PredefinedMetricSpecification"] = new JsonObject { ["PredefinedMetricType"] = metric },
        },
    });

    private IReadOnlyList<JsonObject> Targets() => Call("DescribeScalableTargets", Named("{}")).Objects("ScalableTargets");

    private IReadOnlyList<JsonObject> Policies() => Call("DescribeScalingPolicies", Named("{}")).Objects("ScalingPolicies");

    private static JsonObject Named(string members)
    {
        var input = JsonNode.Parse(members)!.AsObject();
        input["ServiceNamespace"] = "ecs";
        return input;
    }

    private JsonObject Call(string operation, JsonObject input) => Call(_api, operation, input, Owner);

    /// <summary>With members as they come over the wire.</summary>
    private static JsonObject Call(AutoScalingApi api, string operation, JsonObject input, Caller caller) =>
        api.Call(operation, JsonNode.Parse(input.ToJsonString())!.AsObject(), caller, CancellationToken.None).GetAwaiter().GetResult();

    private static string Refusal(Action act)
    {
        var refused = Assert.Throws<AwsError>(act);
        return $"{refused.Code}: {refused.Message}";
    }

    /// <summary>ECS, as far as it is asked: one service.</summary>
    private sealed class OneService : IAwsApi
    {
        public int Count { get; set; } = 3;

        public string SigningName => "ecs";

        public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct)
        {
            if (input.OptionalString("cluster") != "main")
                throw new AwsError("ClusterNotFoundException", "Cluster not found.");

            if (operation == "UpdateService")
                Count = input.RequiredInt("desiredCount");

            var isThere = operation == "UpdateService" || input.Strings("services")[0] == "shop-web";
            return Task.FromResult(new JsonObject
            {
                ["services"] = isThere ? new JsonArray(new JsonObject { ["status"] = "ACTIVE", ["desiredCount"] = Count }) : [],
            });
        }
    }
}
