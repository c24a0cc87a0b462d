namespace Slipway.Tests.Definitions;

public sealed class GateRulesTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly CloudWatchMetric Orders = new("orders", "Shop", "Orders", Statistic.Sum);

    private static readonly EcsService Server = new("server")
    {
        Image = new DockerImage("server"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = 8080,
        Health = new HealthCheck("/health"),
        Route = Route.Default,
    };

    public static TheoryData<Gate, string> Gates => new()
    {
        { Gate.HealthyHosts.AtLeast(0), "HealthyHosts.AtLeast(0); valid is 1 or more, as anything passes otherwise" },
        { Gate.HealthyHosts.AtLeast(3), "HealthyHosts.AtLeast(3) with a DesiredCount of 2; so many tasks there never are" },
        { Gate.ServerErrors.Below(1.5), "ServerErrors.Below(1.5); valid is a share of 0 to 1: 0.01 is one in a hundred" },
        { Gate.ClientErrors.Below(-0.1), "ClientErrors.Below(-0.1); valid is a share of 0 to 1: 0.01 is one in a hundred" },
        { Gate.ServerErrors.Below(double.NaN), "ServerErrors.Below(NaN); valid is a share of 0 to 1: 0.01 is one in a hundred" },
        { Gate.ServerErrors.AtMostTimesOld(0), "ServerErrors.AtMostTimesOld(0); valid is a number above 0" },
        { new ErrorRateGate(3, 0.1), "an error rate of 3xx; valid are 4 and 5" },
        { new ErrorRateGate(5, null), "ServerErrors without a limit; valid are Below(...), AtMostTimesOld(...) or both" },
        { Gate.ServerErrors.Below(0.1) with { MinimumRequests = 0 }, "ServerErrors with MinimumRequests 0; valid is 1 or more, as nothing can be told of no request" },
        { Gate.P95.Below(TimeSpan.Zero), "P95.Below(0 min); valid is a time above 0" },
        { Gate.P99.AtMostTimesOld(-2), "P99.AtMostTimesOld(-2); valid is a number above 0" },
        { new LatencyGate(100, Minute), "the percentile 100; valid is one above 0 and below 100" },
        { new LatencyGate(95, null), "P95 without a limit; valid are Below(...), AtMostTimesOld(...) or both" },
        { Gate.Alarm(""), "Gate.Alarm(\"\"); valid is the name of a CloudWatch alarm, 1 to 255 characters" },
        { new MetricGate("orders", [Orders], null, null), "Gate.Metric(\"orders\") without a limit; valid are Below(...), AtLeast(...) or both" },
        { Gate.Metric("orders", Orders).AtLeast(double.NaN), "Gate.Metric(\"orders\") with a limit that is no number" },
        { new MetricGate("orders", [Orders], Most: 1, Least: 2), "Gate.Metric(\"orders\") of at least 2 and at most 1; no value is both" },
        { Gate.Metric("5").AtLeast(1), "Gate.Metric(\"5\") without a metric; valid is one or more, each under the id that the expression uses" },
        {
            Gate.Metric("SUM(METRICS()) + orders", Orders).AtLeast(1),
            "Gate.Metric(\"SUM(METRICS()) + orders\") searches for its metrics; valid is an expression over metrics that are named, which gives one series"
        },
        { Gate.Metric("Orders", Orders with { Id = "Orders" }).AtLeast(1), "Gate.Metric(\"Orders\") with the metric id \"Orders\"; valid are letters, digits and underscores, a lower-case letter first" },
        { Gate.Metric("orders", Orders, Orders).AtLeast(1), "Gate.Metric(\"orders\") with 2 metrics called \"orders\"; each id may stand once" },
        { Gate.Metric("orders / all", Orders).AtLeast(1), "Gate.Metric(\"orders / all\") reads \"all\", which is none of its metrics; found orders" },
        { Gate.Metric("orders", Orders, Orders with { Id = "all" }).AtLeast(1), "Gate.Metric(\"orders\") does not read its metric \"all\"; remove the metric, or correct the expression" },
        { Gate.Metric("orders", Orders with { Namespace = "" }).AtLeast(1), "Gate.Metric(\"orders\") with the namespace \"\" of \"orders\"; valid is one such as AWS/ApplicationELB" },
        { Gate.Metric("orders", Orders with { Name = "" }).AtLeast(1), "Gate.Metric(\"orders\") with the metric name \"\" of \"orders\"; valid is one such as RequestCount" },
        { Gate.Metric("orders", Orders with { Statistic = Statistic.Percentile(101) }).AtLeast(1), "Gate.Metric(\"orders\") with the statistic p101 of \"orders\"; valid are percentiles of 0 to 100" },
        {
            Gate.Metric("orders", Orders with { Dimensions = [CloudWatchDimension.Of("Shop", "")] }).AtLeast(1),
            "Gate.Metric(\"orders\") with the dimension \"Shop\" = \"\" of \"orders\"; valid are a name and a value"
        },
        {
            Gate.Metric("orders", Orders with { Dimensions = [CloudWatchDimension.NewTargetGroup, CloudWatchDimension.OldTargetGroup] }).AtLeast(1),
            "Gate.Metric(\"orders\") with 2 dimensions \"TargetGroup\" of \"orders\"; each may stand once"
        },
        {
            Gate.Metric("orders", Orders with { Dimensions = [.. Enumerable.Range(0, 31).Select(number => CloudWatchDimension.Of($"d{number}", "x"))] }).AtLeast(1),
            "Gate.Metric(\"orders\") with 31 dimensions of \"orders\"; valid are at most 30"
        },
    };

    /// <summary>A bake that is too short, and what the rollout has beside it.</summary>
    public static TheoryData<Rollout, string[]> Bakes => new()
    {
        { Rollout.BlueGreen.Bake(Minute * 4).While(Gate.ServerErrors.Below(0.1)), ["BakeTime 4 min: 5 min or more"] },
        { Rollout.BlueGreen.Bake(TimeSpan.Zero).While(Gate.P50.Below(Minute)), ["BakeTime 0 min: 5 min or more"] },
        { Rollout.BlueGreen.Bake(Minute * 4).While(Gate.Alarm("5xx"), Gate.HealthyHosts.AtLeast(1)), [] },
        { Rollout.Canary(10, Minute * 2).While(Gate.ServerErrors.Below(0.1)), ["CanaryBake 2 min: 5 min or more, or 0 where nothing is to be judged"] },
        { Rollout.Canary(10, Minute * 6).Bake(Minute).While(Gate.ServerErrors.Below(0.1)), ["BakeTime 1 min: 5 min or more, or 0 where nothing is to be judged"] },
        { Rollout.Canary(10, TimeSpan.Zero).Bake(TimeSpan.Zero).While(Gate.ServerErrors.Below(0.1)), ["CanaryBake 0 min: 5 min or more", "BakeTime 0 min: 5 min or more"] },
        { Rollout.Linear(25, Minute).Bake(Minute * 10).While(Gate.ServerErrors.Below(0.1)), ["StepBake 1 min: 5 min or more, or 0 where nothing is to be judged"] },
        { Rollout.Stepped(50).Bake(TimeSpan.Zero).While(Gate.Metric("orders", Orders).AtLeast(1)), ["BakeTime 0 min: 5 min or more"] },
        { Rollout.ServicePair(50).Bake(Minute * 3).While(Gate.ServerErrors.AtMostTimesOld(2)), ["BakeTime 3 min: 5 min or more"] },
    };

    [Theory]
    [MemberData(nameof(Gates))]
    public void A_gate_that_could_never_pass_or_never_fail_is_named_with_what_is_valid(Gate gate, string problem) =>
        Assert.Equal([$"chat / server / Rollout: in local: {problem}"], Check(Rollout.BlueGreen.While(gate), DeployEnvironment.Local));

    [Theory]
    [MemberData(nameof(Bakes))]
    public void A_bake_that_ends_before_any_metric_is_known_is_a_mistake_on_AWS_and_not_in_the_rehearsal(Rollout rollout, string[] problems)
    {
        Assert.Equal(
            problems.Select(problem => problem.Split(": ")).Select(problem =>
                $"{problem[0]} with gates on metrics; CloudWatch's periods last 1 min and are known up to 3 min later, so that nothing could be judged before 5 min. Give it {problem[1]}"),
            Check(rollout, Prod).Where(problem => problem.Contains("gates on metrics", StringComparison.Ordinal)).Select(problem => problem["chat / server / Rollout: in prod: ".Length..]));
        Assert.Empty(Check(rollout, DeployEnvironment.Local));
    }

    private static DeployEnvironment Prod => new("prod") { Account = "111122223333", Region = "eu-central-1", Infrastructure = Infrastructure.ByConvention };

    private static IEnumerable<string> Check(Rollout rollout, DeployEnvironment environment) =>
        DefinitionRules.Check([new Application("chat") { Environments = [environment], Services = [Server with { DesiredCount = 2, Rollout = rollout }] }], _ => true)
            .Select(problem => problem.ToString());
}
