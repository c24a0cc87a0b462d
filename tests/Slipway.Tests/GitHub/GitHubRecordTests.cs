using System.Text.Json.Nodes;
using Slipway.GitHub;
using Slipway.Output;
using Slipway.Tests.Images;

namespace Slipway.Tests.GitHub;

public sealed class GitHubRecordTests : IAsyncLifetime
{
    private static readonly DeployEnvironment Dev = new("dev") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly Dictionary<string, string> Images = new() { ["web"] = "registry/shop/web@sha256:1" };
    private readonly RecordingOutput _output = new();
    private LoopbackGitHub _github = null!;

    public async ValueTask InitializeAsync() => _github = await LoopbackGitHub.Start(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_release_is_a_deployment_of_its_commit_that_begins_and_succeeds_with_its_address()
    {
        var record = Record(Dev);

        await record.Begin("0a1b2c", Dev, Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, "http://lb.example.com/");

        Assert.Equal(
            [
                "POST /api/v3/repos/shop-team/shop/deployments",
                "POST /api/v3/repos/shop-team/shop/deployments/42/statuses",
                "POST /api/v3/repos/shop-team/shop/deployments/42/statuses",
            ],
            _github.Requests.Select(request => request.Line));
        Assert.All(_github.Requests, request => Assert.Equal("Token t0ken", request.Authorization));
        Equal(
            """
            {
              "ref": "0a1b2c", "auto_merge": false, "required_contexts": [], "environment": "dev", "description": "Slipway",
              "payload": { "web": "registry/shop/web@sha256:1" }
            }
            """,
            0);
        Equal("""{ "state": "in_progress", "log_url": "https://github.example.com/shop-team/shop/actions/runs/7" }""", 1);
        Equal("""{ "state": "success", "log_url": "https://github.example.com/shop-team/shop/actions/runs/7", "environment_url": "http://lb.example.com/" }""", 2);
        Assert.Empty(_output.Events);
    }

    [Theory]
    [InlineData(Verdict.Failed, "failure")]
    [InlineData(Verdict.RolledBack, "failure")]
    [InlineData(Verdict.Superseded, "inactive")]
    [InlineData(Verdict.Stopped, "error")]
    [InlineData(Verdict.TimedOut, "error")]
    [InlineData(Verdict.InProgress, "in_progress")]
    [InlineData(null, "error")]
    public async Task A_release_that_does_not_serve_says_so_and_names_no_address(Verdict? verdict, string state)
    {
        var record = Record(Dev);
        await record.Begin("0a1b2c", Dev, Images, TestContext.Current.CancellationToken);

        await record.End(verdict, "http://lb.example.com/");

        Equal($$"""{ "state": "{{state}}", "log_url": "https://github.example.com/shop-team/shop/actions/runs/7" }""", 2);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_refused_deployment_is_one_warning_and_nothing_more_is_asked(int status)
    {
        _github.Refusals["/deployments"] = status;
        var record = Record(Dev);

        await record.Begin("0a1b2c", Dev, Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Single(_github.Requests);
        var warning = Assert.Single(_output.Events);
        Assert.Equal(EventKind.Warning, warning.Kind);
        Assert.Equal(
            $"""
             The release is not recorded at GitHub; it goes on.
             GitHub did not create a deployment of shop-team/shop.
               answer  {status} Resource not accessible by integration
               try     give the job  permissions: deployments: write
             """,
            warning.Text);
    }

    [Fact]
    public async Task A_refused_status_does_not_keep_the_last_one_from_being_tried()
    {
        _github.Refusals["/statuses"] = 500;
        var record = Record(Dev);

        await record.Begin("0a1b2c", Dev, Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Equal(3, _github.Requests.Count);
        Assert.Equal(2, _output.Events.Count(happened => happened.Kind == EventKind.Warning));
    }

    [Fact]
    public async Task A_GitHub_that_cannot_be_reached_is_a_warning()
    {
        var record = Record(Dev);
        await _github.DisposeAsync();

        await record.Begin("0a1b2c", Dev, Images, TestContext.Current.CancellationToken);

        Assert.StartsWith(
            "The release is not recorded at GitHub; it goes on.\nGitHub did not create a deployment of shop-team/shop: ", Assert.Single(_output.Events).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("GITHUB_REPOSITORY")]
    public async Task Where_a_variable_is_missing_nothing_happens(string missing)
    {
        var record = GitHubRecord.Of(Dev, name => name == missing ? null : Variable(name), _output);

        await record.Begin("0a1b2c", Dev, Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Empty(_github.Requests);
        Assert.Empty(_output.Events);
    }

    [Fact]
    public async Task The_rehearsal_is_not_recorded()
    {
        var record = Record(DeployEnvironment.Local);

        await record.Begin("0a1b2c", DeployEnvironment.Local, Images, TestContext.Current.CancellationToken);

        Assert.Empty(_github.Requests);
    }

    private GitHubRecord Record(DeployEnvironment environment) => GitHubRecord.Of(environment, Variable, _output);

    private string? Variable(string name) => name switch
    {
        "GITHUB_ACTIONS" => "true",
        "GITHUB_TOKEN" => "t0ken",
        "GITHUB_REPOSITORY" => "shop-team/shop",
        "GITHUB_API_URL" => _github.Api.AbsoluteUri,
        "GITHUB_SERVER_URL" => "https://github.example.com",
        "GITHUB_RUN_ID" => "7",
        _ => null,
    };

    private void Equal(string expected, int request) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), _github.Requests[request].Body), $"{_github.Requests[request].Body}");
}
