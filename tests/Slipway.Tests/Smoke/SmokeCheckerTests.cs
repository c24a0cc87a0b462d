using Slipway.Output;
using Slipway.Smoke;
using Slipway.Tests.Services;

namespace Slipway.Tests.Smoke;

public sealed class SmokeCheckerTests : ISmokeClient, IOutput
{
    private readonly List<string> _asked = [];
    private readonly List<OutputEvent> _events = [];
    private readonly Dictionary<string, Queue<SmokeAnswer>> _answers = [];

    private readonly TaskCompletionSource _other = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // An address that is not answered before another was asked; null: none.
    private (string First, string Other)? _waits;

    [Fact]
    public void A_check_asks_the_first_site_or_the_first_routed_service_or_what_it_names()
    {
        var withSite = App("/", [new SmokeCheck("/version?full=1"), new SmokeCheck("/api/health") { At = "web" }]);
        var without = withSite with { Sites = [] };
        var addresses = new Dictionary<string, string> { ["page"] = "https://d1.example", ["web"] = "http://chat.example:8080/api/" };

        Assert.Equal(
            ["page https://d1.example/version?full=1", "web http://chat.example:8080/api/health"],
            SmokePlan.Create(withSite, addresses).Requests.Select(request => $"{request.Target} {request.Url}"));
        Assert.Equal(
            ["web http://chat.example:8080/version?full=1", "web http://chat.example:8080/api/health"],
            SmokePlan.Create(without, addresses).Requests.Select(request => $"{request.Target} {request.Url}"));
    }

    [Theory]
    [InlineData("//other.example/x", "http://chat.example//other.example/x")]
    [InlineData("/a b?q=c:d", "http://chat.example/a%20b?q=c:d")]
    [InlineData("/", "http://chat.example/")]
    public void A_path_never_leads_to_another_host(string path, string url)
    {
        var plan = SmokePlan.Create(App("/", [new SmokeCheck(path) { At = "web" }]), new Dictionary<string, string> { ["web"] = "http://chat.example/api/" });

        Assert.Equal(url, Assert.Single(plan.Requests).Url!.AbsoluteUri);
    }

    [Fact]
    public async Task A_check_that_misses_is_tried_again_until_it_succeeds()
    {
        Script("http://web/", new SmokeAnswer.Unanswered("Connection refused"), new SmokeAnswer.Answered(503, ""), new SmokeAnswer.Answered(200, "old"), new SmokeAnswer.Answered(200, "the new version"));

        var result = Assert.Single(await Check(new SmokeCheck("/") { Contains = "new" }));

        Assert.True(result.Passed);
        Assert.Null(result.Failed);
        Assert.Equal(4, _asked.Count);
        Assert.Equal(
            ["Smoke check: ask http://web/: 200, with \"new\", within 30 s", "Smoke check / of web passed after 3.0 s, at try 4"], _events.Select(one => one.Text));
    }

    /// <summary>An answer that never changes, and what is said of it.</summary>
    public static TheoryData<int, string, string> Misses { get; } = new()
    {
        {
            503, "Service\n Unavailable",
            """
            Smoke check /health of web failed: status 503, not 200.
              asked     http://web/health, 5 times in 4 s
              expected  status 200 and a body with "c0ffee"
              seen      status 503
              body      Service Unavailable
              try       curl -i "http://web/health", and read the log of web
            """
        },
        {
            200, "",
            """
            Smoke check /health of web failed: the body lacks "c0ffee".
              asked     http://web/health, 5 times in 4 s
              expected  status 200 and a body with "c0ffee"
              seen      status 200, no body
              try       curl -i "http://web/health", and read the log of web
            """
        },
        {
            0, "Connection refused",
            """
            Smoke check /health of web failed: Connection refused.
              asked     http://web/health, 5 times in 4 s
              expected  status 200 and a body with "c0ffee"
              try       curl -i "http://web/health", and read the log of web
            """
        },
    };

