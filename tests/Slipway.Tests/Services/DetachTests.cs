using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class DetachTests
{
    /// <summary>A rollout, and what is said of it when it is left to ECS.</summary>
    public static TheoryData<Rollout, string> Left { get; } = new()
    {
        { Rollout.Rolling, "" },
        { Rollout.BlueGreen.While(Gate.HealthyHosts.AtLeast(1)), "Nobody judges its gates meanwhile. " },
        { Rollout.Canary(10, TimeSpan.FromMinutes(5)).Ask(TimeSpan.FromMinutes(30)), "It waits for ./build.sh Proceed before production traffic moves: without it within 30 min, by 00:30:00 UTC, ECS goes back. " },
        { Rollout.Stepped(50) with { HoldLimit = TimeSpan.FromMinutes(20) }, "It stops before every step: unless a run attaches within 20 min of that, by 00:20:00 UTC, ECS goes back. " },
        { Rollout.Stepped(50).Ask(TimeSpan.FromHours(2)), "It stops before every step: unless a run attaches within 120 min of that, by 02:00:00 UTC, ECS goes back. " },
    };

    [Theory]
    [MemberData(nameof(Left))]
    public async Task What_is_in_flight_is_left_to_ECS_and_the_result_says_what_becomes_of_it(Rollout rollout, string said)
    {
        var bench = new TrafficBench(rollout);
        var plan = await bench.Begun();

        var result = Assert.Single(await bench.Deployer().Apply(plan, detach: true, CancellationToken.None));

        Assert.Equal(
            (Verdict.InProgress, $"in progress, chat-prod-web:2. ECS carries deployment web out by itself. {said}./build.sh Attach follows it from here on."),
            (result.Verdict, result.Text));
        Assert.Equal("sd/web", result.Deployment);
        Assert.Empty(bench.Steps);
    }

    [Fact]
    public async Task A_pair_is_not_left_alone_and_nothing_is_changed()
    {
        var bench = new TrafficBench(Rollout.Rolling);
        var rolling = await bench.Begun();
        var plan = rolling with { Services = [rolling.Services[0] with { Rollout = Rollout.ServicePair(50) }] };

        var error = await Assert.ThrowsAsync<DeployException>(() => bench.Deployer().Apply(plan, detach: true, CancellationToken.None));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.Contains("found  web with Rollout.ServicePair", error.Message, StringComparison.Ordinal);
        Assert.Empty(bench.Ecs.Mutations);
    }

    [Fact]
    public async Task Only_the_last_wave_is_left()
    {
        var bench = new TrafficBench(Rollout.Rolling);
        var web = (await bench.Plan()).Services[0];
        var db = web with { Name = "db", EcsName = "chat-db", TaskDefinition = new TaskDefinitionStep.Register(new() { ["family"] = "chat-prod-db" }, []) };
        bench.Ecs.Looks["chat-db"] = new([FakeEcs.Snap("chat-db", new DeploymentSnapshot("new", "PRIMARY", "chat-prod-db:2", "COMPLETED", FakeEcs.T0, 2, 2))]);
        bench.Ecs.Looks["chat-web"] = new([bench.New]);
        bench.Ecs.Deploys["chat-db"] = new([new ServiceDeployment("sd/db", "SUCCESSFUL", FakeEcs.T0)]);

        var results = await bench.Deployer().Apply(new ServicesPlan("chat", [web, db]) { Waves = [["db"], ["web"]] }, detach: true, CancellationToken.None);

        Assert.Equal([("web", Verdict.InProgress), ("db", Verdict.Deployed)], results.Select(result => (result.Service, result.Verdict)));
    }

    [Fact]
    public async Task That_deployments_cannot_be_read_keeps_nobody_from_leaving()
    {
        var bench = new TrafficBench(Rollout.Rolling);
        var plan = await bench.Begun();
        bench.Ecs.Fails = call => call.StartsWith("look", StringComparison.Ordinal) ? new DeployException("throttled") { MayPass = true } : null;

        var result = Assert.Single(await bench.Deployer().Apply(plan, detach: true, CancellationToken.None));

        Assert.Equal(
            (Verdict.InProgress, "in progress, chat-prod-web:2. ECS carries it out by itself. ./build.sh Attach follows it from here on."), (result.Verdict, result.Text));
    }

    [Fact]
    public async Task A_stop_that_ECS_accepts_and_does_not_follow_is_replaced_by_an_update_back()
    {
        var bench = new TrafficBench(Rollout.Rolling, new FakeEcs { DeafToStops = true });
        using var stop = new CancellationTokenSource();
        var plan = await bench.Plan();
        bench.Ecs.Looks["chat-web"] = new([bench.New]);
        bench.Ecs.Deploys["chat-web"] = new([new ServiceDeployment("sd/web", "IN_PROGRESS", FakeEcs.T0)]);
        var looks = 0;
        bench.Ecs.OnLook = () =>
        {
            if (++looks == 3)
                stop.Cancel();
        };

        var result = Assert.Single(await bench.Deployer().Apply(plan, detach: false, stop.Token));

        Assert.Equal((Verdict.Stopped, "stopped; chat-prod-web:1 takes over again, ECS sees to it by itself"), (result.Verdict, result.Text));
        Assert.Equal(["stop sd/web", "update chat-web chat-prod-web:1"], bench.Steps);
    }
}
