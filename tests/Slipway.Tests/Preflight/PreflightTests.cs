using System.Text.Json.Nodes;
using Slipway.Gates;
using Slipway.Images;
using Slipway.Preflight;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Tests.Gates;
using Slipway.Tests.Images;
using Slipway.Tests.Services;
using Slipway.Traffic;

namespace Slipway.Tests.Preflight;

public sealed class PreflightTests
{
    private const string Running = "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:7";
    private const string Before = "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:6";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };

    private readonly FakeMetrics _metrics = new();
    private readonly CallLog _calls = new();
    private readonly FakeEcs _ecs = new();
    private readonly RecordingOutput _output = new();
    private readonly FakeRegistry _registry;

    public PreflightTests() => _registry = new FakeRegistry(_calls);

    [Theory]
    [InlineData("created", true)]
    [InlineData("given a new task definition", true)]
    [InlineData("tried again", true)]
    [InlineData("given another count", false)]
    [InlineData("followed", false)]
    [InlineData("left alone", false)]
    [InlineData("a pair's side that gets the traffic step by step", true)]
    [InlineData("a pair's side that gets the traffic back", false)]
    [InlineData("a pair whose traffic a run left in the middle", false)]
    public async Task Only_services_that_a_deployment_is_begun_for_are_looked_at(string step, bool isLookedAt)
    {
        var plan = Plan(Service("web", Rollout.Rolling.Watching("5xx")), change: plan => Step(plan, step));
        _metrics.States["5xx"] = new AlarmState("OK", "");

        await Gate.Demand(plan, Ct);

        Assert.Equal(isLookedAt ? ["alarms 5xx"] : [], _metrics.Calls);
        Assert.Equal(isLookedAt ? ["Nothing speaks against deploying chat to prod"] : [], _output.Events.Select(shown => shown.Text));
    }

    [Fact]
    public async Task Everything_that_speaks_against_a_deploy_is_told_at_once_and_refuses_it()
    {
        _metrics.States["firing"] = new AlarmState("ALARM", "3 of 3 above 1");
        _metrics.States["silent"] = new AlarmState("INSUFFICIENT_DATA", "no data");
        _metrics.States["fine"] = new AlarmState("OK", "");
        var plan = Plan(
            Service("web", Rollout.Stepped(50).While(Slipway.Gate.Alarm("firing"), Slipway.Gate.Alarm("fine")).Watching("firing", "silent", "gone")),
            deployments: 5, images: ["registry.test:5000/chat/web@sha256:lost", "public.example/proxy:1"]);

        var error = await Assert.ThrowsAsync<DeployException>(() => Gate.Demand(plan, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            """
            chat cannot be deployed to prod as things are. Nothing was changed.
              chat / web
                seen  chat-web has 5 deployments whose tasks have not all ended (chat-prod-web:7, chat-prod-web:6); ECS begins no further one
                try   wait until the tasks of the older ones have ended; task protection (ecs:UpdateTaskProtection) and long StopTimeouts keep them
              chat / web
                seen  alarm firing is in ALARM (3 of 3 above 1): ECS ignores all alarms of a deployment that begins so; its gate would take the new version back
                try   wait until it is OK; where this very deploy is to mend what it tells of, take it out of the rollout until then
              chat / web
                seen  there is no alarm gone in account 111122223333, region eu-west-1
                try   create it, or correct the name in the definition
              chat / web
                seen  alarm silent is INSUFFICIENT_DATA (no data), so that it would not go off
                try   check that its metric is published, and under these dimensions
              chat / web
                seen  chat/web@sha256:lost, from which chat-prod-web:7 runs, is not in ECR any more: its tasks can be neither added nor replaced, and going back to it would fail
                try   deploy the commit of that release again, which builds and pushes it, or go on to a version whose images are there
            """,
            error.Message, ignoreLineEndingDifferences: true);
        Assert.Empty(_output.Events);
    }

    [Fact]
    public async Task What_refuses_a_deploy_is_only_told_by_a_preview()
    {
        await Gate.Show(Plan(Service("web", Rollout.Rolling.Watching("gone"))), Ct);

        var shown = Assert.IsType<PreflightReport>(_output.Events.Single());
        Assert.True(shown.Refuses);
        Assert.Contains("there is no alarm gone", shown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_should_know_does_not_keep_a_deploy_from_beginning()
    {
        await Gate.Demand(Plan(Service("web", Rollout.Rolling), images: ["registry.test:5000/chat/web:v1@sha256:lost"]), Ct);

        var shown = Assert.IsType<PreflightReport>(_output.Events.Single());
        Assert.StartsWith("Before chat is deployed to prod, somebody should know:\n  chat / web\n    seen  chat/web@sha256:lost, from which", shown.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("registry.test:5000/chat/web@sha256:kept", "chat/web")]
    [InlineData("registry.test:5000/chat/web:v1", "chat/web")]
    [InlineData("elsewhere.test/chat/web@sha256:lost", null)]
    [InlineData("proxy:1", null)]
    public async Task Images_that_are_in_the_registry_or_in_another_one_are_no_finding(string image, string? repository)
    {
        _registry.Tags[("chat/web", "v1")] = "sha256:kept";

        await Gate.Demand(Plan(Service("web", Rollout.Rolling), images: [image]), Ct);

        Assert.Empty(Assert.IsType<PreflightReport>(_output.Events.Single()).Findings);
        Assert.Equal(repository is null ? [] : [$"find {repository}"], _calls.Calls.Select(call => string.Join(' ', call.Split(' ').Take(2))));
    }

    [Fact]
    public async Task An_image_that_the_plan_has_found_already_is_not_asked_for_again()
    {
        var plan = Plan(Service("web", Rollout.Rolling), images: ["registry.test:5000/chat/web@sha256:same"]);
        var found = plan.Images.Steps[0] with { Existing = new RegistryImage("input-1", "sha256:same", "{}", "application/vnd.oci.image.manifest.v1+json") };

        await Gate.Demand(plan with { Images = plan.Images with { Steps = [found] } }, Ct);

        Assert.Empty(_calls.Calls);
        Assert.Empty(Assert.IsType<PreflightReport>(_output.Events.Single()).Findings);
    }

    [Fact]
    public async Task What_came_up_last_is_read_where_something_else_runs()
    {
        _ecs.Definitions[Before] = Definition("registry.test:5000/chat/web@sha256:before");

        await Gate.Demand(Plan(Service("web", Rollout.Rolling), images: ["registry.test:5000/chat/web@sha256:kept"], proven: Before), Ct);

        Assert.Contains("chat/web@sha256:before, from which chat-prod-web:6 runs", _output.Events.Single().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_that_never_came_up_has_nothing_to_go_back_to_that_could_be_missing()
    {
        await Gate.Demand(Plan(Service("web", Rollout.Rolling), images: ["registry.test:5000/chat/web@sha256:lost"], proven: null), Ct);

        Assert.Empty(_calls.Calls);
        Assert.Empty(Assert.IsType<PreflightReport>(_output.Events.Single()).Findings);
    }

    [Fact]
    public async Task Alarms_of_all_services_are_asked_in_one_call_and_one_that_several_watch_is_told_once()
    {
        var (web, api) = (Service("web", Rollout.Rolling.Watching("5xx", "slow")), Service("api", Rollout.Rolling.Watching("5xx")));
        _metrics.States["slow"] = new AlarmState("OK", "");

        await Gate.Show(Plan([web, api]), Ct);

        Assert.Equal(["alarms 5xx slow"], _metrics.Calls);
        Assert.Equal(["chat / web, api: there is no alarm 5xx in account 111122223333, region eu-west-1"], Assert.IsType<PreflightReport>(_output.Events.Single()).Findings.Select(finding => $"{finding.Where}: {finding.Seen}"));
    }

    [Fact]
    public async Task What_may_not_be_asked_is_told_and_refuses_nothing()
    {
        _metrics.NoAlarms = "needs cloudwatch:DescribeAlarms";

        await Gate.Demand(Plan(Service("web", Rollout.Rolling.Watching("5xx"))), Ct);

        Assert.Equal(
            [new PreflightFinding(Refuses: false, "chat", "the alarms 5xx were not checked: needs cloudwatch:DescribeAlarms", "allow it to the caller")],
            Assert.IsType<PreflightReport>(_output.Events.Single()).Findings);
    }

    private PreflightGate Gate => new(new PreflightObserver(_metrics, _registry, _ecs), _output);

    private static EcsService Service(string name, Rollout rollout) => new(name) { Image = new DockerImage(name), Size = FargateSize.Of(256, 512), Rollout = rollout };

    private static ServicePlan Step(ServicePlan plan, string what) => what switch
    {
        "created" => plan with { Service = new ServiceStep.Create(2, ServiceSettings.None, new Dictionary<string, string>()) },
        "given a new task definition" => plan with { Service = Update(isNew: true) },
        "tried again" => plan with { Service = Update(isNew: false, new ServiceChange { Force = true }) },
        "given another count" => plan with { Service = Update(isNew: false, new ServiceChange { DesiredCount = 3 }) },
        "followed" => plan with { Service = new ServiceStep.Follow(new DeploymentSnapshot("d1", "PRIMARY", Running, "IN_PROGRESS", FakeEcs.T0, 0, 2)) },
        "left alone" => plan with { Service = new ServiceStep.Nothing() },
        "a pair's side that gets the traffic step by step" => Shifted(plan, percent: 0) with { Service = new ServiceStep.Nothing() },
        "a pair's side that gets the traffic back" => plan with { Service = new ServiceStep.Nothing(), Shift = Shifted(plan, percent: 0).Shift! with { Holds = null } },
        "a pair whose traffic a run left in the middle" => Shifted(plan, percent: 50),
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, null),
    };

    private static ServicePlan Shifted(ServicePlan plan, int percent)
    {
        var position = new PairPosition(PairSide.Blue, [new GroupWeight("blue", 100 - percent), new GroupWeight("green", percent)], percent);
        return plan with
        {
            Position = position,
            Shift = new ShiftStep(new PairGroups("rule", "blue", "green"), PairSide.Green, position, Tasks: 2) { Holds = Rollout.ServicePair(50) },
        };
    }

    private static ServiceStep.Update Update(bool isNew, ServiceChange? change = null) => new(change ?? new ServiceChange(), isNew, new ServiceChange(), []);

    private static JsonObject Definition(params IReadOnlyList<string> images) =>
        new() { ["containerDefinitions"] = new JsonArray([.. images.Select(image => new JsonObject { ["image"] = image })]) };

    private static ReleasePlan Plan(EcsService service, Func<ServicePlan, ServicePlan>? change = null, int deployments = 1, IReadOnlyList<string>? images = null, string? proven = Running) =>
        Plan([service], change, deployments, images, proven);

    private static ReleasePlan Plan(
        IReadOnlyList<EcsService> services, Func<ServicePlan, ServicePlan>? change = null, int deployments = 1, IReadOnlyList<string>? images = null, string? proven = Running)
    {
        var application = new Application("chat") { Environments = [Prod], Services = services };
        var infrastructure = new Infrastructure { Cluster = "prod", Subnets = [], SecurityGroups = [], ExecutionRole = "execution" };
        var seen = new ServicesObservation(
            services.ToDictionary(service => service.Name, service => new ObservedService(
                new ServiceSnapshot($"chat-{service.Name}", Running, 2)
                {
                    Deployments =
                    [
                        .. Enumerable.Range(0, deployments).Select(number => new DeploymentSnapshot(
                            $"d{number}", number == 0 ? "PRIMARY" : "ACTIVE", number == 0 ? Running : Before, "COMPLETED", FakeEcs.T0, 2, 2)),
                        new DeploymentSnapshot("old", "INACTIVE", Before, "COMPLETED", FakeEcs.T0, 0, 0),
                    ],
                },
                new TaskDefinitionRevision(Running, Definition([.. images ?? []])))),
            new Dictionary<string, int?>(), new Dictionary<string, string>());
        var steps = ImageSource.Of(application).Select(source => new ImageStep(
            source, new ImageRepository(source.Repository, $"{FakeRegistry.Host}/{source.Repository}", Immutable: true, ScansOnPush: true), "input-1", Existing: null, "c0ffee", AddTag: true));
        return new ReleasePlan(
            application, Prod, "c0ffee", infrastructure, new ImagesPlan("c0ffee", [.. steps], Rebuild: false),
            new ServicesPlan("prod",
            [
                .. services.Select(service => new ServicePlan(
                    service.Name, $"chat-{service.Name}", new LogGroupStep.Nothing("x"), new TaskDefinitionStep.Register([], []), Update(isNew: true))
                {
                    Budget = new WaitBudget(TimeSpan.Zero, 1, TimeSpan.Zero),
                    Proven = proven,
                    Rollout = service.Rollout.In(Prod),
                }).Select(change ?? (plan => plan)),
            ]),
            seen, []);
    }
}
