using System.Net.Http.Headers;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Slipway.GitHub;
using Slipway.Pipelines.Simulation;
using Slipway.Pipelines.Simulation.Expressions;
using Slipway.Rehearsal.GitHub;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;
using Slipway.Rehearsal.Sts;
using Slipway.Tests.Images;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>The GitHub of a simulation as the tool's own clients see it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SimulatedGitHubTests
{
    private const string Sha = "c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private static readonly RunFacts Facts = new("acme/shop", "/nowhere", Sha, "refs/heads/main", "push")
    {
        Workflow = ("Deploy", ".github/workflows/deploy.yml"),
        DefaultBranch = "main",
        Inputs = new Dictionary<string, Value>(),
    };

    [Fact]
    public async Task A_job_records_its_deployment_and_reads_who_let_it_in()
    {
        await using var github = await Start();
        var access = github.Admit(Pass("prod", "deployments: write", "actions: read"));
        var job = JobOf(github, access);
        github.Review("prod", "ann", isApproval: true, "go");

        var calls = new OctokitCalls(job.Repository.Api, $"{job.Repository}", job.Token, TimeSpan.Zero, TimeProvider.System);
        var deployments = new OctokitDeployments(calls, job.LogUrl);
        var id = await deployments.Create(Sha, "prod", new Dictionary<string, string> { ["web"] = "r/web@sha256:1" }, Ct);
        await deployments.Report(id, DeploymentProgress.InProgress, "On its way", url: null, Ct);
        await deployments.Report(id, DeploymentProgress.Success, "Serves", "https://shop.example", Ct);
        var reviews = new OctokitReviews(calls);

        Assert.Equal(["ann", "ben"], (await reviews.Protection("prod", Ct))!.Reviewers);
        Assert.Empty((await reviews.Protection("dev", Ct))!.Reviewers);
        Assert.Null(await reviews.Protection("nowhere", Ct));
        var review = Assert.Single(await reviews.Of(RunFacts.RunId, Ct));
        Assert.Equal(("ann", true, "prod"), (review.User, review.IsApproval, review.Environments.Single()));
        Assert.Equal(["ann approved prod", "deployment of c0ffee00c0ff to prod: in_progress, success"], github.Records);

        var (status, body) = await Call(github, HttpMethod.Get, $"deployments/{id}/statuses", access.Token);
        Assert.Equal((200, "success", "https://shop.example", "prod", "github-actions[bot]"), (
            status, (string?)body[0]!["state"], (string?)body[0]!["environment_url"], (string?)body[0]!["environment"], (string?)body[0]!["creator"]!["login"]));
        Assert.Equal("r/web@sha256:1", (string?)(await Call(github, HttpMethod.Get, $"deployments/{id}", access.Token)).Body["payload"]!["web"]);
    }

    [Theory]
    [InlineData("POST", "deployments", "deployments: write")]
    [InlineData("GET", "deployments", "deployments: read")]
    [InlineData("GET", "environments", "actions: read")]
    [InlineData("GET", "environments/prod", "actions: read")]
    [InlineData("GET", "actions/runs/1003/approvals", "actions: read")]
    [InlineData("GET", "actions/runs/1003", "actions: read")]
    [InlineData("GET", "actions/oidc/customization/sub", "actions: read")]
    [InlineData("POST", $"statuses/{Sha}", "statuses: write")]
    [InlineData("GET", $"commits/{Sha}/statuses", "statuses: read")]
    public async Task A_token_can_do_what_its_job_declares_and_nothing_else(string method, string path, string permission)
    {
        await using var github = await Start();
        var able = github.Admit(Pass("prod", permission));
        var unable = github.Admit(Pass("prod", "id-token: write", "contents: write", permission.Replace("write", "read", StringComparison.Ordinal) is var less && less != permission ? less : "checks: read"));

        Assert.Equal(method == "POST" ? 201 : 200, (await Call(github, new HttpMethod(method), path, able.Token)).Status);
        var (status, body) = await Call(github, new HttpMethod(method), path, unable.Token);
        Assert.Equal((403, "Resource not accessible by integration"), (status, (string?)body["message"]));

        github.Dismiss(able);
        Assert.Equal((401, "Bad credentials"), ((await Call(github, new HttpMethod(method), path, able.Token)).Status, (string?)(await Call(github, HttpMethod.Get, "", "ghp_mine")).Body["message"]));
    }

    [Fact]
    public async Task What_GitHub_does_not_take_is_refused_and_what_is_not_there_is_not_found()
    {
        await using var github = await Start();
        var access = github.Admit(new JobPass("deploy", "prod", TokenPermissions.Everything("write")));

        Assert.Equal(404, (await Call(github, HttpMethod.Get, "issues", access.Token)).Status);
        Assert.Equal(404, (await Call(github, HttpMethod.Get, "deployments/1", access.Token)).Status);
        Assert.Equal(404, (await Call(github, HttpMethod.Get, "actions/runs/1/approvals", access.Token)).Status);
        Assert.Equal(404, (await Call(github, HttpMethod.Post, "deployments/1/statuses", access.Token)).Status);
        Assert.Equal(422, (await Call(github, HttpMethod.Post, $"statuses/{Sha}", access.Token, """{"state":"done"}""")).Status);
        Assert.Equal(422, (await Call(github, HttpMethod.Post, "deployments", access.Token, "{}")).Status);
        Assert.Equal("main", (string?)(await Call(github, HttpMethod.Get, "", access.Token)).Body["default_branch"]);
    }

    [Theory]
    [InlineData("prod", "push", "repo:acme/shop:environment:prod")]
    [InlineData(null, "push", "repo:acme/shop:ref:refs/heads/main")]
    [InlineData(null, "pull_request", "repo:acme/shop:pull_request")]
    public async Task A_job_takes_a_role_by_who_it_is(string? environment, string started, string subject)
    {
        using var folder = new TemporaryFolder();
        await using var cloud = await ApiServer.Start([new StsApi(new FileStateStore(folder.Path), TimeProvider.System)], Ct);
        await using var github = await Start(Facts with { Event = started });
        var access = github.Admit(Pass(environment, "id-token: write"));
        var identity = Identity(access);

        var token = (await identity.Token("sts.amazonaws.com", Ct))!;
        var taken = await Take(cloud.Endpoint, token);

        Assert.Equal((subject, "arn:aws:sts::444455556666:assumed-role/deployer/gha-1"), (taken.SubjectFromWebIdentityToken, taken.AssumedRoleUser.Arn));
        Assert.StartsWith("ASIA444455556666", taken.Credentials.AccessKeyId, StringComparison.Ordinal);
        var issuer = $"{github.Server.AbsoluteUri}_services/token";
        Assert.Equal(new JobClaims("acme/shop", RunFacts.RunId, environment) { Actor = RunFacts.Actor }, JobClaims.Read(token, await identity.Keys(issuer, Ct), issuer, "sts.amazonaws.com", TimeProvider.System.GetUtcNow()));

        github.Dismiss(access);
        await Assert.ThrowsAsync<DeployException>(() => identity.Token("sts.amazonaws.com", Ct));
    }

    [Fact]
    public async Task No_role_is_given_to_an_identity_that_is_made_for_another_or_forged()
    {
        using var folder = new TemporaryFolder();
        await using var cloud = await ApiServer.Start([new StsApi(new FileStateStore(folder.Path), TimeProvider.System)], Ct);
        await using var github = await Start();
        await using var forger = await Start();
        var identity = Identity(github.Admit(Pass("prod", "id-token: write")));
        var token = (await identity.Token("sts.amazonaws.com", Ct))!;
        var parts = token.Split('.');
        var forged = $"{parts[0]}.{Changed(parts[1], "sub", "repo:acme/shop:environment:other")}.{parts[2]}";
        var foreign = $"{parts[0]}.{Changed(parts[1], "iss", "https://token.actions.githubusercontent.com")}.{parts[2]}";
        var others = $"{parts[0]}.{Changed(parts[1], "iss", $"{forger.Server.AbsoluteUri}_services/token")}.{parts[2]}";

        Assert.Null(github.Admit(Pass("prod", "contents: read")).Identity);
        Assert.Contains("Incorrect token audience", await Refusal((await identity.Token("slipway-approval", Ct))!), StringComparison.Ordinal);
        Assert.Contains("No OpenIDConnect provider found in your account", await Refusal(foreign), StringComparison.Ordinal);
        Assert.Contains("signature", await Refusal(forged), StringComparison.Ordinal);
        Assert.Contains("signature", await Refusal(others), StringComparison.Ordinal);
        Assert.Contains("not a valid JWT", await Refusal("a.b"), StringComparison.Ordinal);

        async Task<string> Refusal(string token)
        {
            var error = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => Take(cloud.Endpoint, token));
            Assert.Equal("InvalidIdentityToken", error.ErrorCode);
            return error.Message;
        }
    }

    private static Task<SimulatedGitHub> Start(RunFacts? facts = null) => SimulatedGitHub.Start(
        facts ?? Facts, new Dictionary<string, IReadOnlyList<string>> { ["prod"] = ["ann", "ben"], ["dev"] = [] }, TimeProvider.System, Ct);

    private static JobPass Pass(string? environment, params IReadOnlyList<string> permissions) =>
        new("deploy", environment, new TokenPermissions(permissions.Select(one => one.Split(": ")).ToDictionary(one => one[0], one => one[1])));

    private static GitHubJob JobOf(SimulatedGitHub github, JobAccess access) => GitHubJob.Of(name => name switch
    {
        "GITHUB_ACTIONS" => "true",
        "GITHUB_TOKEN" => access.Token,
        "GITHUB_REPOSITORY" => "acme/shop",
        "GITHUB_API_URL" => $"{github.Server}api/v3",
        _ => null,
    })!;

    private static HttpJobIdentity Identity(JobAccess access) => new(name => name switch
    {
        "ACTIONS_ID_TOKEN_REQUEST_URL" => access.Identity!.Value.Url.AbsoluteUri,
        "ACTIONS_ID_TOKEN_REQUEST_TOKEN" => access.Identity!.Value.Token,
        _ => null,
    });

    private static async Task<AssumeRoleWithWebIdentityResponse> Take(Uri endpoint, string token)
    {
        using var sts = new AmazonSecurityTokenServiceClient(new AnonymousAWSCredentials(), new AmazonSecurityTokenServiceConfig { ServiceURL = endpoint.AbsoluteUri, AuthenticationRegion = "eu-west-1" });
        return await sts.AssumeRoleWithWebIdentityAsync(
            new AssumeRoleWithWebIdentityRequest { RoleArn = "arn:aws:iam::444455556666:role/deployer", RoleSessionName = "gha-1", DurationSeconds = 900, WebIdentityToken = token }, Ct);
    }

    private static string Changed(string part, string claim, string value)
    {
        var claims = JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(part))!;
        claims[claim] = value;
        return System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims.ToJsonString()));
    }

    private static async Task<(int Status, JsonNode Body)> Call(SimulatedGitHub github, HttpMethod method, string path, string token, string? body = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(method, new Uri(github.Server, $"api/v3/repos/acme/shop{(path.Length == 0 ? "" : $"/{path}")}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (method == HttpMethod.Post)
            request.Content = new StringContent(body ?? $$"""{"ref":"{{Sha}}","environment":"prod","state":"success","context":"slipway/shop-prod"}""", Encoding.UTF8, "application/json");

        using var answer = await http.SendAsync(request, Ct);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!);
    }
}
