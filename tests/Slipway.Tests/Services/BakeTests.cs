using Slipway.Gates;
using Slipway.Services;

namespace Slipway.Tests.Services;

/// <summary>Strategies at whose waits ECS goes on by itself.</summary>
public sealed class BakeTests
{
    private static readonly Gate Healthy = Gate.HealthyHosts.AtLeast(1);

    public static TheoryData<string, ShiftedRollout, double[]> Rollouts { get; } = new()
    {
        { "blue and green", Rollout.BlueGreen.Bake(TimeSpan.FromMinutes(5)), [100] },
        { "canary", Rollout.Canary(10, TimeSpan.FromMinutes(10)), [10, 100] },
        { "linear", Rollout.Linear(25, TimeSpan.FromMinutes(6)), [25, 50, 75, 100] },
    };

    [Theory]
    [MemberData(nameof(Rollouts))]
    public async Task Each_goes_all_the_way_while_its_gates_hold(string name, ShiftedRollout rollout, double[] weights)
    {
        var bench = new TrafficBench(rollout.While(Healthy));

        var result = await bench.Deploy();

        Assert.Equal((name, Verdict.Deployed), (name, result.Verdict));
        Assert.Equal(weights, bench.Shift.Weights);
        Assert.Equal(weights.Length, bench.Ecs.Events.OfType<TrafficMoved>().Count());
        Assert.Equal(weights.Length, bench.Gates.Since.Distinct().Count());
        Assert.Empty(bench.Steps);
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public async Task A_gate_that_fails_in_a_bake_stops_it_with_rollback(string name, ShiftedRollout rollout, double[] weights)
    {
        var bench = new TrafficBench(rollout.While(Healthy)) { Gates = new Gating(GateAnswer.Pass, GateAnswer.Fail) };

        var result = await bench.Deploy();

        Assert.Equal((name, Verdict.RolledBack, "rolled back to chat-prod-web:1: HealthyHostsGate said Fail"), (name, result.Verdict, result.Text));
        Assert.Equal(weights[..1], bench.Shift.Weights);
        Assert.Equal(["stop sd/web"], bench.Steps);
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public async Task Gates_without_an_answer_do_not_keep_ECS_from_going_on_which_is_said(string name, ShiftedRollout rollout, double[] weights)
    {
        var bench = new TrafficBench(rollout.While(Healthy)) { Gates = new Gating(GateAnswer.Inconclusive) };

        var result = await bench.Deploy();

        Assert.Equal((name, Verdict.Deployed), (name, result.Verdict));
        Assert.Equal(
            Enumerable.Repeat("web: went on although its gates stayed inconclusive: HealthyHostsGate said Inconclusive", weights.Length),
            bench.Ecs.Events.OfType<GatesStayedOpen>().Select(open => open.Text));
    }

    [Theory]
    [MemberData(nameof(Rollouts))]
    public async Task Where_that_is_a_failure_it_is_stopped_before_the_bake_ends(string name, ShiftedRollout rollout, double[] weights)
    {
        var bench = new TrafficBench(rollout.While(Healthy) with { WhenInconclusive = Inconclusive.Fail }) { Gates = new Gating(GateAnswer.Inconclusive) };

        var result = await bench.Deploy();

        Assert.Equal(
            (name, Verdict.RolledBack, "rolled back to chat-prod-web:1: inconclusive: HealthyHostsGate said Inconclusive"), (name, result.Verdict, result.Text));
        Assert.Equal(weights[..1], bench.Shift.Weights);
    }

    [Fact]
    public async Task Only_the_pause_before_production_traffic_is_put_to_a_person()
    {
        var bench = new TrafficBench(Rollout.Linear(50, TimeSpan.FromMinutes(2)).Ask(TimeSpan.FromMinutes(30)));
        bench.Ecs.OnLook = () =>
        {
            if (bench.Ecs.Events.OfType<PersonAsked>().Any() && bench.Shift.Weights.Count == 0)
                bench.Shift.Answer("h1", HookAction.Continue);
        };

        var result = await bench.Deploy();

        Assert.Equal(Verdict.Deployed, result.Verdict);
        Assert.Single(bench.Ecs.Events.OfType<PersonAsked>());
        Assert.Equal("continue h2", bench.Steps[0]);
        Assert.Equal("update chat-web LINEAR, in steps of 50% for 2 min, bake 5 min, circuit breaker on, rollback on", bench.Steps[1]);
    }

    [Fact]
    public async Task A_version_that_never_becomes_healthy_behind_the_balancer_is_taken_back_with_what_the_balancer_says()
    {
        var bench = new TrafficBench(Rollout.BlueGreen);
        bench.Shift = new FakeShift("web", bench.Settings.Deployment, bench.Time) { ComesUp = false };
        bench.Ecs.TargetStates.AddRange([new("10.0.0.1:8080", "unhealthy", "Target.ResponseCodeMismatch", "Health checks failed with these codes: [500]"), new("10.0.0.2:8080", "healthy", null, null)]);

        var result = await bench.Deploy();

        Assert.Equal(Verdict.RolledBack, result.Verdict);
        Assert.EndsWith(
            "and are not healthy behind the load balancer: 1 of 2 unhealthy, Target.ResponseCodeMismatch Health checks failed with these codes: [500]", result.Text, StringComparison.Ordinal);
        Assert.InRange(bench.Time.GetUtcNow() - FakeEcs.T0, TimeSpan.FromMinutes(8.5), TimeSpan.FromMinutes(9));
    }

    [Fact]
    public async Task A_version_that_the_balancer_has_nothing_against_is_waited_for_to_the_end_of_the_budget()
    {
        var bench = new TrafficBench(Rollout.BlueGreen);
        bench.Shift = new FakeShift("web", bench.Settings.Deployment, bench.Time) { ComesUp = false };
        bench.Ecs.TargetStates.Add(new("10.0.0.1:8080", "initial", "Elb.RegistrationInProgress", null));

        Assert.Equal(Verdict.TimedOut, (await bench.Deploy()).Verdict);
    }

    [Fact]
    public async Task Alarms_that_ECS_does_not_watch_are_told_once()
    {
        var bench = new TrafficBench(Rollout.Rolling.Watching("errors"));
        bench.Ecs.Looks["chat-web"] = new([bench.Running, bench.New]);
        var plan = await bench.Plan();
        bench.Ecs.Looks["chat-web"] = new([bench.New]);
        bench.Ecs.Deploys["chat-web"] = new(new[] { "IN_PROGRESS", "IN_PROGRESS", "SUCCESSFUL" }.Select(status =>
            new ServiceDeployment("sd/web", status, FakeEcs.T0) { AlarmsIgnored = true, Settings = bench.Settings.Deployment }));

        Assert.Equal(Verdict.Deployed, Assert.Single(await bench.Deployer().Apply(plan, detach: false, CancellationToken.None)).Verdict);
        Assert.Equal(
            "web: ECS watches none of its alarms (errors), as one was in ALARM when the deployment began", Assert.Single(bench.Ecs.Events.OfType<AlarmsIgnored>()).Text);
    }
}
