using Slipway.Gates;
using Slipway.Pauses;
using Slipway.Tests.Images;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Pauses;

public sealed class AnsweringTests
{
    private const string Ann = "arn:aws:iam::111122223333:user/ann";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly DateTimeOffset Start = SteppedTime.Start;

    private static readonly EcsService Web = new("web")
    {
        Image = new DockerImage("web"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Rollout = Rollout.Stepped(10, 50),
    };

    private static readonly Application Chat = new("chat") { Environments = [Prod], Services = [Web, Web with { Name = "api", Rollout = Rollout.BlueGreen.Ask(TimeSpan.FromHours(1)) }] };

    private static readonly DeploymentUnderWay OfWeb =
        new("chat-web", "sd/web", "PRE_PRODUCTION_TRAFFIC_SHIFT", 10, Start.AddMinutes(-5), [new OpenPause("h2", Start.AddMinutes(55), GoesBack: true)]);

    private static readonly DeploymentUnderWay OfApi =
        new("chat-api", "sd/api", "PRE_PRODUCTION_TRAFFIC_SHIFT", Percent: null, Start.AddMinutes(-2), [new OpenPause("h1", Until: null, GoesBack: true)]);

    private readonly SteppedTime _time = new();
    private readonly RecordingOutput _output = new();
    private readonly MemoryBucket _bucket;
    private readonly FakePauses _pauses = new();

    public AnsweringTests() => _bucket = new MemoryBucket(_time);

    private QuestionBook Book => new(_bucket);

    [Fact]
    public async Task Everything_that_waits_is_let_go_on_and_told_with_where_it_was()
    {
        _pauses.Deployments.AddRange([OfWeb, OfApi]);
        await Book.Write(new QuestionDocument("web", "50", "c0ffee", "too few requests", Start.AddMinutes(-1)), over: null, Ct);

        await Answer(PersonAnswer.Proceed);

        Assert.Equal(["under way in main: chat-web chat-api", "sd/web h2 on", "sd/api h1 on"], _pauses.Calls);
        Assert.Equal(
            [
                """
                web goes on; it waited at PRE_PRODUCTION_TRAFFIC_SHIFT with 10 % of the traffic, under way since 2026-01-02 02:59:05 UTC, and would have gone back by itself at 2026-01-02 03:59:05 UTC
                  the hold is skipped: its gates are not judged to its end, and the run that watches it goes on to the next one
                """,
                "api goes on; it waited at PRE_PRODUCTION_TRAFFIC_SHIFT, under way since 2026-01-02 03:02:05 UTC",
                "web goes on at 50 %; it asked 2026-01-02 03:03:05 UTC: too few requests",
            ],
            _output.Events.Select(one => one.Text));
        Assert.Equal(new GivenAnswer(PersonAnswer.Proceed, Ann, Start), (await Book.Find("web", "50", Ct))!.Document.Answer);
        Assert.Equal(new GivenAnswer(PersonAnswer.Proceed, Ann, Start), (await Book.Find("api", "PRE_PRODUCTION_TRAFFIC_SHIFT", Ct))!.Document.Answer);
        Assert.DoesNotContain(_bucket.Writes, write => write.Contains("lock", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_service_alone_is_taken_back()
    {
        _pauses.Deployments.AddRange([OfWeb, OfApi]);
        await Book.Write(new QuestionDocument("api", "before", "c0ffee", "go?", Start), over: null, Ct);

        await Answer(PersonAnswer.Abort, "web");

        Assert.Equal(["under way in main: chat-web", "sd/web h2 back"], _pauses.Calls);
        Assert.StartsWith("web goes back; it waited at ", Assert.Single(_output.Events).Text, StringComparison.Ordinal);
        Assert.Null((await Book.Find("api", "before", Ct))!.Document.Answer);
    }

    [Fact]
    public async Task A_hold_for_a_person_is_not_called_skipped()
    {
        _pauses.Deployments.Add(OfWeb with { Percent = 0 });

        await Answer(PersonAnswer.Proceed);

        Assert.DoesNotContain("skipped", Assert.Single(_output.Events).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_waits_what_is_under_way_is_told_and_the_run_fails()
    {
        _pauses.Deployments.Add(OfWeb with { Stage = "SCALE_UP", Percent = null, Pauses = [] });
        await Book.Write(
            new QuestionDocument("web", "50", "c0ffee", "answered", Start) { Answer = new GivenAnswer(PersonAnswer.Proceed, Ann, Start) }, over: null, Ct);

        var error = await Assert.ThrowsAsync<DeployException>(() => Answer(PersonAnswer.Proceed));

        Assert.Equal(Verdict.Failed, error.Verdict);
        Assert.Equal(
            """
            Nothing of chat in prod waits for an answer. Nothing was changed.
              under way  web, at SCALE_UP, under way since 2026-01-02 02:59:05 UTC
              try        ./build.sh Status --environment prod, or ./build.sh Rollback --environment prod, which does not wait
            """,
            error.Message);
        Assert.Single(_bucket.Writes);
    }

    [Fact]
    public async Task Without_a_cluster_or_anything_under_way_that_is_said()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Answer(PersonAnswer.Abort, "api", cluster: null));

        Assert.Equal(
            """
            Nothing of api in prod waits for an answer. Nothing was changed.
              under way  nothing
              try        ./build.sh Status --environment prod
            """,
            error.Message);
        Assert.Empty(_pauses.Calls);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_wrong_usage()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Answer(PersonAnswer.Proceed, "wbe"));

        Assert.Equal((Verdict.Usage, "chat has no service wbe. Nothing was changed.\n  found  web, api"), (error.Verdict, error.Message));
    }

    [Fact]
    public async Task What_somebody_else_answered_meanwhile_is_told_and_not_answered_again()
    {
        _pauses.Deployments.Add(OfWeb);
        _pauses.Gone = true;
        await Book.Write(new QuestionDocument("api", "before", "c0ffee", "go?", Start), over: null, Ct);
        _bucket.Before = async (call, _) =>
        {
            _bucket.Before = call == "get questions/api/before.json" ? Faster : _bucket.Before;
            await Task.CompletedTask;
        };

        await Answer(PersonAnswer.Proceed);

        Assert.Equal([new NotWaiting("web", "10"), new NotWaiting("api", "before")], _output.Events);
        Assert.Equal("ben", (await Book.Find("api", "before", Ct))!.Document.Answer!.Who);

        async Task Faster(string call, CancellationToken ct)
        {
            _bucket.Before = (_, _) => Task.CompletedTask;
            if (call == "put questions/api/before.json")
                _bucket.Write("questions/api/before.json", System.Text.Encoding.UTF8.GetString(new QuestionDocument("api", "before", "c0ffee", "go?", Start) { Answer = new(PersonAnswer.Abort, "ben", Start) }.ToJson()));

            await Task.CompletedTask;
        }
    }

    [Fact]
    public async Task An_answer_to_ecs_counts_although_the_bucket_cannot_be_written()
    {
        _pauses.Deployments.Add(OfWeb);
        _bucket.IsMissing = true;

        await Answer(PersonAnswer.Proceed);

        Assert.Equal([typeof(PauseAnswered), typeof(AnswerNotNoted)], _output.Events.Select(one => one.GetType()));
    }

    private Task Answer(PersonAnswer answer, string? only = null, string? cluster = "main") =>
        new Answering(_pauses, Book, Ann, _output, _time).Answer(answer, Chat, Prod, cluster, only, Ct);

    private sealed class FakePauses : IPauses
    {
        public List<DeploymentUnderWay> Deployments { get; } = [];

        public List<string> Calls { get; } = [];

        /// <summary>Whether every pause was answered by somebody else meanwhile.</summary>
        public bool Gone { get; set; }

        public Task<IReadOnlyList<DeploymentUnderWay>> UnderWay(string cluster, IReadOnlyCollection<string> services, CancellationToken ct)
        {
            Calls.Add($"under way in {cluster}: {string.Join(' ', services)}");
            return Task.FromResult<IReadOnlyList<DeploymentUnderWay>>([.. Deployments.Where(deployment => services.Contains(deployment.Service))]);
        }

        public Task<bool> Answer(DeploymentUnderWay deployment, OpenPause pause, bool goOn, CancellationToken ct)
        {
            Calls.Add($"{deployment.Arn} {pause.Hook} {(goOn ? "on" : "back")}");
            return Task.FromResult(!Gone);
        }
    }
}
