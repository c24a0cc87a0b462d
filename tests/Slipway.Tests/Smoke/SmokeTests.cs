using Slipway.Smoke;
using Slipway.Tests.Images;
using Slipway.Traffic;

namespace Slipway.Tests.Smoke;

public sealed class SmokeTests
{
    private static readonly EcsService Api = new("api")
    {
        Image = new DockerImage("api"),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        Port = 8080,
        Health = new HealthCheck("/health"),
        Route = Route.Path("/api/*"),
    };

    private static readonly Application Shop = new("shop")
    {
        Environments = [DeployEnvironment.Local],
        Services = [Api],
        Sites = [new("web") { Source = "web" }],
        SmokeChecks = [new("/"), new("/api/version?full=1") { At = "api", Contains = "ok" }],
    };

    private static readonly Dictionary<string, string> Addresses = new() { ["web"] = "https://shop.example/", ["api"] = "http://balancer:8080/api/" };

    private readonly RecordingOutput _output = new();

    [Fact]
    public void A_check_asks_the_first_site_or_what_it_names_and_its_path_is_absolute() =>
        Assert.Equal(
            ["https://shop.example/", "http://balancer:8080/api/version?full=1"], SmokePlan.Of(Shop, Addresses).Select(probe => probe.Address!.AbsoluteUri));

    [Fact]
    public void Where_there_is_no_site_the_first_routed_service_is_asked() =>
        Assert.Equal(
            "http://balancer:8080/x",
            SmokePlan.Of(Shop with { Sites = [], SmokeChecks = [new("/x")] }, Addresses).Single().Address!.AbsoluteUri);

    [Fact]
    public async Task What_answers_late_but_in_time_has_passed()
    {
        var viewer = new Answers(new Viewed(503, "text/plain", "starting"), new Viewed(200, "text/html", "<h1>ok</h1>"));

        Assert.Empty(await Check(viewer, new SmokeCheck("/") { Contains = "ok" }));
        Assert.Equal(2, viewer.Asked);
        Assert.Equal(["Smoke check https://shop.example/ passed after 0.5 s"], _output.Events.Select(happened => happened.Text));
    }

    [Theory]
    [InlineData(500, "it broke", "500: it broke")]
    [InlineData(200, "nothing of note", "200 without that text: nothing of note")]
    [InlineData(200, "", "200 without that text: (no text)")]
    public async Task What_never_answers_as_wanted_fails_with_what_was_seen(int status, string body, string seen)
    {
        var viewer = new Answers(new Viewed(status, "text/plain", body));

        var failure = Assert.Single(await Check(viewer, new SmokeCheck("/") { Contains = "ok", Within = TimeSpan.FromSeconds(3) }));

        Assert.Equal(("https://shop.example/", "web", "200 and the text ok", seen), (failure.Address, failure.Target, failure.Wanted, failure.Seen));
        Assert.Equal(7, viewer.Asked);
    }

    [Fact]
    public async Task A_connection_that_is_refused_is_what_was_seen()
    {
        var failure = Assert.Single(await Check(new Answers(), new SmokeCheck("/") { Within = TimeSpan.FromSeconds(1) }));

        Assert.Equal("refused", failure.Seen);
    }

    [Fact]
    public async Task A_target_without_an_address_fails_at_once()
    {
        var failures = await new SmokeChecker(new Answers(), _output, new ImmediateClock()).Check(SmokePlan.Of(Shop, new Dictionary<string, string>()), TestContext.Current.CancellationToken);

        Assert.Equal(["web has no public address", "api has no public address"], failures.Select(failure => failure.Seen));
    }

    private Task<IReadOnlyList<SmokeFailed>> Check(Answers viewer, SmokeCheck check) =>
        new SmokeChecker(viewer, _output, new ImmediateClock()).Check(SmokePlan.Of(Shop with { SmokeChecks = [check] }, Addresses), TestContext.Current.CancellationToken);

    /// <summary>Gives answers in turn, the last for ever; none at all: the connection is refused.</summary>
    private sealed class Answers(params Viewed[] answers) : IWebViewer
    {
        public int Asked { get; private set; }

        public Task<Viewed> Get(Uri address, CancellationToken ct) => answers.Length == 0
            ? throw new DeployException("no answer", inner: new HttpRequestException("refused")) { MayPass = true }
            : Task.FromResult(answers[Math.Min(Asked++, answers.Length - 1)]);
    }

    /// <summary>A clock on which every delay passes at once and moves the time on.</summary>
    private sealed class ImmediateClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _ticks += dueTime.Ticks;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
