using System.Net;
using AWSSDK.Tests.Loopback;
using Octokit;

namespace AWSSDK.Tests.GitHub;

/// <summary>GitHub deployments as Octokit 14 sends and reads them. The calls compile unchanged against Octokit itself.</summary>
public sealed class DeploymentTests
{
    private const string Created =
        """
        {"id":9007199254740993,"node_id":"DE_1","sha":"7f3a1c2","ref":"main","task":"deploy","payload":{"release":"r-7","count":3},
         "environment":"prod","original_environment":"prod","description":"한글 ~","production_environment":true,"transient_environment":false,
         "created_at":"2026-11-21T04:05:06Z","updated_at":"2026-11-21T04:05:07Z","url":"http://x/1","unheard_of":{"a":[1]}}
        """;

    [Fact]
    public async Task A_deployment_is_created_with_what_was_set_and_nothing_else()
    {
        await using var server = await LoopbackServer.Start(_ => new(201, Created, "application/json"));
        var client = Client(server);

        var deployment = await client.Repository.Deployment.Create("acme", "chat", new NewDeployment("7f3a1c2")
        {
            Task = "deploy",
            AutoMerge = false,
            RequiredContexts = [],
            Payload = new Dictionary<string, string> { ["release"] = "r-7 ~ 한글" },
            Environment = "prod",
            ProductionEnvironment = true,
        });

        var call = Assert.Single(server.Calls);
        Assert.Equal(("POST", "/api/v3/repos/acme/chat/deployments"), (call.Method, call.PathAndQuery));
        Assert.Equal(
            """{"ref":"7f3a1c2","task":"deploy","auto_merge":false,"required_contexts":[],"payload":{"release":"r-7 ~ 한글"},"environment":"prod","production_environment":true}""",
            call.Text);
        Assert.Equal("Token tok", call.Headers["Authorization"]);
        Assert.Equal("application/vnd.github.v3+json", call.Headers["Accept"]);
        Assert.Equal("application/x-www-form-urlencoded; charset=utf-8", call.Headers["Content-Type"]);
        Assert.StartsWith("slipway/1.0 (", call.Headers["User-Agent"], StringComparison.Ordinal);

        Assert.Equal((9007199254740993, "7f3a1c2", "main", "prod", "한글 ~"), (deployment.Id, deployment.Sha, deployment.Ref, deployment.Environment, deployment.Description));
        Assert.True(deployment.ProductionEnvironment);
        Assert.Equal(new DateTimeOffset(2026, 11, 21, 4, 5, 6, TimeSpan.Zero), deployment.CreatedAt);
        Assert.Equal("r-7", deployment.Payload!["release"]);
    }

    [Fact]
    public async Task A_status_is_created_under_the_deployment()
    {
        await using var server = await LoopbackServer.Start(_ => new(201, """{"id":5,"state":"in_progress","log_url":"http://log","environment_url":""}""", "application/json"));
        var client = Client(server);

        var status = await client.Repository.Deployment.Status.Create("acme", "chat", 42, new NewDeploymentStatus(DeploymentState.InProgress)
        {
            LogUrl = "http://log",
            EnvironmentUrl = "http://env/?a=b&c",
            Environment = "prod",
            Description = "rolling",
            AutoInactive = false,
        });

        var call = Assert.Single(server.Calls);
        Assert.Equal("/api/v3/repos/acme/chat/deployments/42/statuses", call.PathAndQuery);
        Assert.Equal(
            """{"state":"in_progress","log_url":"http://log","description":"rolling","environment_url":"http://env/?a=b&c","environment":"prod","auto_inactive":false}""",
            call.Text);
        Assert.Equal((5, "in_progress", DeploymentState.InProgress), (status.Id, status.State.StringValue, status.State.Value));
    }

    [Fact]
    public async Task A_state_of_next_year_keeps_its_text()
    {
        await using var server = await LoopbackServer.Start(_ => new(201, """{"id":5,"state":"waiting"}""", "application/json"));

        var status = await Client(server).Repository.Deployment.Status.Create("acme", "chat", 42, new NewDeploymentStatus(DeploymentState.Queued));

        Assert.Equal("waiting", status.State.StringValue);
        Assert.False(status.State.TryParse(out _));
        Assert.Throws<ArgumentException>(() => status.State.Value);
    }

