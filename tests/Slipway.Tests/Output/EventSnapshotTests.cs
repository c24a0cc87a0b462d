using Slipway.Approvals;
using Slipway.Databases;
using Slipway.Doctor;
using Slipway.Gates;
using Slipway.GitHub;
using Slipway.Images;
using Slipway.Import;
using Slipway.Infrastructures;
using Slipway.Infrastructures.Rendered;
using Slipway.Notes;
using Slipway.Output;
using Slipway.Pauses;
using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Lint;
using Slipway.Pipelines.Simulation;
using Slipway.Preflight;
using Slipway.Provisioning;
using Slipway.Releases;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Sites;
using Slipway.Smoke;
using Slipway.Tests.Services;
using Spectre.Console;
using Tests.Shared;

namespace Slipway.Tests.Output;

/// <summary>How every event of the library looks in every place where it can be read.</summary>
public sealed class EventSnapshotTests
{
    private static readonly FailureReport Crash = new(
        "web", "0a1b", new FailureCause("exit 3", "the container ended with exit code 3", "read its last log lines below", "web"), "EssentialContainerExited", "Essential container in task exited")
    {
        Containers = [new("web", 3, null), new("proxy", 137, null)],
        Targets = [new("10.0.0.1:8080", "unhealthy", "Target.Timeout", "Request timed out")],
        LogLines = ["::error::no database", "```", "[red]bye[/] s3cret"],
    };


    private static readonly DeploymentUnderWay Paused = new(
        "chat-web", "sd/1", "PRE_PRODUCTION_TRAFFIC_SHIFT", 10, DateTimeOffset.UnixEpoch, [new OpenPause("h1", DateTimeOffset.UnixEpoch.AddHours(1), GoesBack: true)]);

    private const string Plan = "7f3a1c2b9d0e4f5a6b7c8d9e0f1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d7e8f90";

    private static readonly ReleaseRecord Shipped = new(
        "Deployed", 0, "chat", "prod", "c0ffee", "r1", [], [], new Dictionary<string, string> { ["web"] = "http://chat.example" },
        new Dictionary<string, int> { ["ecs:DescribeServices"] = 7, ["ecs:UpdateService"] = 1 }, 61.5);

    private static readonly ReleasedSnapshot Snapshot = new("shop-prod", "shop-prod-r1", IsCluster: false) { Arn = "arn:aws:rds:eu-west-1:111122223333:snapshot:shop-prod-r1", Engine = "postgres", At = DateTimeOffset.UnixEpoch };

    private static readonly LockHolder Held = new(
        new LockOwner("arn:aws:iam::111122223333:user/ann", "build-7", "https://ci.example/42", 4711, "r2", DateTimeOffset.UnixEpoch),
        DateTimeOffset.UnixEpoch.AddMinutes(1), DateTimeOffset.UnixEpoch.AddMinutes(9), DateTimeOffset.UnixEpoch.AddMinutes(8.5));

