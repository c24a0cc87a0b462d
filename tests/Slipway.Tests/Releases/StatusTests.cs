using Slipway.Releases;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Sites;
using Slipway.Tests.Images;
using Slipway.Tests.Infrastructures;
using Slipway.Tests.Provisioning;
using Slipway.Tests.Services;
using Slipway.Tests.Services.Pair;

namespace Slipway.Tests.Releases;

public sealed class StatusTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };

    private static readonly Application Chat = new("chat")
    {
        Environments = [Prod],
        Services = [ImpliedInfrastructureTests.Service("web", route: null), ImpliedInfrastructureTests.Service("api", route: null)],
        Sites = [new("docs") { Source = "docs" }],
    };

    private static readonly ReleaseManifest Live = new("r2", "chat", "prod", "c0ffee0123456789", "arn:aws:iam::111122223333:user/ann")
    {
        Verdict = Verdict.Deployed,
        Ended = SteppedTime.Start,
        RunUrl = "https://ci.example/42",
        Services = [new("web", "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:7", null, null), new("api", "chat-prod-api:3", null, null)],
        Sites = [new("docs", "sites/docs/releases/r1.json", null)],
    };

    private static readonly StatusObservation Good = new(
        Live, Live, Holder: null,
        new Dictionary<string, ServiceSnapshot> { ["web"] = Snap("web", "chat-prod-web:7"), ["api"] = Snap("api", "chat-prod-api:3") },
        new Dictionary<string, SiteState> { ["docs"] = SiteState.None with { Release = "r1" } });

    private static readonly LockOwner Ben = new("ben", "build-7", "https://ci.example/43", 4711, "r3", SteppedTime.Start);

    [Fact]
    public void What_is_live_and_runs_is_told_a_line_each()
    {
        var report = StatusReport.Of(Chat, Prod, Good);

        Assert.Equal(
            """
            chat in prod
              live     r2, commit c0ffee01, by ann, 2026-01-02 03:04 UTC, https://ci.example/42
              service  web: 2 of 2 running, chat-prod-web:7
              service  api: 2 of 2 running, chat-prod-api:3
              site     docs: release r1
              lock     free
            """,
            string.Join('\n', report.Lines));
        Assert.Empty(report.Drift);
    }

    [Fact]
    public void Where_nothing_is_yet_the_next_step_is_named()
    {
        var report = StatusReport.Of(Chat, Prod, new(null, null, null, new Dictionary<string, ServiceSnapshot>(), new Dictionary<string, SiteState>()));

        Assert.Equal(
            """
            chat in prod
              live     no release yet; ./build.sh Bootstrap --environment prod makes the release bucket
              service  web: not there
              service  api: not there
              site     docs: nothing is published yet
              lock     free
            """,
            string.Join('\n', report.Lines));
        Assert.Empty(report.Drift);
    }

    [Fact]
    public void A_pause_that_lies_on_a_service_while_nothing_is_deployed_is_warned_of()
    {
        var paused = ServiceSettings.None with { Deployment = DeploymentSettings.Of(Rollout.Stepped(10), hasTestRule: false) };
        var left = Snap("web", "chat-prod-web:7") with { Settings = paused };
        var underWay = Snap("api", "chat-prod-api:3", "IN_PROGRESS") with { Settings = paused };

        var report = StatusReport.Of(Chat, Prod, Good with { Services = new Dictionary<string, ServiceSnapshot> { ["web"] = left, ["api"] = underWay } });

        Assert.Equal(
            ["web: a pause at PRE_PRODUCTION_TRAFFIC_SHIFT for at most 60 min, then ROLLBACK lies on the service and would hold a deployment of anybody; the next deploy removes it"],
            report.Drift);
    }

    [Fact]
    public void What_runs_beside_the_ledger_is_drift()
    {
        var report = StatusReport.Of(Chat, Prod, Good with
        {
            Services = new Dictionary<string, ServiceSnapshot> { ["web"] = Snap("web", "chat-prod-web:8", "IN_PROGRESS", running: 1) },
            Sites = new Dictionary<string, SiteState> { ["docs"] = new(7, "r0", "r9", ["a"], new InvalidationDebt("x", ["/a", "/b"])) },
        });

        Assert.Contains("  service  web: 1 of 2 running, chat-prod-web:8, IN_PROGRESS", report.Lines);
        Assert.Contains("  site     docs: release r0, half way to r9, owes an invalidation of 2 paths", report.Lines);
        Assert.Equal(
            [
                "web: ECS runs chat-prod-web:8; release r2 has chat-prod-web:7. Somebody or something else changed the service",
                "api: ECS has no such service; release r2 has it as chat-prod-api:3",
                "docs: the publishing of r9 was broken off; the next deploy finishes it or takes it back",
                "docs: CloudFront may still serve old files until the invalidation that is owed is made; the next deploy makes it",
                "docs: release r0 is published; release r2 has sites/docs/releases/r1.json",
            ],
            report.Drift);
    }

    [Fact]
    public void A_release_that_was_broken_off_is_drift_and_says_whose_it_was()
    {
        var report = StatusReport.Of(Chat, Prod, Good with { Last = Live with { Id = "r3", Verdict = Verdict.InProgress, Ended = null } });

        Assert.Equal("release r3 by ann was broken off and did not say how far it came; ./build.sh Resume finishes it or takes it back, and the next deploy goes on from there", Assert.Single(report.Drift));
    }

    [Fact]
    public void A_release_that_was_left_to_ECS_is_told_and_is_no_drift_while_ECS_is_at_it()
    {
        var report = StatusReport.Of(Chat, Prod, Good with
        {
            Last = Left,
            Services = new Dictionary<string, ServiceSnapshot> { ["web"] = Snap("web", "chat-prod-web:8", "IN_PROGRESS", running: 1), ["api"] = Snap("api", "chat-prod-api:3") },
        });

        Assert.Equal("  detached r3, commit c0ffee01, by ann, left to ECS since 2026-01-02 03:04 UTC; ./build.sh Attach follows it", report.Lines[2]);
        Assert.Empty(report.Drift);
    }

    [Theory]
    [InlineData("chat-prod-web:8", "web came up")]
    [InlineData("chat-prod-web:7", "web runs chat-prod-web:7 again")]
    [InlineData(null, "web is gone")]
    public void A_release_that_ECS_is_done_with_is_drift_and_says_how_it_ended(string? runs, string said)
    {
        var services = new Dictionary<string, ServiceSnapshot> { ["api"] = Snap("api", "chat-prod-api:3") };
        if (runs is not null)
            services["web"] = Snap("web", runs);

        var report = StatusReport.Of(Chat, Prod, Good with { Last = Left, Services = services });

        Assert.Equal($"release r3 was left to ECS, which is done with it: {said}; ./build.sh Attach ends it", Assert.Single(report.Drift));
    }

    private static ReleaseManifest Left => Live with
    {
        Id = "r3",
        Verdict = Verdict.InProgress,
        Ended = null,
        Detached = SteppedTime.Start,
        Services = [new("web", "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:8", null, "sd/web"), new("api", "chat-prod-api:3", null, null) { Verdict = Verdict.Deployed }],
    };

    [Fact]
    public void While_a_release_is_under_way_what_differs_is_no_drift()
    {
        var now = SteppedTime.Start;
        var report = StatusReport.Of(Chat, Prod, Good with
        {
            Holder = new LockHolder(Ben, now, now.AddSeconds(61), now.AddSeconds(5)),
            Last = Live with { Id = "r3", Verdict = Verdict.InProgress, Ended = null },
            Services = new Dictionary<string, ServiceSnapshot>(),
        });

        Assert.Empty(report.Drift);
        Assert.Equal(
            [
                "  lock     held",
                "           holder  ben on build-7 (process 4711), release r3",
                "           since   2026-01-02 03:04:05 UTC, 5 s ago",
                "           run     https://ci.example/43",
                "           lease   until 03:05:06 UTC, in 56 s, and renewed while that run lives",
            ],
            report.Lines.SkipWhile(line => !line.Contains("lock", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_pair_is_shown_with_both_sides_and_their_weights_and_traffic_on_both_is_drift()
    {
        var pair = Pairs.Weighing(0, 100);
        var seen = Good with { Pairs = new Dictionary<string, PairStatus> { ["web"] = new(Side("blue", "chat-prod-web:1"), Side("green", "chat-prod-web:2"), pair) } };

        Assert.Equal(
            ["  service  web", "             blue, next, weight 0: 2 of 2 running, chat-prod-web:1", "             green, live, weight 100: 2 of 2 running, chat-prod-web:2"],
            StatusReport.Of(Chat, Prod, seen).Lines.Skip(2).Take(3));
        Assert.Empty(StatusReport.Of(Chat, Prod, seen).Drift);
        Assert.Equal(
            ["web: both sides have traffic (web 50, web-alt 50), from a run that did not end; the next deploy goes on from there or gives it back"],
            StatusReport.Of(Chat, Prod, seen with
            {
                Pairs = new Dictionary<string, PairStatus> { ["web"] = seen.Pairs["web"] with { Rule = Pairs.Weighing(50, 50) } },
            }).Drift);

        static ServiceSnapshot Side(string side, string taskDefinition) => Snap($"web-{side}", taskDefinition) with
        {
            Settings = ServiceSettings.None with
            {
                LoadBalancers = [new LoadBalancerTarget(side == "blue" ? Pairs.Blue : Pairs.Green, "web", 8080)],
            },
        };
    }

    [Fact]
    public async Task The_state_is_read_without_a_write()
    {
        var time = new SteppedTime();
        var bucket = new MemoryBucket(time);
        var ledger = new Ledger(bucket, time);
        var open = await ledger.Begin(Live with { Id = "r1", Services = [new("web", "chat-prod-web:2", null, null)] }, Ct);
        await ledger.End(open, open.Manifest with { Verdict = Verdict.Deployed }, Ct);
        bucket.Write("sites/docs/current.json", """{"sequence":1,"release":"r1","to":null,"touching":[],"pendingInvalidation":null}""");
        var writes = bucket.Writes.Count;
        var ecs = new FakeEcs { Running = { ["chat-web"] = FakeEcs.Snap("chat-web", Deployment("chat-prod-web:2", "COMPLETED", 2)) } };
        var output = new RecordingOutput();

        var report = await new Status(bucket, ledger, new DeployLock(bucket, LockTimes.Aws, output, time), ecs, NoPairs, output).Show(Chat, Prod, "chat", Ct);

        Assert.Equal(
            ["chat in prod", "  live     r1, commit c0ffee01, by ann, 2026-01-02 03:04 UTC, https://ci.example/42", "  service  web: 2 of 2 running, chat-prod-web:2",
                "  service  api: not there", "  site     docs: release r1", "  lock     free"],
            report.Lines);
        Assert.Empty(report.Drift);
        Assert.Equal(["look chat-web chat-api"], ecs.Calls);
        Assert.Equal(writes, bucket.Writes.Count);
        Assert.Same(report, Assert.IsType<StatusShown>(Assert.Single(output.Events)).Report);
    }

    [Fact]
    public async Task Without_bucket_and_cluster_there_is_nothing_and_nothing_fails()
    {
        var time = new SteppedTime();
        var bucket = new MemoryBucket(time) { IsMissing = true };
        var ecs = new FakeEcs();
        var output = new RecordingOutput();

        var report = await new Status(bucket, new Ledger(bucket, time), new DeployLock(bucket, LockTimes.Aws, output, time), ecs, NoPairs, output).Show(Chat, Prod, cluster: null, Ct);

        Assert.Equal("  live     no release yet; ./build.sh Bootstrap --environment prod makes the release bucket", report.Lines[1]);
        Assert.Empty(report.Drift);
        Assert.Empty(ecs.Calls);
    }

    private static DeploymentSnapshot Deployment(string taskDefinition, string state, int running) =>
        new("d1", "PRIMARY", taskDefinition, state, DateTimeOffset.UnixEpoch, running, 2);

    private static ServiceSnapshot Snap(string name, string taskDefinition, string state = "COMPLETED", int running = 2) =>
        FakeEcs.Snap($"chat-{name}", Deployment($"arn:aws:ecs:eu-west-1:111122223333:task-definition/{taskDefinition}", state, running));

    private static PairStatusReader NoPairs => new(FakePorts.Sound(), FakePorts.Sound());
}
