using AWSSDK.Tests.Loopback;
using Slipway.GitHub;

namespace Slipway.Tests.GitHub;

/// <summary>What becomes of each way in which GitHub does not do what it is asked, over the wire.</summary>
public sealed class GitHubTroubleTests
{
    private const string Refused = """{"message":"Resource not accessible by integration","documentation_url":"https://docs.github.com"}""";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private readonly HurriedTime _time = new();

    [Fact]
    public async Task A_missing_right_names_the_permission_that_GitHub_asks_for()
    {
        await using var github = await Start(Json(403, Refused).With("X-Accepted-GitHub-Permissions", "deployments=write; administration=write"));

        Assert.Equal(
            """
            GitHub did not create a deployment of acme/chat.
              answer  403 Resource not accessible by integration
              try     give the job  permissions: deployments: write or administration: write
            """,
            await Failure(github));
        Assert.Single(github.Calls);
    }

    [Fact]
    public async Task What_GitHub_hides_is_told_to_be_hidden_or_not_there_with_the_permission_that_shows_it()
    {
        await using var github = await Start(Json(404, """{"message":"Not Found"}"""));

        Assert.Equal(
            """
            GitHub did not create a deployment of acme/chat.
              answer  404 Not Found
              seen    it is not there, or the token may not see it: GitHub tells no difference
              try     give the job  permissions: deployments: write
            """,
            await Failure(github));
    }