    private static readonly IReadOnlyList<OutputEvent> Events =
    [
        new Preparing(new Preparation("dotnet", "publish", "-o", "out dir") { Inputs = ["src"], Output = "out dir" }),
        new Prepared("out dir", TimeSpan.FromSeconds(2.5)),
        new PreparationUpToDate("out dir"),
        new RepositoryCreated("chat/web"),
        new RepositoryRepaired("chat/web", RepositoryRepair.ImmutableTags),
        new ImageBuilding("chat/web", new DockerImage("web")),
        new BuildLine("chat/web", "#5 ##[error] COPY . . # s3cret"),
        new ImageBuilt("chat/web", TimeSpan.FromSeconds(12)),
        new ImagePushed("chat/web", "sha256:1", TimeSpan.FromSeconds(3)),
        new ImageCopied("chat/web", "sha256:1", "111122223333.dkr.ecr.eu-west-1.amazonaws.com", 7, 52_428_800, TimeSpan.FromSeconds(6)),
        new ImageTagged("chat/web", "prod-r1", "sha256:1"),
        new ImageNotTagged("chat/web", "c0ffee", "sha256:1"),
        new ImageReady(new ShippedImage("web", "web", "chat/web", "c0ffee", "sha256:1", "r/chat/web@sha256:1", Built: true, Pushed: true)),
        new PlanShown("web\n  register task definition chat-prod-web\n    cpu: 256 -> 512"),
        new InfrastructureChecked("chat", "prod", []),
        new InfrastructureChecked("chat", "prod", ["not checked: the subnets: needs ec2:DescribeSubnets", "web speaks HTTPS to the tasks, so that the container must"]),
        new PreflightReport("chat", "prod", []),
        new PreflightReport("chat", "prod", [new PreflightFinding(Refuses: false, "chat / web", "alarm 5xx is INSUFFICIENT_DATA (no data), so that it would not go off", "check that its metric is published")]),
        new PreflightReport("chat", "prod", [new PreflightFinding(Refuses: true, "chat / web", "there is no alarm 5xx", "create it")]),
        new GatesTried("chat", "prod", []),
        new GatesTried("chat", "prod", [Tried("web", GateAnswer.Pass)]),
        new GatesTried("chat", "prod", [Tried("web", GateAnswer.Pass, GateAnswer.Inconclusive)]),
        new GatesTried("chat", "prod", [Tried("web", GateAnswer.Fail, GateAnswer.Inconclusive), Tried("api", GateAnswer.Pass)]),
        new LogGroupReady("/chat/prod/web", 30),
        new TaskDefinitionRegistered("web", "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:2"),
        new SnapshotBegun("web", "shop-prod-r1", "DB instance shop-prod", TimeSpan.FromMinutes(30)),
        new SnapshotFound("web", "shop-prod-r1", "DB instance shop-prod", "creating"),
        new SnapshotHeldUp("web", "DB instance shop-prod", "rds:CreateDBSnapshot was refused.\n  reason  InvalidDBInstanceState: it is backing-up"),
        new SnapshotMoved("web", "shop-prod-r1", "creating", 40),
        new SnapshotTaken("web", Snapshot, TimeSpan.FromSeconds(95)),
        new OneOffAwaited("web", "migrate", "0a1b"),
        new OneOffStarted("web", "migrate", "0c2d"),
        new OneOffMoved("web", "migrate", "RUNNING"),
        new OneOffSaid("web", "migrate", "::error::table users s3cret"),
        new OneOffStopping("web", "migrate", "0c2d", "because the run was stopped"),
        new OneOffEnded("web", "migrate", TimeSpan.FromSeconds(4)),
        new TaskFailed(Crash with { OneOff = "migrate", Containers = [], Targets = [], LogLines = ["no such table"] }),
        new ServiceUnchanged("api"),
        new ServiceDeploying("web", "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:2", new WaitBudget(TimeSpan.FromMinutes(3), 2, TimeSpan.FromMinutes(6))),
        new EcsSaid("web", DateTimeOffset.UnixEpoch.AddHours(1), "(service chat-web) has started 1 tasks: (task 0a1b)."),
        new RolloutMoved("web", "rolling out", 1, 2),
        new TrafficMoved("web", 12.5, "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:2"),
        new HoldBegan("web", 50, TimeSpan.FromMinutes(6)),
        new GatesSaid("web", new GateReport([new GateFinding(Gate.ServerErrors.Below(0.01), GateAnswer.Pass, "0.4 % of 512 answers are 5xx, at most 1 %")])),
        new GatesSaid("web", new GateReport([new GateFinding(Gate.ServerErrors.Below(0.01), GateAnswer.Inconclusive, "only 3 requests")])),
        new GatesSaid("web", new GateReport([new GateFinding(Gate.ServerErrors.Below(0.01), GateAnswer.Fail, "4 % of 512 answers are 5xx, at most 1 %")])),
        new PersonAsked("web", "only 3 requests", DateTimeOffset.UnixEpoch.AddHours(2)),
        new PersonAsked("web", "production traffic is about to move", null),
        new HoldEnded("web", ByThisRun: true),
        new HoldEnded("web", ByThisRun: false),
        new GatesStayedOpen("web", "only 3 requests"),
        new AlarmsIgnored("web", ["errors", "latency"]),
        new SettingsRemain("web", "ecs:UpdateService was refused."),
        new PairTraffic("web", PairSide.Green, 50, "arn:aws:ecs:eu-west-1:111122223333:task-definition/chat-prod-web:2"),
        new ServiceDeploymentsDenied("web"),
        new TaskFailed(Crash),
        new StoppedTasksDenied("web", "ecs:ListTasks was refused."),
        new StoppingEarly("web", 3, "the container ended with exit code 3", GoesBack: true),
        new TakingBack("api", "because web failed"),
        new StoppingDeployment("web", "arn:aws:ecs:eu-west-1:111122223333:service-deployment/chat/chat-web/0a1b"),
        new ServiceEnded(new ServiceResult("web", Verdict.Deployed, "deployed, chat-prod-web:2", "chat-prod-web:2", null)),
        new ServiceEnded(new ServiceResult("web", Verdict.Superseded, "superseded by 3, which decides what runs", "chat-prod-web:2", null)),
        new ServiceEnded(new ServiceResult("web", Verdict.RolledBack, "rolled back to chat-prod-web:1: 100% <lost>", "chat-prod-web:2", Crash)),
        new SiteUnchanged("web", 1),
        new SitePublishing("web", 12, 3_456_789, 1),
        new ForeignFiles("web", ["index.html"]),
        new SiteInvalidating("web", ["/", "/a", "/b", "/c", "/d", "/e"]),
        new SiteInvalidationQueued("web", "E2QWRUHAPOMQZL"),
        new SiteInvalidated("web", 6, TimeSpan.FromSeconds(14)),
        new InvalidationOwed("web", "E2QWRUHAPOMQZL", ["/", "/index.html"], "cloudfront:CreateInvalidation was refused.\n  reason  AccessDenied"),
        new SiteVerified("web", new Uri("https://chat.example/"), 5),
        new SiteVerified("web", new Uri("https://chat.example/"), 60) { Left = 12 },
        new SiteUnverified("web", new Uri("https://chat.example/"), "Connection refused"),
        new SiteOddities("web", [new WrongAnswer(new Uri("https://chat.example/a.js"), false, "200 text/html", "403 or 404, since there is no such file", "remove the custom error responses")]),
        new SiteBackWrong("web", [new WrongAnswer(new Uri("https://chat.example/"), true, "403 application/xml", "200 text/html", "set DefaultRootObject to index.html")]),
        new SitePublished(new SiteResult("web", "r2", 12, 140, 1, 6, "r1", "sites/web/releases/r2.json"), TimeSpan.FromSeconds(17)),
        new SiteSwept("web", 12, 0),
        new SiteSwept("web", 1, 30),
        new SiteNotSwept("web", "s3:DeleteObject was refused.\n  reason  AccessDenied"),
        new SiteTakingBack("web", "r1", "because api failed"),
        new SiteStays("web", "chat-web", "because api failed"),
        new SiteFailed("web", "s3:PutObject failed, perhaps for the moment."),
        new SmokePassed(new Uri("https://chat.example/"), TimeSpan.FromSeconds(0.5)),
        new SmokeFailed("https://chat.example/api/version", "web", "200 and the text ok", "503: starting"),
        new AddressesUnknown("elasticloadbalancing:DescribeListeners was refused."),
        new NotInLedger(Verdict.Deployed, "s3:PutObject failed, perhaps for the moment."),
        new NotMarked("ecr:PutImage was refused."),
        new RehearsalSecretMade("chat/local/jwt"),
        new BackingStarted("redis", "redis", "10.0.0.1:6379", "chat/local/redis"),
        new ReleaseEnded(Shipped),
        new ReleaseEnded(Shipped with { Snapshots = [new SnapshotRecord("shop-prod", "shop-prod-r1", "arn:aws:rds:eu-west-1:111122223333:snapshot:shop-prod-r1")] }),
        new ReleaseEnded(Shipped with { Verdict = "RolledBack", ExitCode = 3, Urls = new Dictionary<string, string>() }),
        new NotRecorded("github.com answered 403."),
        new GitHubLookedAt(
            "acme/chat", new OidcRepository("acme", "chat") { Ids = new RepositoryIds("12", "34") },
            [new EnvironmentFinding(new GateUse("prod", IsGuarded: true, "main"), "nobody is asked; any branch", ["it has no required reviewers"], ["runs of any branch may ask for it"])]),
        new GitHubLookedAt("acme/chat", new OidcRepository("acme", "chat") { Prefix = "repo:acme@12/chat@34" }, []),
        new CheckupFound("chat", "prod", "repository chat/web", "repository-mutable", Severity.Problem, "its tags can be moved s3cret", "make them immutable"),
        new CheckupFound("chat", "prod", "service chat-web", "single-task", Severity.Advice, "it is to have 1 task", "DesiredCount = 2"),
        new CheckupUnseen("chat", "prod", ["autoscaling: needs application-autoscaling:DescribeScalableTargets"]),
        new CheckupDone("chat", "prod", Problems: 1, Advice: 2),
        new CheckupDone("chat", "prod", Problems: 0, Advice: 1),
        new CheckupDone("chat", "prod", Problems: 0, Advice: 0),
        new CheckupSkipped("GitHub", "there is no GITHUB_TOKEN to ask acme/chat with"),
        new NotesShown("# chat in prod\n\n- a commit s3cret\n", "release-notes.md"),
        new NotesPublished("chat-prod-r1", "https://github.example/acme/chat/releases/tag/chat-prod-r1", IsNew: true),
        new NotesPublished("chat-prod-r1", "https://github.example/acme/chat/releases/tag/chat-prod-r1", IsNew: false),
        new CommitsUnknown("0a1b2c3d4e", "f00d", "this clone does not have them both"),
        .. Enum.GetValues<BootstrapStep>().Select(step => new BootstrapStepDone("releases", step)),
        new BootstrapDone("releases", 8),
        new BootstrapDone("releases", 0),
        new LockAwaited(Held),
        new LockTakenOver(Held with { Owner = Held.Owner with { RunUrl = null } }),
        new LockTakenOver(Held with { Now = Held.Until }),
        new LockLost("This run has lost the deploy lock: another run took it over."),
        new LockLeft("releases", "s3:DeleteObject was refused."),
        new ReleasesShown("chat", "prod", new ReleaseTable([], null, null)),
        new ReleasesShown("chat", "prod", new ReleaseTable([new("r1", "chat", "prod", "c0ffee", "ann") { Begun = DateTimeOffset.UnixEpoch, Verdict = Verdict.Deployed }], "r1", null)),
        new ReleasesShown("chat", "prod", new ReleaseTable(
            [new("r1", "chat", "prod", "c0ffee", "ann") { Begun = DateTimeOffset.UnixEpoch, Verdict = Verdict.Deployed, Approval = new("./build.sh Approve", "user/ben") }], "r1", null)),
        new PlanApproved(Plan, new("./build.sh Approve", "arn:aws:iam::111122223333:user/ben") { At = DateTimeOffset.UnixEpoch }, IsOfPlan: true),
        new PlanApproved(Plan, new("GitHub environment prod", "ben"), IsOfPlan: false),
        new ApprovalDoubted(new("GitHub environment prod", "ben"), ["ben started the run and approved it", "runs of any branch may ask for it"]),
        new ApprovalGiven(Plan, "arn:aws:iam::111122223333:user/ben", null, "prod", TimeSpan.FromHours(24)),
        new ApprovalGiven(Plan, "arn:aws:iam::111122223333:user/ben", "dev", "prod", TimeSpan.FromHours(1.5)),
        new NothingToApprove(Plan),
        new PauseAnswered("web", PersonAnswer.Proceed, Paused, Paused.Pauses[0], SkipsHold: true),
        new PauseAnswered("web", PersonAnswer.Abort, Paused with { Stage = null, Percent = null }, Paused.Pauses[0] with { Until = null }, SkipsHold: false),
        new QuestionAnswered("web", "50", "12 requests, at least 20 are needed", DateTimeOffset.UnixEpoch, PersonAnswer.Proceed),
        new QuestionAnswered("web", "before", "the new version is up", DateTimeOffset.UnixEpoch, PersonAnswer.Abort),
        new NotWaiting("web", "50"),
        new AnswerNotNoted("web", "s3:PutObject was refused."),
        new QuestionsLeft("s3:DeleteObject was refused."),
        new ReleaseDetached("r2", "prod", []),
        new ReleaseDetached("r2", "prod", ["site docs", "smoke checks"]),
        new ReleaseRecovered(Begun with { Detached = DateTimeOffset.UnixEpoch.AddMinutes(5) }, new RecoveryChoice.Follow("the ledger says what it had in flight")),
        new ReleaseRecovered(Begun, new RecoveryChoice.TakeBack("commit c0ffee is checked out, not decade")),
        new NothingToRecover("chat", "prod", LockFound: false),
        new NothingToRecover("chat", "prod", LockFound: true),
        new PlanShown($"web\n  unchanged\nplan {Plan[..12]}") { Hash = Plan },
        .. Enum.GetValues<DriftKind>().Select(kind => new FileDrifted(".github/workflows/ci.yml", 7, kind)),
        new FileDiff("--- a\n+++ b\n@@ -1,1 +1,1 @@\n-old\n+::new::"),
        new FileFlawed(new LintFinding(".github/workflows/mine.yml", 12, "unpinned-action", "a/b@v1 can become other code at any time", "a/b@COMMIT # v1")),
        new ActionMoved("actions/checkout", "v7.1.0", IsTakenOver: false),
        new ActionMoved("actions/checkout", "v7.1.0", IsTakenOver: true),
        .. Enum.GetValues<DriftKind>().Select(kind => (DriftKind?)kind).Append(null).Select(kind => new FileWritten(".github/workflows/ci.yml", kind)),
        new ReturnAsked("shop-prod", "c0ffee"),
        new ImagesDefined("out", ["imagedefinitions-web.json", "imagedefinitions-api.json"]),
        new ServicesChanged(null, ["web", "api"]),
        new ServicesChanged("release r1", []),
        new ServicesChanged("release r1", ["web"]),
        new ImagesTried(0),
        new ImagesTried(1),
        new ImagesTried(2),
        new WayBackOpen("chat", "prod", new ReleaseManifest("r1", "chat", "prod", "c0ffee", "arn:aws:iam::111122223333:user/ann"), "which was live before r2", [], []),
        new WayBackOpen("chat", "prod", new ReleaseManifest("r1", "chat", "prod", "c0ffee", "arn:aws:iam::111122223333:user/ann"), "which was live before r2", [], [])
        {
            Databases = SnapshotAdvice.Of(new ReleaseManifest("r1", "chat", "prod", "c0ffee", "ann"), [new ReleaseManifest("r2", "chat", "prod", "c0ffee", "ann") { Snapshots = [Snapshot] }], "eu-west-1"),
        },
        new WayBackOpen(
            "chat", "prod", new ReleaseManifest("r1", "chat", "prod", "c0ffee", "arn:aws:iam::111122223333:user/ann"), "which was live before r2",
            ["web: it came after that release"], ["not confirmed by ECS: server; allow ecs:ListServiceDeployments and ecs:DescribeServiceRevisions"]),
        new NoWayBackYet("chat", "prod", "release r1 is the first that succeeded"),
        new PipelinesDone(4, Written: null),
        new PipelinesDone(4, Written: 0),
        new PipelinesDone(1, Written: 1),
        new FileDrifted("build/aws/chat-prod-infrastructure.yml", 7, DriftKind.Stale, "Infrastructure"),
        new InfrastructureDone("build/aws/chat-prod-infrastructure.yml", "chat-prod", "eu-west-1", []),
        new InfrastructureDone("build/aws/chat-prod-infrastructure.yml", "chat-prod", "eu-west-1", ["Not in it: data stores (redis)."]),
        new DefinitionImported("build/Chat.cs", "Chat", []),
        new DefinitionImported("build/Chat.cs", "Chat", ["containerDefinitions[web].ulimits: [{\"name\":\"nofile\"}]"]),
        new SimulationBegun(".github/workflows/deploy-prod.yml", "push", "refs/heads/main", "c0ffeec0ffeec0ffee", Uncommitted: 0),
        new SimulationBegun(".github/workflows/deploy-prod.yml", "push", "refs/heads/main", "c0ffeec0ffeec0ffee", Uncommitted: 2),
        new JobBegun("images", "Build web"),
        new JobBegun("images", "images"),
        new JobSkipped("images", "needs.changes.outputs.services != '[]' does not hold"),
        new JobWaits("deploy", "prod", ["ann", "ben"]),
        new JobReviewed("deploy", "prod", "ann", IsApproval: true),
        new JobReviewed("deploy", "prod", "ben", IsApproval: false),
        new StepSaid("::group::a line with s3cret"),
        new StepAnnotated("notice", "mind this"),
        new StepAnnotated("error", "it broke\nhere"),
        new StepEnded("Deploy", Conclusion.Success, TimeSpan.FromSeconds(1.25), Why: null, []),
        new StepEnded("Deploy", Conclusion.Skipped, TimeSpan.Zero, Why: null, []),
        new StepEnded("Deploy", Conclusion.Failure, TimeSpan.FromSeconds(1.25), "exit code 7", ["one", "::two::"]),
        new StepEnded("Deploy", Conclusion.Cancelled, TimeSpan.FromSeconds(60), "the job was not done after 1 minute(s)", []),
        new JobSummary("review", "## Plan\n\n- web\n"),
        new SimulationEnded(".github/workflows/deploy-prod.yml", [("review", Conclusion.Success), ("deploy", Conclusion.Skipped)], ["ann approved prod"], Verdict.Deployed),
        new SimulationEnded(".github/workflows/deploy-prod.yml", [("review", Conclusion.Failure)], [], Verdict.Refused),
        new StatusShown(new StatusReport(["chat in prod", "  live     r1"], [])),
        new StatusShown(new StatusReport(["chat in prod", "  live     r1"], ["web: ECS has no such service; release r1 has it as chat-prod-web:2"])),
    ];

