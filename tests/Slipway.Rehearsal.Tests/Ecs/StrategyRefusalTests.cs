using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Ecs;

public sealed class StrategyRefusalTests : IDisposable
{
    private readonly EcsBench _bench = new();

    public StrategyRefusalTests()
    {
        _bench.Call("CreateCluster", """{ "clusterName": "prod" }""");
        _bench.Register("app:1");
    }

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("""{ "strategy": "GREEN_BLUE" }""", "enum value set: [ROLLING, BLUE_GREEN, LINEAR, CANARY]")]
    [InlineData("""{ "strategy": "BLUE_GREEN" }""", "bakeTimeInMinutes must be provided")]
    [InlineData("""{ "strategy": "LINEAR", "bakeTimeInMinutes": 1441 }""", "bakeTimeInMinutes must be between 0 and 1440")]
    [InlineData("""{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 2.9 } }""", "stepPercent must be a multiple of 0.1 between 3 and 100")]
    [InlineData("""{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 100.1 } }""", "stepPercent must be")]
    [InlineData("""{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 3.25 } }""", "stepPercent must be")]
    [InlineData("""{ "strategy": "LINEAR", "linearConfiguration": { "stepBakeTimeInMinutes": -1 } }""", "stepBakeTimeInMinutes must be between 0 and 1440")]
    [InlineData("""{ "strategy": "LINEAR", "canaryConfiguration": { "canaryPercent": 5 } }""", "canaryConfiguration can only be specified with the deployment strategy CANARY, not LINEAR.")]
    [InlineData("""{ "strategy": "CANARY", "linearConfiguration": { "stepPercent": 5 } }""", "linearConfiguration can only be specified with the deployment strategy LINEAR, not CANARY.")]
    [InlineData("""{ "strategy": "CANARY", "canaryConfiguration": { "canaryPercent": 0.05 } }""", "canaryPercent must be a multiple of 0.1 between 0.1 and 100")]
    [InlineData("""{ "strategy": "CANARY", "canaryConfiguration": { "canaryBakeTimeInMinutes": 1441 } }""", "canaryBakeTimeInMinutes must be between 0 and 1440")]
    [InlineData("""{ "alarms": { "alarmNames": [], "enable": true, "rollback": true } }""", "alarmNames can not be empty")]
    [InlineData("""{ "alarms": { "alarmNames": ["a"], "enable": true } }""", "Rollback should not be null")]
    public void A_configuration_that_AWS_would_refuse_is_refused(string configuration, string reason) =>
        AssertRefused(EcsBench.Shifting(configuration), reason);

    [Theory]
    [InlineData("""{ "targetType": "PAUSE" }""", "lifecycleStages can not be empty")]
    [InlineData("""{ "targetType": "PAUSE", "lifecycleStages": ["SCALE_UP"] }""", "Invalid lifecycle stage SCALE_UP")]
    [InlineData("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP", "TEST_TRAFFIC_SHIFT"] }""", "can not be at TEST_TRAFFIC_SHIFT")]
    [InlineData("""{ "targetType": "PAUSE", "lifecycleStages": ["PRODUCTION_TRAFFIC_SHIFT"] }""", "can not be at PRODUCTION_TRAFFIC_SHIFT")]
    [InlineData("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "roleArn": "arn:aws:iam::000000000000:role/x" }""", "hookTargetArn and roleArn can not be specified")]
    [InlineData("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": { "timeoutInMinutes": 0 } }""", "timeoutInMinutes must be between 1 and 20160")]
    [InlineData("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": { "timeoutInMinutes": 20161 } }""", "timeoutInMinutes must be between 1 and 20160")]
    [InlineData("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"], "timeoutConfiguration": { "action": "ABORT" } }""", "enum value set: [CONTINUE, ROLLBACK]")]
    [InlineData("""{ "targetType": "QUEUE", "lifecycleStages": ["PRE_SCALE_UP"] }""", "enum value set: [PAUSE, AWS_LAMBDA]")]
    public void A_hook_that_AWS_would_refuse_is_refused(string hook, string reason) =>
        AssertRefused(EcsBench.Shifting($$"""{ "strategy": "LINEAR", "lifecycleHooks": [{{hook}}] }"""), reason);

    [Fact]
    public void Eleven_pause_hooks_are_one_too_many()
    {
        var hooks = string.Join(',', Enumerable.Repeat("""{ "targetType": "PAUSE", "lifecycleStages": ["PRE_SCALE_UP"] }""", 11));

        AssertRefused(EcsBench.Shifting($$"""{ "strategy": "LINEAR", "lifecycleHooks": [{{hooks}}] }"""), "at most 10 PAUSE lifecycle hooks; 11 were given");
    }

    [Theory]
    [InlineData("""{ "targetType": "AWS_LAMBDA", "hookTargetArn": "arn:aws:lambda:us-east-1:000000000000:function:f", "lifecycleStages": ["PRE_SCALE_UP"] }""")]
    [InlineData("""{ "hookTargetArn": "arn:aws:lambda:us-east-1:000000000000:function:f", "lifecycleStages": ["PRE_SCALE_UP"] }""")]
    public void A_Lambda_hook_is_refused_and_not_ignored(string hook)
    {
        var error = _bench.Refused("CreateService", EcsBench.Shifting($$"""{ "strategy": "LINEAR", "lifecycleHooks": [{{hook}}] }"""));

        Assert.Equal("UnsupportedFeatureException", error.Code);
        Assert.Contains("runs no Lambda functions", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alternateTargetGroupArn", null, "alternateTargetGroupArn must be provided")]
    [InlineData("productionListenerRule", null, "productionListenerRule must be provided")]
    [InlineData("roleArn", null, "roleArn must be provided")]
    [InlineData("advancedConfiguration", null, "advancedConfiguration must be provided")]
    [InlineData("loadBalancers", null, "The deployment strategy LINEAR needs a load balancer.")]
    [InlineData("alternateTargetGroupArn", EcsBench.Group, "must be another target group")]
    [InlineData("alternateTargetGroupArn", "arn:aws:elasticloadbalancing:us-east-1:000000000000:targetgroup/none/9", "Please verify that the target group")]
    [InlineData("productionListenerRule", "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener/app/web/1/1", "Please verify that the listener rule")]
    [InlineData("testListenerRule", EcsBench.ProductionRule, "testListenerRule must be another rule")]
    [InlineData("testListenerRule", "arn:aws:elasticloadbalancing:us-east-1:000000000000:listener-rule/none", "validate the specified testListenerRule")]
    public void What_traffic_cannot_be_shifted_with_is_refused(string member, string? value, string reason)
    {
        var request = System.Text.Json.Nodes.JsonNode.Parse(EcsBench.Shifting("""{ "strategy": "LINEAR" }"""))!.AsObject();
        var balancer = request["loadBalancers"]![0]!.AsObject();
        var place = member switch { "loadBalancers" => request, "advancedConfiguration" => balancer, _ => balancer["advancedConfiguration"]!.AsObject() };
        place[member] = value;

        AssertRefused(request.ToJsonString(), reason);
    }

    [Theory]
    [InlineData("production", null, "must have a forward action only")]
    [InlineData("production", "web", "must name the target groups")]
    [InlineData("production", "web alternate other", "must name the target groups")]
    [InlineData("test", null, "must have a forward action only")]
    [InlineData("test", "web other", "must name the target groups")]
    public void A_rule_that_does_not_forward_to_the_two_groups_alone_is_refused(string rule, string? groups, string reason)
    {
        _bench.Groups.Rules[rule == "test" ? EcsBench.TestRule : EcsBench.ProductionRule] = groups?.Split(' ')
            .Select(name => new WeightedGroup(name switch { "web" => EcsBench.Group, "alternate" => EcsBench.Alternate, _ => name }, 1)).ToList();

        AssertRefused(EcsBench.Shifting("""{ "strategy": "LINEAR" }""", tested: true), reason);
    }

    [Fact]
    public void A_service_cannot_be_given_a_strategy_that_its_load_balancer_does_not_allow()
    {
        _bench.CreateService();
        _bench.Live(8);

        var error = _bench.Refused("UpdateService", """{ "cluster": "prod", "service": "web", "deploymentConfiguration": { "strategy": "CANARY" } }""");

        Assert.Contains("advancedConfiguration must be provided", error.Message, StringComparison.Ordinal);
        Assert.Equal("ROLLING", (string?)_bench.Service()["deploymentConfiguration"]!["strategy"]);
    }

    [Fact]
    public void Another_strategy_starts_no_deployment_and_what_belonged_to_the_former_goes()
    {
        _bench.CreateShiftingService("""{ "strategy": "LINEAR", "linearConfiguration": { "stepPercent": 50 }, "bakeTimeInMinutes": 3 }""");
        _bench.Call("UpdateService", """{ "cluster": "prod", "service": "web", "deploymentConfiguration": { "strategy": "CANARY" } }""");
        _bench.Live(5);

        var configuration = _bench.Service()["deploymentConfiguration"]!.AsObject();
        Assert.Equal(("CANARY", 3, false), ((string?)configuration["strategy"], (int)configuration["bakeTimeInMinutes"]!, configuration.ContainsKey("linearConfiguration")));
        Assert.Single(_bench.History());
    }

    [Fact]
    public void An_unknown_status_is_refused()
    {
        _bench.CreateShiftingService("""{ "strategy": "LINEAR" }""");

        Assert.Contains("Invalid service deployment status DONE", _bench.Refused("ListServiceDeployments", """{ "cluster": "prod", "service": "web", "status": ["DONE"] }""").Message, StringComparison.Ordinal);
        Assert.Single(_bench.Call("ListServiceDeployments", """{ "cluster": "prod", "service": "web", "status": ["SUCCESSFUL"] }""")["serviceDeployments"]!.AsArray());
    }

    private void AssertRefused(string request, string reason)
    {
        var error = _bench.Refused("CreateService", request);

        Assert.Equal("InvalidParameterException", error.Code);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(_bench.Call("ListServices", """{ "cluster": "prod" }""")["serviceArns"]!.AsArray());
    }
}
