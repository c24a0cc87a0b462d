using Slipway.Databases;
using Slipway.Services;
using Slipway.Tests.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Databases;

/// <summary>A snapshot of a database as part of a release: of the services web, which has it before its migration, and api.</summary>
public sealed class SnapshotTakerTests
{
    private const string Id = "chat-prod-20260102t030405678z-0123abcd";
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly Infrastructure Network = new() { Cluster = "chat", Subnets = ["b", "a"], SecurityGroups = ["sg"], ExecutionRole = "arn:role" };
    private static readonly Shipped Images = new("c0ffee", "20260102T030405678Z-0123abcd", new Dictionary<string, string> { ["api"] = "repo/api@sha256:2", ["web"] = "repo/web@sha256:2" });
    private static readonly RdsSnapshot OfChat = new("chat-{environment}");

    private readonly FakeEcs _ecs = new();
    private readonly FakeTasks _tasks;
    private readonly FakeSnapshots _snapshots;
    private readonly SnapshotTaker _taker;

    public SnapshotTakerTests()
    {
        (_tasks, _snapshots) = (new FakeTasks(_ecs), new FakeSnapshots(_ecs));
        _taker = new SnapshotTaker(_snapshots, Tempo.OfAws, _ecs, new ImmediateTime());
        _tasks.Script("task/1", FakeTasks.Ended(0));
        foreach (var service in new[] { "web", "api" })
        {
            _ecs.Exists(service);
            _ecs.Deploys[$"chat-{service}"] = new([new ServiceDeployment($"sd/{service}", "SUCCESSFUL", FakeEcs.T0)]);
        }
    }

    [Fact]
    public async Task It_is_available_before_the_migration_begins_and_before_any_service_is_updated()
    {
        Looks(("creating", 0), null, ("creating", 0), ("creating", 40), ("available", 100));

        var results = await Deploy();

        Assert.Equal([Verdict.Deployed, Verdict.Deployed], results.Select(result => result.Verdict));
        Assert.Equal(
            [
                "register chat-prod-web", "register chat-prod-api", $"snapshot {Id} of DB instance chat-prod", "run chat-prod-web:2 web: ./migrate",
                "update chat-web chat-prod-web:2", "update chat-api chat-prod-api:2",
            ],
            _ecs.Mutations);
        Assert.Equal(
            [
                $"web: taking snapshot {Id} of DB instance chat-prod, at most 30 min",
                $"web: snapshot {Id} is creating, 40 %",
                $"web: snapshot {Id} is available, 100 %",
            ],
            Told<SnapshotBegun, SnapshotMoved>());
        Assert.StartsWith($"web: snapshot {Id} of DB instance chat-prod is available after ", Assert.Single(_ecs.Events.OfType<SnapshotTaken>()).Text, StringComparison.Ordinal);
        Assert.Equal(new ReleasedSnapshot("chat-prod", Id, IsCluster: false) { Arn = $"arn:aws:rds:eu-west-1:111122223333:snapshot:{Id}", Engine = "postgres", At = FakeEcs.T0 }, Assert.Single(_taker.Taken));
    }

    [Fact]
    public async Task It_carries_application_environment_and_release()
    {
        await Deploy();

        Assert.Equal(
            ["slipway:application=chat", "slipway:environment=prod", "slipway:release=20260102T030405678Z-0123abcd"],
            Assert.Single(_snapshots.Steps).Tags.Select(tag => $"{tag.Key}={tag.Value}"));
    }

    [Fact]
    public async Task Nothing_to_migrate_no_snapshot_and_none_where_it_is_not_wanted()
    {
        var elsewhere = await Plan(OfChat with { When = By.Environment(env => env.Is("dev")) });
        var cluster = await Plan(OfChat with { IsCluster = true });
        _ecs.Definitions["chat-prod-web:1"] = Rendered();
        var kept = await Plan(OfChat);

        Assert.Equal([1, 2, 0], new[] { elsewhere, cluster, kept }.Select(plan => plan.Services[0].Before.Count));
        Assert.Equal(["take snapshot chat-prod-RELEASE of DB cluster chat-prod and wait for it, at most 30 min"], cluster.Snapshots.Select(step => $"{step}"));
    }