    private static ReleaseManifest Begun => new("r2", "chat", "prod", "decade", "user/ann") { Begun = DateTimeOffset.UnixEpoch };

    private static ServiceGates Tried(string service, params IReadOnlyList<GateAnswer> answers) => new(
        service, $"chat-{service}", new MetricWindow(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddMinutes(6), TimeSpan.FromMinutes(1)),
        new GateReport([.. answers.Select((answer, index) => new GateFinding(Gate.ServerErrors.Below(0.01), answer, $"{index} % of 512 answers are 5xx, at most 1 %"))]));

    public static TheoryData<string> Renderers { get; } = ["plain", "terminal", "github", "json"];

    [Fact]
    public void Every_event_of_the_library_is_among_them()
    {
        var all = typeof(OutputEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(OutputEvent)) && !type.IsAbstract);

        Assert.Empty(all.Except(Events.Select(one => one.GetType())));
    }

    [Theory]
    [MemberData(nameof(Renderers))]
    public void Every_event_looks_as_approved_and_no_secret_is_seen(string renderer)
    {
        var shown = Render(renderer, Events);

        Assert.DoesNotContain("s3cret", shown, StringComparison.Ordinal);
        Approved.Matches(shown, $"events.{renderer}");
    }

    [Theory]
    [MemberData(nameof(Renderers))]
    public void A_failure_looks_different_from_a_success_of_the_same_words(string renderer)
    {
        var good = new ServiceEnded(new ServiceResult("web", Verdict.Deployed, "the end", null, null));
        var bad = new ServiceEnded(good.Result with { Verdict = Verdict.RolledBack });
        var newer = new ServiceEnded(good.Result with { Verdict = Verdict.Superseded });

        Assert.Equal(3, new[] { good, bad, newer }.Select(one => Render(renderer, [one])).Distinct(StringComparer.Ordinal).Count());
    }

    private static string Render(string renderer, IReadOnlyList<OutputEvent> events)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var redactor = new Redactor();
        redactor.Register("s3cret");
        var summary = Path.GetTempFileName();
        try
        {
            IOutput output = renderer switch
            {
                "plain" => new PlainOutput(writer, redactor, verbose: true),
                "terminal" => new TerminalOutput(Recording(writer), redactor, verbose: true),
                "github" => new GitHubActionsOutput(writer, redactor, summary),
                _ => new JsonLinesOutput(writer, redactor, new ImmediateTime()),
            };
            foreach (var one in events)
                output.Emit(one);

            return writer + (renderer == "github" ? $"---- job summary ----\n{File.ReadAllText(summary)}" : "");
        }
        finally
        {
            File.Delete(summary);
        }
    }

    private static IAnsiConsole Recording(TextWriter writer)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(writer) });
        console.Profile.Width = 300;
        return console;
    }
}