    [Theory]
    [MemberData(nameof(Misses))]
    public async Task A_check_that_never_succeeds_says_what_was_seen(int status, string body, string text)
    {
        Script("http://web/health", status == 0 ? new SmokeAnswer.Unanswered(body) : new SmokeAnswer.Answered(status, body));

        var result = Assert.Single(await Check(new SmokeCheck("/health") { Contains = "c0ffee", Within = TimeSpan.FromSeconds(5) }));

        Assert.False(result.Passed);
        Assert.Equal(text, result.Failed, ignoreLineEndingDifferences: true);
        Assert.Equal(result.Failed, Assert.Single(_events.OfType<SmokeFailed>()).Text);
    }

    [Fact]
    public async Task Of_a_long_body_two_hundred_characters_are_shown()
    {
        Script("http://web/", new SmokeAnswer.Answered(500, new string('x', 5000)));

        var result = Assert.Single(await Check(new SmokeCheck("/") { Within = TimeSpan.FromSeconds(1) }));

        Assert.Contains($"  body      {new string('x', 200)}...\n", result.Failed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_without_an_address_fails_and_nothing_is_asked()
    {
        var plan = SmokePlan.Create(App("/", [new SmokeCheck("/")]), new Dictionary<string, string>());

        var result = Assert.Single(await new SmokeChecker(this, this, new ImmediateTime()).Check(plan, TestContext.Current.CancellationToken));

        Assert.StartsWith("Smoke check / of page failed: page has no public address.\n  asked     nothing, 0 times in 0 s", result.Failed, StringComparison.Ordinal);
        Assert.Empty(_asked);
    }

    [Fact]
    public async Task All_checks_are_asked_at_once_and_each_has_its_result()
    {
        _waits = ("http://web/a", "http://web/b");
        Script("http://web/a", new SmokeAnswer.Answered(404, ""), new SmokeAnswer.Answered(200, ""));
        Script("http://web/b", new SmokeAnswer.Answered(302, ""));

        var results = await Check(new SmokeCheck("/a"), new SmokeCheck("/b") { Status = 302 });

        Assert.Equal([true, true], results.Select(result => result.Passed));
        Assert.Equal(["http://web/a", "http://web/b"], _asked.Distinct());
    }

    async Task<SmokeAnswer> ISmokeClient.Get(Uri url, TimeSpan within, CancellationToken ct)
    {
        lock (_asked)
            _asked.Add(url.AbsoluteUri);

        if (url.AbsoluteUri == _waits?.Other)
            _other.TrySetResult();
        else if (url.AbsoluteUri == _waits?.First)
            await _other.Task.WaitAsync(TimeSpan.FromSeconds(30), ct);

        Assert.InRange(within, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(10));
        var queue = _answers[url.AbsoluteUri];
        return queue.Count > 1 ? queue.Dequeue() : queue.Peek();
    }

    void IOutput.Emit(OutputEvent happened)
    {
        lock (_events)
            _events.Add(happened);
    }

    private void Script(string url, params SmokeAnswer[] answers) => _answers[url] = new(answers);

    private Task<IReadOnlyList<SmokeResult>> Check(params SmokeCheck[] checks)
    {
        var plan = SmokePlan.Create(App("/", checks) with { Sites = [] }, new Dictionary<string, string> { ["web"] = "http://web/" });
        return new SmokeChecker(this, this, new ImmediateTime()).Check(plan, TestContext.Current.CancellationToken);
    }

    private static Application App(string path, IReadOnlyList<SmokeCheck> checks) => new("chat")
    {
        Environments = [DeployEnvironment.Local],
        Services =
        [
            new("job") { Image = new DockerImage("job"), Size = FargateSize.Of(256, 512) },
            new("web") { Image = new DockerImage("web"), Size = FargateSize.Of(256, 512), Port = 8080, Route = Route.Path(path) },
        ],
        Sites = [new("page") { Source = "page" }],
        SmokeChecks = checks,
    };
}