    [Fact]
    public async Task A_release_of_a_commit_that_changes_workflows_is_told_to_need_another_token()
    {
        await using var github = await LoopbackServer.Start(call => Json(404, """{"message":"Not Found"}"""));

        var error = await Assert.ThrowsAsync<DeployException>(() => new OctokitReleasePages(Calls(new Uri(github.Url))).Write(new ReleasePage("r-1", "0a1b2c", "r", "notes"), Ct));

        Assert.Equal(
            """
            GitHub did not create a release of acme/chat.
              answer  404 Not Found
              seen    the token may not write releases, or the commit changes workflows, which no token of a job may put a tag on
              try     give the job  permissions: contents: write; for such a commit, a token of your own with the scope workflow
            """,
            error.Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_token_that_does_not_hold_any_more_is_told_as_that()
    {
        await using var github = await Start(Json(401, """{"message":"Bad credentials"}"""));

        Assert.Equal(
            """
            GitHub did not create a deployment of acme/chat.
              answer  401 Bad credentials
              seen    the token is not valid, or not any more: that of a job ends with the job, others on their own day
              try     start the job again; where the token is your own, make a new one
            """,
            await Failure(github));
    }

    [Fact]
    public async Task A_token_without_single_sign_on_is_given_the_page_where_it_gets_it()
    {
        await using var github = await Start(
            Json(403, """{"message":"Resource protected by organization SAML enforcement."}""").With("X-GitHub-SSO", "required; url=https://github.com/orgs/acme/sso?authorization_request=AZ7="));

        Assert.Equal(
            """
            GitHub did not create a deployment of acme/chat.
              answer  403 Resource protected by organization SAML enforcement.
              seen    the organisation lets in only what signed in through it
              try     authorise the token there: https://github.com/orgs/acme/sso?authorization_request=AZ7=
            """,
            await Failure(github));
    }

    [Fact]
    public async Task A_commit_that_was_not_pushed_is_told_as_that()
    {
        await using var github = await Start(Json(422, """{"message":"No ref found for: 0a1b2c","errors":[{"resource":"Deployment","field":"ref","code":"invalid"}]}"""));

        Assert.Equal(
            """
            GitHub did not create a deployment of acme/chat.
              answer  422 No ref found for: 0a1b2c; Deployment ref invalid
              seen    GitHub has not got that commit
              try     push it first
            """,
            await Failure(github));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(429)]
    public async Task A_short_rest_that_GitHub_asks_for_is_taken_and_then_the_same_is_sent_again(int status)
    {
        var answers = 0;
        await using var github = await LoopbackServer.Start(_ => answers++ == 0
            ? Json(status, """{"message":"You have exceeded a secondary rate limit."}""").With("Retry-After", "7")
            : Json(201, """{"id":42}"""));

        Assert.Equal(42, await Create(github));

        Assert.Equal([7.0], _time.Seconds);
        Assert.Equal(2, github.Calls.Count);
        Assert.Equal(github.Calls[0].Text, github.Calls[1].Text);
    }

    [Fact]
    public async Task A_rest_without_a_length_is_a_minute_and_is_not_taken_where_that_is_too_long()
    {
        await using var github = await Start(Json(403, """{"message":"You have exceeded a secondary rate limit. Please wait a few minutes."}"""));

        Assert.Equal(
            """
            GitHub did not create a deployment of acme/chat.
              answer  403 You have exceeded a secondary rate limit. Please wait a few minutes.
              seen    too much was asked at once (secondary rate limit); GitHub wants to be left alone for 60 s
              waits   30 s at most, and not 60 s
              try     again then
            """,
            await Failure(github));
        Assert.Empty(_time.Seconds);
    }

    [Fact]
    public async Task A_spent_budget_says_until_when_on_GitHubs_clock()
    {
        await using var github = await Start(
            Json(403, """{"message":"API rate limit exceeded for installation."}""")
                .With("X-RateLimit-Limit", "1000").With("X-RateLimit-Remaining", "0").With("X-RateLimit-Reset", "1795233906").With("Date", "Sat, 21 Nov 2026 03:45:06 GMT"));

        Assert.Equal(
            """
            GitHub did not create a deployment of acme/chat.
              answer  403 API rate limit exceeded for installation.
              seen    all 1000 requests of the hour are used up, until 04:05:06 UTC
              waits   30 s at most, and not 1200 s
              try     again then; all jobs of a repository share them
            """,
            await Failure(github));
    }

    [Fact]
    public async Task A_budget_that_is_whole_again_in_a_moment_is_waited_for_whatever_this_machines_clock_says()
    {
        var answers = 0;
        await using var github = await LoopbackServer.Start(_ => answers++ == 0
            ? Json(429, """{"message":"API rate limit exceeded"}""")
                .With("X-RateLimit-Remaining", "0").With("X-RateLimit-Reset", "1795233906").With("Date", "Sat, 21 Nov 2026 04:04:46 GMT")
            : Json(201, """{"id":42}"""));

        Assert.Equal(42, await Create(github));

        Assert.Equal([20.0], _time.Seconds);
    }

    [Fact]
    public async Task GitHub_is_not_waited_for_longer_than_the_bound_in_all()
    {
        await using var github = await Start(Json(429, """{"message":"slow down"}""").With("Retry-After", "20"));

        Assert.Contains("GitHub wants to be left alone for 20 s", await Failure(github), StringComparison.Ordinal);

        Assert.Equal([20.0], _time.Seconds);
        Assert.Equal(2, github.Calls.Count);
    }

    [Theory]
    [InlineData(500, """{"message":"Server Error"}""", "500 Server Error")]
    [InlineData(503, "<html>Unicorn!</html>", "503 ServiceUnavailable, with a page for people")]
    public async Task An_outage_points_to_GitHubs_own_news_and_what_writes_is_not_sent_twice(int status, string body, string answer)
    {
        await using var github = await Start(new Reply(status, body, "text/html"));

        Assert.Equal(
            $"""
             GitHub did not create a deployment of acme/chat.
               answer  {answer}
               try     again later; https://www.githubstatus.com tells of outages
             """,
            await Failure(github));
        Assert.Single(github.Calls);
    }

    [Fact]
    public async Task What_only_reads_is_asked_again_twice_in_an_outage()
    {
        var answers = 0;
        await using var github = await LoopbackServer.Start(_ => answers++ < 2 ? Json(502, "") : Json(200, "[]"));

        Assert.Empty(await new OctokitReviews(Calls(new Uri(github.Url))).Of(7, Ct));

        Assert.Equal([1.0, 3.0], _time.Seconds);
        Assert.Equal(3, github.Calls.Count);
    }

    [Fact]
    public async Task A_page_of_a_proxy_in_place_of_an_answer_is_an_outage_and_no_defect()
    {
        await using var github = await Start(new Reply(200, "<html>Please log in to the guest network</html>", "application/json"));

        var error = await Failure(github);

        Assert.StartsWith("GitHub did not create a deployment of acme/chat.\n  seen    ", error, StringComparison.Ordinal);
        Assert.EndsWith("(127.0.0.1)\n  try     again later; https://www.githubstatus.com tells of outages", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_answer_or_does_not_exist_is_told_by_its_name()
    {
        var github = await Start(Json(200, "{}"));
        var gone = new Uri(github.Url);
        await github.DisposeAsync();

        Assert.Matches(@"^GitHub did not create a deployment of acme/chat\.\n  seen    .*\(127\.0\.0\.1\)\n  try     again later", (await Error(gone)).Message.ReplaceLineEndings("\n"));
        var unknown = await Error(new Uri("http://no-such-host.invalid"));
        Assert.Contains("(no-such-host.invalid)", unknown.Message, StringComparison.Ordinal);
        Assert.True(unknown.MayPass);
    }

    [Fact]
    public async Task A_GitHub_that_says_nothing_is_not_waited_for_beyond_the_limit()
    {
        using var never = new ManualResetEventSlim();
        await using var github = await LoopbackServer.Start(_ =>
        {
            never.Wait(Ct);
            return Json(201, """{"id":42}""");
        });
        var calls = new OctokitCalls(new Uri(github.Url), "acme/chat", "t0ken", TimeSpan.FromSeconds(30), _time, TimeSpan.FromSeconds(1));

        var error = await Assert.ThrowsAsync<DeployException>(
            () => new OctokitDeployments(calls, logUrl: null).Create("0a1b2c", "dev", new Dictionary<string, string>(), Ct));
        never.Set();

        Assert.StartsWith("GitHub did not create a deployment of acme/chat.\n  seen    no answer within 1 s (127.0.0.1)\n", error.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.True(error.MayPass);
    }

    [Fact]
    public async Task A_stop_ends_the_wait()
    {
        using var stop = new CancellationTokenSource();
        await using var github = await LoopbackServer.Start(_ =>
        {
            stop.Cancel();
            return Json(429, """{"message":"slow down"}""").With("Retry-After", "5");
        });
        var calls = new OctokitCalls(new Uri(github.Url), "acme/chat", "t0ken", TimeSpan.FromSeconds(30), TimeProvider.System, TimeSpan.FromSeconds(60));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new OctokitDeployments(calls, logUrl: null).Create("0a1b2c", "dev", new Dictionary<string, string>(), stop.Token));
    }

    private static Reply Json(int status, string body) => new(status, body, "application/json; charset=utf-8");

    private static Task<LoopbackServer> Start(Reply reply) => LoopbackServer.Start(_ => reply);

    private async Task<string> Failure(LoopbackServer github) => (await Error(new Uri(github.Url))).Message.ReplaceLineEndings("\n");

    private Task<DeployException> Error(Uri api) => Assert.ThrowsAsync<DeployException>(() => Create(api));

    private Task<long> Create(LoopbackServer github) => Create(new Uri(github.Url));

    private Task<long> Create(Uri api) => new OctokitDeployments(Calls(api), logUrl: null).Create("0a1b2c", "dev", new Dictionary<string, string> { ["web"] = "r/web@sha256:1" }, Ct);

    private OctokitCalls Calls(Uri api) => new(api, "acme/chat", "t0ken", TimeSpan.FromSeconds(30), _time, TimeSpan.FromSeconds(60));
}
