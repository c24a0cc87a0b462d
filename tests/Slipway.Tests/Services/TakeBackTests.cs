using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

/// <summary>Services that were deployed well and are taken back for what failed after them.</summary>
public sealed class TakeBackTests
{
    private const string Why = "because a smoke check failed";

    private readonly FakeEcs _ecs = new();

    [Fact]
    public async Task Both_services_go_back_at_once_and_are_followed_to_the_end()
    {
        _ecs.Looks["chat-web"] = new([Back("web", "IN_PROGRESS"), Back("web", "COMPLETED")]);
        _ecs.Looks["chat-api"] = new([Back("api", "IN_PROGRESS"), Back("api", "COMPLETED")]);

        var results = await TakeBack([Updated("web"), Updated("api")], Deployed("web"), Deployed("api"));

        Assert.Equal(
            [
                new ServiceResult("web", Verdict.RolledBack, $"taken back to chat-prod-web:1, {Why}", "chat-prod-web:1", null),
                new ServiceResult("api", Verdict.RolledBack, $"taken back to chat-prod-api:1, {Why}", "chat-prod-api:1", null),
            ],
            results.Select(result => result with { Deployment = null }));
        Assert.Equal(["update chat-web chat-prod-web:1", "update chat-api chat-prod-api:1"], _ecs.Calls.Take(2));
        Assert.All(_ecs.Calls.Skip(2), call => Assert.Equal("look chat-web chat-api", call));
    }

    [Fact]
    public async Task A_first_release_fails_and_remains_and_what_the_plan_did_not_touch_stays()
    {
        var untouched = Plan("api", new ServiceStep.Nothing());
        var first = Plan("web", new ServiceStep.Create(1, ServiceSettings.None, new Dictionary<string, string>())) with { Proven = null };
        var nothing = new ServiceResult("api", Verdict.Deployed, "nothing to do", "chat-prod-api:1", null);

        var results = await TakeBack([first, untouched], Deployed("web"), nothing);

        Assert.Equal(
            (Verdict.Failed, $"not taken back, {Why}: there is nothing to go back to. The service chat-web remains with chat-prod-web:2; deploy a corrected version, or delete it"),
            (results[0].Verdict, results[0].Text));
        Assert.Same(nothing, results[1]);
        Assert.Empty(_ecs.Calls);
    }

    [Fact]
    public async Task Settings_that_ECS_deploys_nothing_for_are_taken_back_without_a_wait()
    {
        var grace = Plan("web", new ServiceStep.Update(new ServiceChange { GraceSeconds = 90 }, false, new ServiceChange { GraceSeconds = 30 }, []));
        _ecs.Exists("web");

        var results = await TakeBack([grace], Deployed("web"));

        Assert.Equal((Verdict.RolledBack, $"taken back to chat-prod-web:1, {Why}"), (results[0].Verdict, results[0].Text));
        Assert.Equal(["update chat-web "], _ecs.Calls);
    }

    [Fact]
    public async Task A_deployment_that_an_earlier_run_began_goes_back_to_what_was_proven()
    {
        var follow = Plan("web", new ServiceStep.Follow(new DeploymentSnapshot("new", "PRIMARY", "chat-prod-web:2", "IN_PROGRESS", FakeEcs.T0, 1, 2)));
        _ecs.Looks["chat-web"] = new([Back("web", "COMPLETED")]);

        var results = await TakeBack([follow], Deployed("web"));

        Assert.Equal((Verdict.RolledBack, $"taken back to chat-prod-web:1, {Why}"), (results[0].Verdict, results[0].Text));
        Assert.Equal("update chat-web chat-prod-web:1", _ecs.Calls[0]);
    }

    [Fact]
    public async Task A_way_back_that_is_refused_or_fails_is_a_failure_that_says_what_runs()
    {
        _ecs.Fails = call => call.StartsWith("update chat-web", StringComparison.Ordinal) ? new DeployException("ecs:UpdateService was refused.") : null;
        _ecs.Looks["chat-api"] = new([Back("api", "IN_PROGRESS"), Back("api", "FAILED")]);

        var results = await TakeBack([Updated("web"), Updated("api")], Deployed("web"), Deployed("api"));

        Assert.Equal(
            [
                (Verdict.Failed, $"could not be taken back, {Why}; left as it is: deployment sd/web of chat-web with chat-prod-web:2\necs:UpdateService was refused."),
                (Verdict.Failed, $"the way back to chat-prod-api:1, {Why}, failed: ECS gave no reason. Look at the events of chat-api"),
            ],
            results.Select(result => (result.Verdict, result.Text)));
    }

