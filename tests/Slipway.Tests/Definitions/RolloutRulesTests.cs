namespace Slipway.Tests.Definitions;

/// <summary>Everything that a rollout may not be, with what the definition is told about it.</summary>
public sealed class RolloutRulesTests
{
    private const string Rule = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:listener-rule/app/main/0123456789abcdef/0123456789abcdef/0123456789abcdef";
    private const string Group = "arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/server/0123456789abcdef";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private static readonly EcsService Server = new("server")
    {
        Image = new DockerImage("server"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = 8080,
        Health = new HealthCheck("/health"),
        Route = Route.Default,
    };

    private static readonly DeployEnvironment Prod = new("prod")
    {
        Account = "111122223333",
        Region = "eu-central-1",
        Infrastructure = new Infrastructure
        {
            Cluster = "main",
            Subnets = ["subnet-1"],
            SecurityGroups = ["sg-1"],
            ExecutionRole = "arn:aws:iam::111122223333:role/execution",
            TargetGroups = new Dictionary<string, string> { ["server"] = Group },
            Traffic = new Dictionary<string, TrafficInfrastructure>
            {
                ["server"] = new(Group.Replace("server", "other", StringComparison.Ordinal), Rule) { Role = "arn:aws:iam::111122223333:role/traffic" },
            },
        },
    };

    public static TheoryData<string, Rollout> Sound => new()
    {
        { "rolling", Rollout.Rolling },
        { "no task below, one above", Rollout.Rolling with { MinimumHealthyPercent = 0, MaximumPercent = 100 } },
        { "alarms", Rollout.Rolling.Watching([.. Enumerable.Range(0, 40).Select(number => $"alarm {number}")]) },
        { "a threshold of one task", Rollout.Rolling with { Threshold = FailureThreshold.Tasks(1) } },
        { "a threshold of all tasks", Rollout.Rolling with { Threshold = FailureThreshold.Percent(100) } },
        { "a threshold above all tasks", Rollout.Rolling with { Threshold = FailureThreshold.UnboundedPercent(150) } },
        { "blue/green", Rollout.BlueGreen },
        { "the longest bake", Rollout.BlueGreen.Bake(TimeSpan.FromHours(24)) },
        { "no bake", Rollout.BlueGreen.Bake(TimeSpan.Zero) },
        { "a person", Rollout.BlueGreen.Ask(TimeSpan.FromDays(14)) },
        { "the smallest canary", Rollout.Canary(0.1, Minute) },
        { "a canary in tenths", Rollout.Canary(33.3, Minute) },
        { "the smallest step", Rollout.Linear(3, Minute) },
        { "equal steps in tenths", Rollout.Linear(12.5, Minute) },
        { "the percentages of the chat", Rollout.Stepped(10, 50, 90) },
        { "steps of four percent", Rollout.Stepped(4, 96) },
        { "a pair at any percentage", Rollout.ServicePair(1, 33, 99) },
        { "a pair that is switched at once", Rollout.ServicePair() },
        { "a gate on metrics with the shortest bake", Rollout.Stepped(50).Bake(FiveMinutes).While(Gate.ServerErrors.Below(0.01)) },
        { "a gate on metrics in the canary alone", Rollout.Canary(10, FiveMinutes).Bake(TimeSpan.Zero).While(Gate.P95.Below(Minute)) },
        { "a gate on metrics in the last bake alone", Rollout.Linear(10, TimeSpan.Zero).Bake(FiveMinutes).While(Gate.P95.Below(Minute)) },
        { "gates without metrics need no bake", Rollout.Stepped(50).Bake(TimeSpan.Zero).While(Gate.HealthyHosts.AtLeast(1), Gate.Alarm("5xx")) },
        { "a share of nothing", Rollout.BlueGreen.While(Gate.ServerErrors.Below(0)) },
        { "asking at a hold", Rollout.Stepped(50) with { WhenInconclusive = Inconclusive.Ask } },
        {
            "a metric expression", Rollout.BlueGreen.While(Gate.Metric(
                "IF(requests > 20, FILL(errors, 0) / requests)",
                new("errors", "AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", Statistic.Sum, CloudWatchDimension.LoadBalancer, CloudWatchDimension.NewTargetGroup),
                new("requests", "AWS/ApplicationELB", "RequestCount", Statistic.Sum, CloudWatchDimension.LoadBalancer, CloudWatchDimension.NewTargetGroup)).Below(0.01))
        },
    };

    public static TheoryData<Rollout, string> Rolling => new()
    {
        { Rollout.Rolling with { MinimumHealthyPercent = -1 }, "MinimumHealthyPercent -1; valid are 0 to 100" },
        { Rollout.Rolling with { MaximumPercent = 201 }, "MaximumPercent 201; valid are 100 to 200" },
        { Rollout.Rolling with { MaximumPercent = 100 }, "MinimumHealthyPercent 100 with MaximumPercent 100; ECS could neither start nor stop a task. Raise the one or lower the other" },
        { Rollout.Rolling with { Threshold = FailureThreshold.Tasks(0) }, "Threshold of 0 tasks; valid is 1 or more" },
        { Rollout.Rolling with { Threshold = FailureThreshold.Percent(101) }, "Threshold of 101 percent; valid are 1 to 100" },
        { Rollout.Rolling with { Threshold = FailureThreshold.UnboundedPercent(0) }, "Threshold of 0 percent; valid are 1 or more" },
        { Rollout.Rolling.Watching(""), "alarm \"\"; valid is the name of a CloudWatch alarm, 1 to 255 characters" },
        { Rollout.BlueGreen.Watching("5xx", "slow", "5xx"), "alarm \"5xx\" stands 2 times in Alarms; once is enough" },
        { Rollout.ServicePair(50).Watching("5xx"), "Alarms with ServicePair; ECS does not move its traffic and would watch nothing. Take Gate.Alarm(\"...\") among its gates" },
    };

    public static TheoryData<Rollout, string> Times => new()
    {
        { Rollout.BlueGreen.Bake(TimeSpan.FromSeconds(90)), "BakeTime 90 s; valid are 0 to 24 hours in whole minutes, as ECS takes no others" },
        { Rollout.BlueGreen.Bake(-Minute), "BakeTime -1 min; valid are 0 to 24 hours in whole minutes, as ECS takes no others" },
        { Rollout.BlueGreen.Bake(TimeSpan.FromHours(25)), "BakeTime 25 h; valid are 0 to 24 hours in whole minutes, as ECS takes no others" },
        { Rollout.Canary(10, TimeSpan.FromSeconds(30)), "CanaryBake 30 s; valid are 0 to 24 hours in whole minutes, as ECS takes no others" },
        { Rollout.Linear(50, TimeSpan.FromDays(4)), "StepBake 4 d; valid are 0 to 24 hours in whole minutes, as ECS takes no others" },
        { Rollout.BlueGreen.Ask(TimeSpan.FromSeconds(30)), "AskWithin 30 s; valid are 1 minute to 14 days in whole minutes, which is what a pause of ECS takes" },
        { Rollout.BlueGreen.Ask(TimeSpan.FromDays(15)), "AskWithin 15 d; valid are 1 minute to 14 days in whole minutes, which is what a pause of ECS takes" },
        { Rollout.ServicePair(50) with { HoldLimit = TimeSpan.FromMinutes(10.5) }, "HoldLimit 10.5 min; valid are 1 minute to 14 days in whole minutes, which is what a pause of ECS takes" },
        {
            Rollout.Stepped(50).Bake(TimeSpan.FromHours(1)),
            "HoldLimit 60 min with BakeTime 60 min; the bake is part of the hold, which must be longer, or every version would be taken back"
        },
        {
            Rollout.BlueGreen with { WhenInconclusive = Inconclusive.Ask },
            "WhenInconclusive Ask with BlueGreen; ECS goes on at the end of a bake, whoever is asked. Take Stepped or ServicePair, or Inconclusive.Fail"
        },
        {
            Rollout.Linear(3, TimeSpan.FromHours(24)),
            "bakes, holds and the wait for a person make 33 d; ECS ends a deployment after 30 days. Shorten them, or take fewer steps"
        },
        {
            Rollout.Stepped(10, 50, 90) with { HoldLimit = TimeSpan.FromDays(10), AskWithin = TimeSpan.FromDays(1) },
            "bakes, holds and the wait for a person make 31 d; ECS ends a deployment after 30 days. Shorten them, or take fewer steps"
        },
    };

    public static TheoryData<Rollout, string> Percents => new()
    {
        { Rollout.Canary(0.05, Minute), "Canary(0.05, ...); valid are 0.1 to 100 in steps of 0.1" },
        { Rollout.Canary(10.25, Minute), "Canary(10.25, ...); valid are 0.1 to 100 in steps of 0.1" },
        { Rollout.Canary(double.NaN, Minute), "Canary(NaN, ...); valid are 0.1 to 100 in steps of 0.1" },
        { Rollout.Linear(2.9, Minute), "Linear(2.9, ...); valid are 3 to 100 in steps of 0.1" },
        { Rollout.Linear(101, Minute), "Linear(101, ...); valid are 3 to 100 in steps of 0.1" },
        { Rollout.Stepped(), "Stepped() without a percentage; valid is one or more, such as Rollout.Stepped(10, 50), or Rollout.BlueGreen, which moves all traffic at once" },
        { Rollout.Stepped(50, 10), Rising("Stepped(50, 10)") },
        { Rollout.Stepped(10, 10), Rising("Stepped(10, 10)") },
        { Rollout.Stepped(0, 50), Rising("Stepped(0, 50)") },
        { Rollout.ServicePair(50, 100), Rising("ServicePair(50, 100)") },
        { Rollout.Stepped(10, 33, 90), Steps("10, 33, 90", 1, "Stepped(10, 35, 90)") },
        { Rollout.Stepped(2, 50), Steps("2, 50", 2, "Stepped(5, 50)") },
        { Rollout.Stepped(24, 52, 74), Steps("24, 52, 74", 2, "Stepped(24, 52, 76)") },
        { Rollout.Stepped(24, 53, 76), Steps("24, 53, 76", 1, "Stepped(24, 52, 76)") },
        {
            Rollout.Stepped(97, 98, 99),
            "Stepped(97, 98, 99); ECS moves traffic in equal steps of 3 % or more, and these need steps of 1 %. Multiples of 4 or 5 would do, or ServicePair, which takes any"
        },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void What_ECS_can_do_has_no_problem(string what, Rollout rollout)
    {
        var problems = Check(Server with { Rollout = rollout }, Prod).ToList();

        Assert.True(problems.Count == 0, $"{what}: {string.Join('\n', problems)}");
    }

    [Theory]
    [MemberData(nameof(Rolling))]
    [MemberData(nameof(Times))]
    [MemberData(nameof(Percents))]
    public void What_ECS_cannot_do_is_named_with_what_it_takes(Rollout rollout, string problem) =>
        Assert.Equal([$"chat / server / Rollout: in prod: {problem}"], Check(Server with { Rollout = rollout }, Prod));

    [Theory]
    [InlineData(1, 100, 150, true)]
    [InlineData(1, 1, 100, true)]
    [InlineData(1, 100, 200, false)]
    [InlineData(1, 0, 100, false)]
    [InlineData(2, 100, 150, false)]
    [InlineData(3, 90, 110, true)]
    public void Percentages_that_are_rounded_to_nothing_leave_no_room_for_a_task(int count, int minimum, int maximum, bool isStuck)
    {
        var service = Server with { DesiredCount = count, Rollout = Rollout.Rolling with { MinimumHealthyPercent = minimum, MaximumPercent = maximum } };
        var problem = $"MinimumHealthyPercent {minimum} with MaximumPercent {maximum} of {count} {(count == 1 ? "task" : "tasks")}; "
            + "ECS rounds the first up and the second down, and could neither start nor stop a task. Lower the one or raise the other";

        Assert.Equal(isStuck ? [$"chat / server / Rollout: in prod: {problem}"] : [], Check(service, Prod));
    }

    [Fact]
    public void Traffic_that_moves_needs_a_route() =>
        Assert.Equal(
            ["chat / server / Rollout: in local: BlueGreen without a Route; it moves traffic between two target groups of a load balancer. Give the service a Route, or take Rollout.Rolling"],
            Check(Server with { Route = null, Health = null, Rollout = Rollout.BlueGreen }, DeployEnvironment.Local));

    [Fact]
    public void A_pair_of_no_tasks_and_one_whose_names_are_taken_are_refused()
    {
        var pair = Server with { Rollout = Rollout.ServicePair(50), DesiredCount = 0 };
        var problems = DefinitionRules.Check(
            [
                new Application("chat")
                {
                    Environments = [DeployEnvironment.Local],
                    Services = [pair, Server with { Name = "server-green", Route = null, Health = null }, Server with { Name = "server-greenish", Route = null, Health = null }],
                },
            ],
            _ => true).Select(problem => problem.ToString());

        Assert.Equal(
            [
                "chat / server / Rollout: in local: ServicePair with a DesiredCount of 0; the side that gets the traffic would have nobody to answer",
                "chat / server / Rollout: in local: ServicePair beside the service server-green; a pair's two ECS services are called server-blue and server-green. Rename that service",
            ],
            problems);
    }

    [Fact]
    public void Every_mistake_of_a_rollout_is_reported_at_once_and_for_the_environment_that_has_it()
    {
        var service = Server with
        {
            Rollout = By.Environment<Rollout>(env => env.IsLocal
                ? Rollout.Rolling
                : (Rollout.Stepped(30, 20).Bake(TimeSpan.FromMinutes(2)).While(Gate.ServerErrors.Below(2)).Ask(TimeSpan.Zero) with { HoldLimit = Minute }).Watching("")),
        };

        Assert.Equal(
            [
                "chat / server / Rollout: in prod: alarm \"\"; valid is the name of a CloudWatch alarm, 1 to 255 characters",
                "chat / server / Rollout: in prod: AskWithin 0 min; valid are 1 minute to 14 days in whole minutes, which is what a pause of ECS takes",
                "chat / server / Rollout: in prod: HoldLimit 1 min with BakeTime 2 min; the bake is part of the hold, which must be longer, or every version would be taken back",
                $"chat / server / Rollout: in prod: {Rising("Stepped(30, 20)")}",
                "chat / server / Rollout: in prod: ServerErrors.Below(2); valid is a share of 0 to 1: 0.01 is one in a hundred",
                "chat / server / Rollout: in prod: BakeTime 2 min with gates on metrics; CloudWatch's periods last 1 min and are known up to 3 min later, so that nothing could be judged before 5 min. Give it 5 min or more",
            ],
            Check(service, DeployEnvironment.Local, Prod));
    }

    private static string Rising(string seen) =>
        $"{seen}; valid are rising percentages above 0 and below 100: before the first the old version has all traffic, after the last the new one";

    private static string Steps(string percents, int step, string likely) =>
        $"Stepped({percents}); ECS moves traffic in equal steps of 3 % or more, and these need steps of {step} %. {likely} would do, or ServicePair, which takes any";

    private static IEnumerable<string> Check(EcsService service, params IReadOnlyList<DeployEnvironment> environments) =>
        DefinitionRules.Check([new Application("chat") { Environments = environments, Services = [service] }], _ => true).Select(problem => problem.ToString());
}
