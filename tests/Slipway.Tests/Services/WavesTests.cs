using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

/// <summary>Services that wait for each other: db, then api and job, then web.</summary>
public sealed class WavesTests
{
    private readonly FakeEcs _ecs = new();

    [Fact]
    public async Task A_wave_is_begun_when_the_one_before_has_ended_and_everything_is_prepared_first()
    {
        Run("db", "api", "job", "web");

        var results = await Deploy();

        Assert.All(results, result => Assert.Equal(Verdict.Deployed, result.Verdict));
        Assert.Equal(
            ["update db", "look db", "update api", "update job", "look api job", "update web", "look web"],
            _ecs.Calls.Where(call => !call.StartsWith("register", StringComparison.Ordinal)).Select(Brief));
        Assert.Equal(4, _ecs.Calls.TakeWhile(call => call.StartsWith("register", StringComparison.Ordinal)).Count());
    }

    [Fact]
    public async Task What_fails_takes_its_own_wave_back_then_the_one_before_it_and_what_was_not_begun_says_why()
    {
        Run("db", "api", "job", "web");
        _ecs.Deploys["chat-api"] = new([new ServiceDeployment("sd/api", "ROLLBACK_SUCCESSFUL", FakeEcs.T0) { Rollback = "said" }]);
        Back("job", "db");

        var results = await Deploy();

        Assert.Equal(
            [
                ("web", Verdict.Stopped, "not begun because api failed"),
                ("api", Verdict.RolledBack, "rolled back to chat-prod-api:1: said"),
                ("db", Verdict.RolledBack, "taken back to chat-prod-db:1, because api failed"),
                ("job", Verdict.RolledBack, "taken back to chat-prod-job:1, because api failed"),
            ],
            results.Select(result => (result.Service, result.Verdict, result.Text)));
        Assert.Equal(["update chat-job chat-prod-job:1", "update chat-db chat-prod-db:1"], _ecs.Mutations.Where(call => call.EndsWith(":1", StringComparison.Ordinal)));
        Assert.Contains("look chat-job", _ecs.Calls.TakeWhile(call => call != "update chat-db chat-prod-db:1").SkipWhile(call => call != "update chat-job chat-prod-job:1"));
    }

    [Fact]
    public async Task A_service_that_cannot_be_begun_takes_back_the_waves_before_it()
    {
        Run("db", "api", "job", "web");
        _ecs.Fails = call => call == "update chat-web chat-prod-web:2" ? new DeployException("ecs:UpdateService was refused.") : null;
        Back("api", "job", "db");

        var results = await Deploy();

        Assert.Equal([Verdict.Failed, Verdict.RolledBack, Verdict.RolledBack, Verdict.RolledBack], results.Select(result => result.Verdict));
        Assert.Equal("update chat-db chat-prod-db:1", _ecs.Mutations.Last());
    }

    [Fact]
    public async Task What_waits_for_a_superseded_service_is_not_begun_and_nothing_is_taken_back()
    {
        Run("db", "api", "job", "web");
        _ecs.Deploys["chat-db"] = new([new ServiceDeployment("sd/db", "STOPPED", FakeEcs.T0)]);
        _ecs.Later.Add(new ServiceDeployment("sd/newer", "IN_PROGRESS", FakeEcs.T0.AddMinutes(1)) { Target = "other" });

        var results = await Deploy();

        Assert.Equal(
            ["not begun because db was superseded", "not begun because db was superseded", "superseded by newer, which decides what runs", "not begun because db was superseded"],
            results.Select(result => result.Text));
    }

    [Fact]
    public async Task Cancellation_takes_back_what_was_begun_last_first()
    {
        Run("db", "api", "job", "web");
        using var stop = new CancellationTokenSource();
        _ecs.Deploys["chat-job"] = new([new ServiceDeployment("sd/job", "IN_PROGRESS", FakeEcs.T0)]);
        _ecs.OnLook = () =>
        {
            if (_ecs.Calls.Count(call => call.Contains("chat-job", StringComparison.Ordinal)) > 4)
                stop.Cancel();
        };

        var results = await Deploy(stop.Token);

        Assert.Equal(["stop sd/job", "update chat-api chat-prod-api:1", "update chat-db chat-prod-db:1"], _ecs.Mutations.TakeLast(3));
        Assert.All(results, result => Assert.Equal(Verdict.Stopped, result.Verdict));
    }