    [Fact]
    public async Task All_pages_are_read_in_order()
    {
        string url = "";
        await using var server = await LoopbackServer.Start(call => call.PathAndQuery.EndsWith("page=2", StringComparison.Ordinal)
            ? new Reply(200, """[{"id":1}]""", "application/json").With("Link", $"<{url}/api/v3/repos/acme/chat/deployments?page=1>; rel=\"prev\"")
            : new Reply(200, """[{"id":3},{"id":2}]""", "application/json")
                .With("Link", $"<{url}/api/v3/repos/acme/chat/deployments?page=2>; rel=\"next\", <{url}/api/v3/repos/acme/chat/deployments?page=2>; rel=\"last\""));
        url = server.Url;

        var all = await Client(server).Repository.Deployment.GetAll("acme", "chat");

        Assert.Equal([3L, 2, 1], all.Select(deployment => deployment.Id));
        Assert.Equal(2, server.Calls.Count);
    }

    [Fact]
    public async Task A_merge_in_place_of_a_deployment_has_no_id()
    {
        await using var server = await LoopbackServer.Start(_ => new(202, """{"message":"Auto-merged main into topic on deployment."}""", "application/json"));

        var deployment = await Client(server).Repository.Deployment.Create("acme", "chat", new NewDeployment("topic"));

        Assert.Equal(0, deployment.Id);
    }

    [Fact]
    public async Task A_moved_repository_is_followed_but_the_token_stays_with_its_host()
    {
        await using var elsewhere = await LoopbackServer.Start(_ => new(201, """{"id":8}""", "application/json"));
        await using var server = await LoopbackServer.Start(call => call.PathAndQuery.Contains("/moved/", StringComparison.Ordinal)
            ? new Reply(307, "").With("Location", elsewhere.Url + "/repositories/1/deployments")
            : new Reply(307, "").With("Location", "/api/v3/repos/moved/chat/deployments"));

        var deployment = await Client(server).Repository.Deployment.Create("acme", "chat", new NewDeployment("main"));

        Assert.Equal(8, deployment.Id);
        Assert.Equal(["Token tok", "Token tok"], server.Calls.Select(call => call.Headers["Authorization"]));
        var last = Assert.Single(elsewhere.Calls);
        Assert.Equal(("""{"ref":"main"}""", false), (last.Text, last.Headers.ContainsKey("Authorization")));
    }

    [Fact]
    public async Task A_connection_keeps_its_base_address_and_its_scheme()
    {
        await using var server = await LoopbackServer.Start(_ => new(200, "[]", "application/json"));
        var connection = new Connection(
            new ProductHeaderValue("slipway"), new Uri(server.Url + "/proxy/"), new InMemoryCredentialStore(new Credentials("tok", AuthenticationType.Bearer)));

        Assert.Empty(await new GitHubClient(connection).Repository.Deployment.GetAll("acme", "chat"));

        var call = Assert.Single(server.Calls);
        Assert.Equal(("/proxy/repos/acme/chat/deployments", "Bearer tok"), (call.PathAndQuery, call.Headers["Authorization"]));
    }