    [Fact]
    public async Task The_plan_names_it_in_its_place_and_has_the_same_hash_for_every_release()
    {
        var plan = await Plan(OfChat);
        var later = await Plan(OfChat, Images with { Release = "20270102T030405678Z-0123abcd" });
        var longer = await Plan(OfChat with { Timeout = TimeSpan.FromHours(2) });

        Assert.Equal(
            ["  take snapshot chat-prod-RELEASE of DB instance chat-prod and wait for it, at most 30 min", "  run migrate: ./migrate, in the new image, at most 15 min"],
            plan.Text.Split('\n').Where(line => line.StartsWith("  take", StringComparison.Ordinal) || line.StartsWith("  run", StringComparison.Ordinal)));
        Assert.Equal((plan.Hash, false), (later.Hash, plan.Hash == longer.Hash));
    }

    [Fact]
    public async Task The_snapshot_of_the_same_release_is_used_again_whoever_began_it()
    {
        _snapshots.There[Id] = FakeSnapshots.Seen(Id, "chat-prod", "creating");
        Looks(("creating", 70), ("available", 100));

        var results = await Deploy();

        Assert.Equal(Verdict.Deployed, results[0].Verdict);
        Assert.DoesNotContain(_ecs.Mutations, call => call.StartsWith("snapshot", StringComparison.Ordinal));
        Assert.Equal([$"web: snapshot {Id} of DB instance chat-prod is there already, creating"], _ecs.Events.OfType<SnapshotFound>().Select(one => one.Text));
        Assert.Equal([Id], _taker.Taken.Select(taken => taken.Identifier));
    }

    [Fact]
    public async Task Two_services_of_one_database_share_the_snapshot_of_the_release()
    {
        var app = App(OfChat);
        app = app with { Services = [app.Services[0], app.Services[1] with { Before = [OfChat] }] };

        await Apply(await Plan(app, Images), TestContext.Current.CancellationToken);

        Assert.Equal(2, _ecs.Events.OfType<SnapshotTaken>().Count());
        Assert.Single(_snapshots.Steps);
        Assert.Equal([Id], _taker.Taken.Select(taken => taken.Identifier));
    }

    [Fact]
    public async Task A_database_that_is_busy_is_waited_for()
    {
        var asked = 0;
        _ecs.Fails = call => call.StartsWith("snapshot", StringComparison.Ordinal) && ++asked < 3 ? new DeployException("backing-up") { MayPass = true } : null;

        var results = await Deploy();

        Assert.Equal((Verdict.Deployed, 3), (results[0].Verdict, asked));
        Assert.Equal("web: DB instance chat-prod has to wait for its snapshot\nbacking-up", _ecs.Events.OfType<SnapshotHeldUp>().First().Text);
    }

