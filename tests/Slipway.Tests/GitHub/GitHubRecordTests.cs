using System.Text.Json.Nodes;
using Slipway.GitHub;
using Slipway.Output;
using Slipway.Tests.Images;

namespace Slipway.Tests.GitHub;

public sealed class GitHubRecordTests : IAsyncLifetime
{
    private static readonly DeployEnvironment Dev = new("dev") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly Application Shop = new("shop") { Environments = [Dev] };
    private static readonly Dictionary<string, string> Images = new() { ["web"] = "registry/shop/web@sha256:1" };
    private readonly RecordingOutput _output = new();
    private LoopbackGitHub _github = null!;

    public async ValueTask InitializeAsync() => _github = await LoopbackGitHub.Start(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_release_is_a_deployment_and_a_state_of_its_commit_that_begin_and_succeed_with_its_address()
    {
        var record = Record(Dev);

        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, "http://lb.example.com/");

        Assert.Equal(
            [
                "POST /api/v3/repos/shop-team/shop/deployments",
                "POST /api/v3/repos/shop-team/shop/deployments/42/statuses",
                "POST /api/v3/repos/shop-team/shop/statuses/0a1b2c",
                "POST /api/v3/repos/shop-team/shop/deployments/42/statuses",
                "POST /api/v3/repos/shop-team/shop/statuses/0a1b2c",
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
        Equal("""{ "state": "in_progress", "description": "On its way to dev", "log_url": "https://github.example.com/shop-team/shop/actions/runs/7" }""", 1);
        Equal("""{ "state": "pending", "context": "slipway/shop-dev", "description": "On its way to dev", "target_url": "https://github.example.com/shop-team/shop/actions/runs/7" }""", 2);
        Equal(
            """
            {
              "state": "success", "description": "Serves in dev",
              "log_url": "https://github.example.com/shop-team/shop/actions/runs/7", "environment_url": "http://lb.example.com/"
            }
            """,
            3);
        Equal("""{ "state": "success", "context": "slipway/shop-dev", "description": "Serves in dev", "target_url": "https://github.example.com/shop-team/shop/actions/runs/7" }""", 4);
        Assert.Empty(_output.Events);
    }

    [Theory]
    [InlineData(Verdict.Failed, "failure", "failure", "Failed in dev")]
    [InlineData(Verdict.RolledBack, "failure", "failure", "Taken back: what was before serves in dev")]
    [InlineData(Verdict.Superseded, "inactive", "error", "A newer deployment took over in dev")]
    [InlineData(Verdict.Stopped, "error", "error", "Stopped on its way to dev")]
    [InlineData(Verdict.TimedOut, "error", "error", "Not decided in time in dev")]
    [InlineData(Verdict.InProgress, "in_progress", "pending", "On its way to dev, left to ECS")]
    [InlineData(null, "error", "error", "Broke off on its way to dev")]
    public async Task A_release_that_does_not_serve_says_so_and_names_no_address(Verdict? verdict, string deployment, string commit, string description)
    {
        var record = Record(Dev);
        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);

        await record.End(verdict, "http://lb.example.com/");

        Equal($$"""{ "state": "{{deployment}}", "description": "{{description}}", "log_url": "https://github.example.com/shop-team/shop/actions/runs/7" }""", 3);
        Equal($$"""{ "state": "{{commit}}", "context": "slipway/shop-dev", "description": "{{description}}", "target_url": "https://github.example.com/shop-team/shop/actions/runs/7" }""", 4);
    }

    [Fact]
    public async Task A_refused_deployment_is_one_warning_and_the_commit_is_told_of_all_the_same()
    {
        _github.Refusals["/deployments"] = 403;
        var record = Record(Dev);

        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Equal(
            ["POST /api/v3/repos/shop-team/shop/deployments", "POST /api/v3/repos/shop-team/shop/statuses/0a1b2c", "POST /api/v3/repos/shop-team/shop/statuses/0a1b2c"],
            _github.Requests.Select(request => request.Line));
        var warning = Assert.Single(_output.Events);
        Assert.Equal(EventKind.Warning, warning.Kind);
        Assert.Equal(
            """
            The release is not recorded at GitHub; it goes on.
            GitHub did not create a deployment of shop-team/shop.
              answer  403 Resource not accessible by integration
              try     give the job  permissions: deployments: write
            """,
            warning.Text);
    }

    [Fact]
    public async Task A_refused_state_of_the_commit_is_one_warning_and_is_not_tried_again()
    {
        _github.Refusals["/statuses/0a1b2c"] = 403;
        var record = Record(Dev);

        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Equal(4, _github.Requests.Count);
        Assert.EndsWith("try     give the job  permissions: statuses: write", Assert.Single(_output.Events).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_outage_is_met_once_at_either_end_and_what_passes_is_made_up_for()
    {
        _github.Refusals["/deployments"] = 502;
        var record = Record(Dev);
        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);
        Assert.Equal("POST /api/v3/repos/shop-team/shop/deployments", Assert.Single(_github.Requests).Line);

        await record.End(Verdict.Deployed, null);

        Assert.Equal("POST /api/v3/repos/shop-team/shop/statuses/0a1b2c", _github.Requests[1].Line);
        Assert.Equal(2, _github.Requests.Count);
        Assert.Single(_output.Events);
    }

    [Fact]
    public async Task A_status_that_met_an_outage_does_not_keep_the_last_one_from_being_tried()
    {
        _github.Refusals["/42/statuses"] = 500;
        var record = Record(Dev);

        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Equal(3, _github.Requests.Count);
        Assert.Equal(2, _output.Events.Count(happened => happened.Kind == EventKind.Warning));
    }

    [Fact]
    public async Task A_GitHub_that_cannot_be_reached_is_a_warning_at_either_end_and_the_release_goes_on()
    {
        var record = Record(Dev);
        await _github.DisposeAsync();

        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Equal(
            [
                "The release is not recorded at GitHub; it goes on.|GitHub did not create a deployment of shop-team/shop.",
                "The release is not recorded at GitHub; it goes on.|GitHub did not add a status to a commit of shop-team/shop.",
            ],
            _output.Events.Select(happened => string.Join('|', happened.Text.Split('\n').Take(2))));
        Assert.All(_output.Events, happened => Assert.Equal(EventKind.Warning, happened.Kind));
    }

    [Fact]
    public async Task A_stop_while_GitHub_is_told_is_left_to_the_run()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var record = Record(Dev);

        await record.Begin("0a1b2c", Images, stop.Token);

        Assert.Empty(_output.Events);
    }

    [Theory]
    [InlineData("GITHUB_ACTIONS")]
    [InlineData("GITHUB_TOKEN")]
    [InlineData("GITHUB_REPOSITORY")]
    public async Task Where_a_variable_is_missing_nothing_happens(string missing)
    {
        var record = GitHubRecord.Of(Shop, Dev, name => name == missing ? null : Variable(name), _output, TimeProvider.System);

        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);
        await record.End(Verdict.Deployed, null);

        Assert.Empty(_github.Requests);
        Assert.Empty(_output.Events);
    }

    [Fact]
    public async Task The_rehearsal_is_not_recorded()
    {
        var record = Record(DeployEnvironment.Local);

        await record.Begin("0a1b2c", Images, TestContext.Current.CancellationToken);

        Assert.Empty(_github.Requests);
    }

    private GitHubRecord Record(DeployEnvironment environment) => GitHubRecord.Of(Shop, environment, Variable, _output, TimeProvider.System);

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