    [Fact]
    public async Task A_signal_on_the_way_back_leaves_it_to_ECS()
    {
        _ecs.Looks["chat-web"] = new([Back("web", "IN_PROGRESS")]);
        using var stop = new CancellationTokenSource();
        _ecs.OnLook = stop.Cancel;

        var results = await Deployer().TakeBack(new ServicesPlan("chat", [Updated("web")]), [Deployed("web")], Why, stop.Token);

        Assert.Equal((Verdict.Stopped, "stopped; chat-prod-web:1 takes over again, ECS sees to it by itself"), (results[0].Verdict, results[0].Text));
    }

    /// <summary>Whether the service exists, and what the run does about the signal.</summary>
    public static TheoryData<bool, string, string> Interrupted { get; } = new()
    {
        { true, "stopped; chat-prod-web:1 takes over again, ECS sees to it by itself", "update chat-web chat-prod-web:2, update chat-web chat-prod-web:1" },
        { false, "stopped; a first release has nothing to go back to, and the service chat-web remains with chat-prod-web:2", "create chat-web chat-prod-web:2 1" },
    };

    [Theory]
    [MemberData(nameof(Interrupted))]
    public async Task A_signal_before_ECS_has_answered_the_start_does_not_report_the_service_as_not_begun(bool exists, string text, string calls)
    {
        var plan = exists ? Updated("web")
            : Plan("web", new ServiceStep.Create(1, ServiceSettings.None, new Dictionary<string, string>())) with { Proven = null };
        using var stop = new CancellationTokenSource();
        _ecs.OnStart = stop.Cancel;

        var results = await Deployer().Apply(new ServicesPlan("chat", [plan with { TaskDefinition = new TaskDefinitionStep.Reuse("chat-prod-web:2") }]), detach: false, stop.Token);

        Assert.Equal((Verdict.Stopped, text), (results[0].Verdict, results[0].Text));
        Assert.Equal(calls, string.Join(", ", _ecs.Calls));
    }

    [Fact]
    public async Task A_start_that_is_not_answered_in_time_after_a_signal_is_said_to_be_unknown()
    {
        using var stop = new CancellationTokenSource();

        var answer = Grace.Answer<int>(
            async late =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, late);
                return 1;
            },
            "service chat-web was updated", new ImpatientTime(), stop.Token);

        var error = await Assert.ThrowsAsync<DeployException>(() => answer);
        Assert.Equal(Verdict.Stopped, error.Verdict);
        Assert.StartsWith("The run was stopped before AWS had answered: whether service chat-web was updated is not known.", error.Message, StringComparison.Ordinal);
    }

    private static ServicePlan Updated(string service) => Plan(service, new ServiceStep.Update(
        new ServiceChange(), true, new ServiceChange { TaskDefinition = $"chat-prod-{service}:1" }, []));

    private static ServicePlan Plan(string service, ServiceStep step) => new(
        service, $"chat-{service}", new LogGroupStep.Nothing($"/chat/prod/{service}"), new TaskDefinitionStep.Keep($"chat-prod-{service}:2"), step)
    {
        Budget = new WaitBudget(TimeSpan.FromMinutes(3), 1, TimeSpan.FromMinutes(6)),
        Proven = $"chat-prod-{service}:1",
    };

    private static ServiceResult Deployed(string service) =>
        new(service, Verdict.Deployed, $"deployed, chat-prod-{service}:2", $"chat-prod-{service}:2", null) { Deployment = $"sd/{service}" };

    private static ServiceSnapshot Back(string service, string state) => FakeEcs.Snap(
        $"chat-{service}", new DeploymentSnapshot("back", "PRIMARY", $"chat-prod-{service}:1", state, FakeEcs.T0, 2, 2));

    private ServicesDeployer Deployer() => new(_ecs, new FakeTasks(_ecs), _ecs, _ecs, new NoWeights(), Gating.None, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, _ecs, new ImmediateTime());

    private Task<IReadOnlyList<ServiceResult>> TakeBack(IReadOnlyList<ServicePlan> plans, params ServiceResult[] results) =>
        Deployer().TakeBack(new ServicesPlan("chat", plans), results, Why, TestContext.Current.CancellationToken);

    /// <summary>A clock on which every time is over at once.</summary>
    private sealed class ImpatientTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