    /// <summary>What RDS answers, and how the release ends: nothing after it is begun.</summary>
    public static TheoryData<string, string> Failures { get; } = new()
    {
        { "refused", "no snapshot of DB instance chat-prod was taken. No service was begun\nrds:CreateDBSnapshot was refused." },
        { "busy", "no snapshot of DB instance chat-prod was taken. No service was begun\nbacking-up" },
        { "failed", $"snapshot {Id} of DB instance chat-prod failed. No service was begun" },
        { "slow", $"snapshot {Id} of DB instance chat-prod was not available after 30 min. No service was begun\n  last  creating, 40 %; RDS goes on with it, and it stays" },
        { "lost", $"snapshot {Id} of DB instance chat-prod was begun but cannot be followed; RDS goes on with it, and it stays. No service was begun\nrds:DescribeDBSnapshots was refused." },
        { "another", $"no snapshot of DB instance chat-prod was taken. No service was begun\nThere is a snapshot {Id} already, of another database.\n  found  other" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_keeps_it_from_being_available_keeps_migration_and_services_from_being_begun(string failure, string text)
    {
        var finds = 0;
        _ecs.Fails = call => (failure, call) switch
        {
            ("refused", _) when call.StartsWith("snapshot", StringComparison.Ordinal) => new DeployException("rds:CreateDBSnapshot was refused."),
            ("busy", _) when call.StartsWith("snapshot", StringComparison.Ordinal) => new DeployException("backing-up") { MayPass = true },
            ("lost", "find snapshot") when ++finds > 1 => new DeployException("rds:DescribeDBSnapshots was refused."),
            _ => null,
        };
        Looks(("creating", 40), failure == "slow" ? ("creating", 40) : ("failed", 40));
        if (failure == "another")
            _snapshots.There[Id] = FakeSnapshots.Seen(Id, "other", "available");

        var results = await Deploy();

        Assert.StartsWith(text, results[0].Text, StringComparison.Ordinal);
        Assert.Equal([Verdict.Failed, Verdict.Stopped], results.Select(result => result.Verdict));
        Assert.Equal("not begun because web failed", results[1].Text);
        Assert.DoesNotContain(_ecs.Mutations, call => call.StartsWith("run", StringComparison.Ordinal) || call.StartsWith("update", StringComparison.Ordinal));
        Assert.Empty(_taker.Taken);
    }

    [Fact]
    public async Task A_look_that_fails_for_the_moment_decides_nothing()
    {
        var finds = 0;
        _ecs.Fails = call => call == "find snapshot" && ++finds is 2 or 4 ? new DeployException("throttled") { MayPass = true } : null;
        Looks(("creating", 40), ("available", 100));

        Assert.Equal(Verdict.Deployed, (await Deploy())[0].Verdict);
    }

    [Fact]
    public async Task Cancellation_leaves_it_to_RDS_and_begins_nothing()
    {
        using var stop = new CancellationTokenSource();
        Looks(("creating", 10));
        var finds = 0;
        _snapshots.OnFind = () =>
        {
            if (++finds == 4)
                stop.Cancel();
        };

        var results = await Apply(await Plan(OfChat), stop.Token);

        Assert.Equal(
            [(Verdict.Stopped, $"stopped while snapshot {Id} was being taken; RDS goes on with it, and it stays. No service was begun"), (Verdict.Stopped, "not begun")],
            results.Select(result => (result.Verdict, result.Text)));
        Assert.Equal($"snapshot {Id} of DB instance chat-prod", _ecs.Mutations.Last());
    }

    [Fact]
    public async Task A_signal_before_RDS_has_answered_says_that_it_goes_on()
    {
        using var stop = new CancellationTokenSource();
        _snapshots.OnTake = stop.Cancel;
        Looks(("creating", 10));

        var results = await Apply(await Plan(OfChat), stop.Token);

        Assert.Equal((Verdict.Stopped, $"stopped while snapshot {Id} was being taken; RDS goes on with it, and it stays. No service was begun"), (results[0].Verdict, results[0].Text));
    }

    private IEnumerable<string> Told<T1, T2>() => _ecs.Events.Where(one => one is T1 or T2).Select(one => one.Text);

    private void Looks(params (string Status, int Percent)?[] looks)
    {
        _snapshots.Looks.Clear();
        foreach (var look in looks)
            _snapshots.Looks.Enqueue(look);
    }

    private static System.Text.Json.Nodes.JsonObject Rendered()
    {
        var app = App(OfChat);
        var content = TaskDefinitions.Render(app, Prod, Network, app.Services[0], Images, new Dictionary<string, string>());
        content["taskDefinitionArn"] = "chat-prod-web:1";
        return content;
    }

    private static Application App(RdsSnapshot snapshot) => new("chat")
    {
        Environments = [Prod],
        Services =
        [
            new("web") { Image = new DockerImage("web"), Size = FargateSize.Of(256, 512), Before = [snapshot, new OneOffTask("migrate", ["./migrate"])] },
            new("api") { Image = new DockerImage("api"), Size = FargateSize.Of(256, 512) },
        ],
    };

    private Task<ServicesPlan> Plan(RdsSnapshot snapshot, Shipped? shipped = null) => Plan(App(snapshot), shipped ?? Images);

    private async Task<ServicesPlan> Plan(Application application, Shipped shipped) => ServicesPlan.Create(
        application, Prod, Network, shipped, await new ServicesObserver(_ecs, _ecs, _ecs, new NoWeights()).Observe(application, Prod, Network, TestContext.Current.CancellationToken));

    private async Task<IReadOnlyList<ServiceResult>> Deploy() => await Apply(await Plan(OfChat), TestContext.Current.CancellationToken);

    private Task<IReadOnlyList<ServiceResult>> Apply(ServicesPlan plan, CancellationToken ct) =>
        new ServicesDeployer(_ecs, _tasks, _ecs, _ecs, new NoWeights(), Gating.None, Gating.Nobody, _taker, Tempo.OfAws, _ecs, new ImmediateTime()).Apply(plan, detach: false, ct);
}