    [Fact]
    public async Task An_anonymous_client_sends_no_authorization()
    {
        await using var server = await LoopbackServer.Start(_ => new(200, "[]", "application/json"));

        await new GitHubClient(new ProductHeaderValue("slipway", "1.0"), new Uri(server.Url)).Repository.Deployment.GetAll("acme", "chat");

        Assert.False(Assert.Single(server.Calls).Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public void Without_an_address_it_is_github_com()
    {
        Assert.Equal("https://api.github.com/", new GitHubClient(new ProductHeaderValue("slipway", "1.0")).BaseAddress.AbsoluteUri);
        Assert.Equal("https://api.github.com/", new GitHubClient(new ProductHeaderValue("slipway", "1.0"), new Uri("https://github.com")).BaseAddress.AbsoluteUri);
    }

    [Theory]
    [InlineData(401, """{"message":"Bad credentials"}""", typeof(AuthorizationException), "Bad credentials")]
    [InlineData(403, """{"message":"Resource not accessible by integration"}""", typeof(ForbiddenException), "Resource not accessible by integration")]
    [InlineData(403, """{"message":"API rate limit exceeded for user ID 1."}""", typeof(RateLimitExceededException), "API rate limit exceeded for user ID 1.")]
    [InlineData(403, """{"message":"You have exceeded a secondary rate limit."}""", typeof(SecondaryRateLimitExceededException), "You have exceeded a secondary rate limit.")]
    [InlineData(403, """{"message":"You have triggered an abuse detection mechanism."}""", typeof(AbuseException), "You have triggered an abuse detection mechanism.")]
    [InlineData(404, """{"message":"Not Found"}""", typeof(NotFoundException), "Not Found")]
    [InlineData(409, """{"message":"Conflict merging main into topic"}""", typeof(ApiException), "Conflict merging main into topic")]
    [InlineData(422, "", typeof(ApiValidationException), "Validation Failed")]
    [InlineData(502, "<html>Bad gateway</html>", typeof(ApiException), "<html>Bad gateway</html>")]
    public async Task An_error_is_its_exception_and_is_not_tried_again(int status, string body, Type exception, string message)
    {
        await using var server = await LoopbackServer.Start(_ => new(status, body, "application/json"));

        var error = await Assert.ThrowsAnyAsync<ApiException>(() => Client(server).Repository.Deployment.Create("acme", "chat", new NewDeployment("main")));

        Assert.Equal((exception, message, (HttpStatusCode)status), (error.GetType(), error.Message, error.StatusCode));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task A_validation_error_names_the_field()
    {
        await using var server = await LoopbackServer.Start(_ => new(
            422, """{"message":"Validation Failed","errors":[{"resource":"Deployment","field":"ref","code":"invalid"}],"documentation_url":"http://docs"}""", "application/json"));

        var error = await Assert.ThrowsAsync<ApiValidationException>(() => Client(server).Repository.Deployment.Create("acme", "chat", new NewDeployment("main")));

        var detail = Assert.Single(error.ApiError.Errors!);
        Assert.Equal(("Deployment", "ref", "invalid"), (detail.Resource, detail.Field, detail.Code));
    }

    [Fact]
    public async Task A_spent_budget_says_when_it_is_whole_again()
    {
        await using var server = await LoopbackServer.Start(_ => new Reply(403, """{"message":"API rate limit exceeded"}""", "application/json")
            .With("X-RateLimit-Limit", "5000").With("X-RateLimit-Remaining", "0").With("X-RateLimit-Reset", "1795233906"));

        var error = await Assert.ThrowsAsync<RateLimitExceededException>(() => Client(server).Repository.Deployment.GetAll("acme", "chat"));

        Assert.Equal((5000, 0, new DateTimeOffset(2026, 11, 21, 4, 5, 6, TimeSpan.Zero)), (error.Limit, error.Remaining, error.Reset));
    }

    [Fact]
    public async Task What_has_no_client_goes_over_the_connection()
    {
        await using var server = await LoopbackServer.Start(_ => new(200, """{"total_count":2,"html_url":"http://h"}""", "application/json"));
        var connection = Client(server).Connection;

        var read = await connection.Get<Anything>(
            new Uri("repos/acme/chat/environments", UriKind.Relative), new Dictionary<string, string> { ["q"] = "a b" }, "application/json", TestContext.Current.CancellationToken);
        await connection.Put<Anything>(new Uri("repos/acme/chat/environments/prod", UriKind.Relative), new { WaitTimer = 30 });

        Assert.Equal((2, "http://h", HttpStatusCode.OK), (read.Body!.TotalCount, read.Body.HtmlUrl, read.HttpResponse.StatusCode));
        Assert.Equal(
            ["GET /api/v3/repos/acme/chat/environments?q=a%20b ", """PUT /api/v3/repos/acme/chat/environments/prod {"wait_timer":30}"""],
            server.Calls.Select(call => $"{call.Method} {call.PathAndQuery} {call.Text}"));
    }

    private static GitHubClient Client(LoopbackServer server) =>
        new(new ProductHeaderValue("slipway", "1.0"), new Uri(server.Url)) { Credentials = new Credentials("tok") };

    public sealed class Anything
    {
        public int TotalCount { get; private set; }

        public string? HtmlUrl { get; private set; }
    }
}