    [Fact]
    public async Task What_a_release_takes_back_later_goes_back_in_reverse()
    {
        Run("db", "api", "job", "web");
        var plan = Plan();
        Back("db", "api", "job", "web");

        var results = await Deployer().TakeBack(
            plan, [.. plan.Services.Select(service => new ServiceResult(service.Name, Verdict.Deployed, "deployed", $"chat-prod-{service.Name}:2", null))],
            "because a smoke check failed", CancellationToken.None);

        Assert.All(results, result => Assert.Equal(Verdict.RolledBack, result.Verdict));
        Assert.Equal(["update web", "look web", "update api", "update job", "look api job", "update db", "look db"], _ecs.Calls.Select(Brief));
    }

    [Fact]
    public void The_plan_says_the_order_and_its_hash_covers_it()
    {
        var plan = Plan();

        Assert.EndsWith("\nin this order: db; then api, job; then web", plan.Text, StringComparison.Ordinal);
        Assert.NotEqual(plan.Hash, (plan with { Waves = [["db", "api", "job", "web"]] }).Hash);
        Assert.DoesNotContain("order", (plan with { Waves = [["db", "api", "job", "web"]] }).Text, StringComparison.Ordinal);
    }

    private static string Brief(string call) => call.Replace("chat-prod-", "", StringComparison.Ordinal).Replace("chat-", "", StringComparison.Ordinal) is var brief
        && brief.StartsWith("update", StringComparison.Ordinal) ? string.Join(' ', brief.Split(' ').Take(2)) : brief;

    private static ServicesPlan Plan() => new("chat", [Updated("web"), Updated("api"), Updated("db"), Updated("job")]) { Waves = [["db"], ["api", "job"], ["web"]] };

    private static ServicePlan Updated(string service) => new(
        service, $"chat-{service}", new LogGroupStep.Nothing($"/chat/prod/{service}"),
        new TaskDefinitionStep.Register(new() { ["family"] = $"chat-prod-{service}" }, []),
        new ServiceStep.Update(new ServiceChange(), true, new ServiceChange { TaskDefinition = $"chat-prod-{service}:1" }, ["task definition"]))
    {
        Budget = new WaitBudget(TimeSpan.FromMinutes(3), 1, TimeSpan.FromMinutes(6)),
        Proven = $"chat-prod-{service}:1",
    };

    /// <summary>Deployments of these succeed at the first look.</summary>
    private void Run(params string[] services)
    {
        foreach (var service in services)
        {
            _ecs.Looks[$"chat-{service}"] = new([FakeEcs.Snap($"chat-{service}", new DeploymentSnapshot("new", "PRIMARY", $"chat-prod-{service}:2", "IN_PROGRESS", FakeEcs.T0, 1, 2))]);
            _ecs.Deploys[$"chat-{service}"] = new([new ServiceDeployment($"sd/{service}", "SUCCESSFUL", FakeEcs.T0)]);
        }
    }

    /// <summary>Once these are told to go back, they have gone at the next look.</summary>
    private void Back(params string[] services) => _ecs.OnLook = () =>
    {
        foreach (var service in services.Where(service => _ecs.Calls.Contains($"update chat-{service} chat-prod-{service}:1")))
        {
            _ecs.Looks[$"chat-{service}"] = new([FakeEcs.Snap($"chat-{service}", new DeploymentSnapshot("back", "PRIMARY", $"chat-prod-{service}:1", "COMPLETED", FakeEcs.T0, 2, 2))]);
            _ecs.Deploys.Remove($"chat-{service}");
        }
    };

    private ServicesDeployer Deployer() => new(_ecs, new FakeTasks(_ecs), _ecs, _ecs, new NoWeights(), Gating.None, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, _ecs, new ImmediateTime());

    private Task<IReadOnlyList<ServiceResult>> Deploy(CancellationToken ct = default) => Deployer().Apply(Plan(), detach: false, ct);
}
