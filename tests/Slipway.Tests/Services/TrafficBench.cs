using Slipway.Gates;
using Slipway.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Services;

/// <summary>A service called web that runs its first revision behind two target groups, and a deploy of its second.</summary>
internal sealed class TrafficBench
{
    public static DeployEnvironment Prod { get; } = new("prod") { Account = "111122223333", Region = "eu-west-1" };

    public static Infrastructure Network { get; } = new()
    {
        Cluster = "chat",
        Subnets = ["a"],
        SecurityGroups = ["sg"],
        ExecutionRole = "arn:role",
        TargetGroups = new Dictionary<string, string> { ["web"] = "group-1" },
        Traffic = new Dictionary<string, TrafficInfrastructure> { ["web"] = new("group-2", "rule") { Role = "arn:mover" } },
    };

    private readonly Shipped _shipped = new("c0ffee", null, new Dictionary<string, string> { ["web"] = "repo/web@sha256:2" });

    public TrafficBench(Rollout rollout, FakeEcs? ecs = null)
    {
        Ecs = ecs ?? new FakeEcs();
        Application = new Application("chat")
        {
            Environments = [Prod],
            Services =
            [
                new EcsService("web")
                {
                    Image = new DockerImage("web"), Size = FargateSize.Of(256, 512), Port = 8080, Route = Route.Default, Health = new HealthCheck("/"), Rollout = rollout,
                },
            ],
        };
        Settings = ServiceStepRules.Settings(Prod, Network, Application.Services[0]);
        Ecs.Exists("web");
        Running = Ecs.Running["chat-web"] with { Settings = Settings with { Deployment = Settings.Deployment.AtRest } };
        Shift = new FakeShift("web", Settings.Deployment, Time);
    }

    public FakeEcs Ecs { get; }

    public Application Application { get; }

    public ImmediateTime Time { get; } = new();

    public ServiceSettings Settings { get; }

    public Gating Gates { get; init; } = new(GateAnswer.Pass);

    /// <summary>What observation sees.</summary>
    public ServiceSnapshot Running { get; set; }

    public FakeShift Shift { get; set; }

    public IReadOnlyList<string> Told => [.. Ecs.Events.Where(happened => happened is TrafficMoved or HoldBegan or HoldEnded or GatesSaid or GatesStayedOpen or PersonAsked or TakingBack).Select(happened => happened.Text)];

    /// <summary>Mutating calls after the service was updated.</summary>
    public IReadOnlyList<string> Steps => [.. Ecs.Mutations.SkipWhile(call => !call.StartsWith("update", StringComparison.Ordinal)).Skip(1)];

    public async Task<ServicesPlan> Plan()
    {
        Ecs.Running["chat-web"] = Running;
        var seen = await new ServicesObserver(Ecs, Ecs, Ecs, new NoWeights()).Observe(Application, Prod, Network, TestContext.Current.CancellationToken);
        return ServicesPlan.Create(Application, Prod, Network, _shipped, seen);
    }

    public async Task<ServiceResult> Deploy(CancellationToken ct = default) => Assert.Single(await Deployer().Apply(await Begun(), detach: false, ct));

    public ServicesDeployer Deployer() => new(Ecs, new FakeTasks(Ecs), Ecs, Ecs, new NoWeights(), Gates.Judge, Gating.Nobody, FakeSnapshots.None, Tempo.OfAws, Ecs, Time);

    /// <summary>The plan, and the world as it is once the plan was begun.</summary>
    public async Task<ServicesPlan> Begun()
    {
        var plan = await Plan();
        Ecs.Shifts["chat-web"] = Shift;
        Ecs.Looks["chat-web"] = new([New]);
        return plan;
    }

    /// <summary>The service as DescribeServices names it while the second revision is being deployed.</summary>
    public ServiceSnapshot New => FakeEcs.Snap(
        "chat-web", new("new", "PRIMARY", "chat-prod-web:2", "IN_PROGRESS", FakeEcs.T0, 2, 2), new("old", "ACTIVE", "chat-prod-web:1", "COMPLETED", FakeEcs.T0, 2, 2)) with
    {
        Settings = Settings,
    };
}
