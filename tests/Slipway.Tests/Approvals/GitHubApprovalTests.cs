using System.Security.Cryptography;
using Slipway.Approvals;
using Slipway.GitHub;
using Slipway.Tests.GitHub;

namespace Slipway.Tests.Approvals;

/// <summary>Against a server that signs and answers as GitHub does.</summary>
public sealed class GitHubApprovalTests : IAsyncLifetime
{
    private const string Protected =
        """
        {"name":"prod","protection_rules":[
          {"id":1,"type":"wait_timer","wait_timer":30},
          {"id":2,"type":"required_reviewers","prevent_self_review":true,"reviewers":[
            {"type":"User","reviewer":{"login":"ann"}},{"type":"Team","reviewer":{"name":"Release Team","slug":"release-team"}}]}]}
        """;

    private const string Reviewed =
        """
        [{"state":"approved","comment":"","environments":[{"name":"dev"}],"user":{"login":"cid"}},
         {"state":"rejected","comment":"not yet","environments":[{"name":"prod"}],"user":{"login":"ben"}},
         {"state":"approved","comment":"go","environments":[{"name":"dev"},{"name":"prod"}],"user":{"login":"ann"}}]
        """;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private LoopbackActions _github = null!;

    public async ValueTask InitializeAsync() => _github = await LoopbackActions.Start();

    public ValueTask DisposeAsync() => _github.DisposeAsync();

    [Fact]
    public async Task A_run_that_a_reviewer_let_into_the_protected_environment_is_approved_by_them()
    {
        _github.Environments["prod"] = Protected;
        _github.Reviews = Reviewed;

        var approval = (await Look()).Approval!;

        Assert.Equal(("GitHub environment prod", "ann", null), (approval.How, approval.Who, approval.At));
        Assert.Equal($"{_github.Url}acme/chat/actions/runs/77", approval.Url);
        Assert.Equal(
            [
                "GET /identity?api-version=2.0&audience=slipway-approval", "GET /_services/token/.well-known/jwks",
                "GET /api/v3/repos/acme/chat/environments/prod", "GET /api/v3/repos/acme/chat/actions/runs/77/approvals",
            ],
            _github.Calls);
        Assert.Equal(
            ["Bearer r3quest", "", "Token t0ken", "Token t0ken"],
            _github.Requests.Select(request => request.Headers.GetValueOrDefault("Authorization", "")));
    }

    [Fact]
    public async Task Who_started_the_run_and_approves_it_is_doubted_and_so_is_an_environment_for_any_branch()
    {
        _github.Claims["actor"] = "Ann";
        _github.Environments["prod"] = Protected.Replace("\"prevent_self_review\":true", "\"prevent_self_review\":false", StringComparison.Ordinal);
        _github.Reviews = Reviewed;

        var finding = await Look();

        Assert.Equal("ann", finding.Approval!.Who);
        Assert.Equal(
            [
                "ann started the run and approved it",
                "whoever starts a run may approve it: Prevent self-review is off",
                "runs of any branch may ask for it: Deployment branches and tags says No restriction",
            ],
            finding.Doubts);
    }

    [Fact]
    public async Task An_approval_by_somebody_else_in_an_environment_of_one_branch_is_not_doubted()
    {
        _github.Claims["actor"] = "ben";
        _github.Environments["prod"] = Protected[..Protected.LastIndexOf('}')] + ""","deployment_branch_policy":{"protected_branches":true,"custom_branch_policies":false}}""";
        _github.Reviews = Reviewed;

        Assert.Empty((await Look()).Doubts);
    }

    [Fact]
    public async Task The_environment_may_have_another_name_at_GitHub()
    {
        _github.Claims["environment"] = "Live / EU";
        _github.Environments["Live / EU"] = Protected;
        _github.Reviews = Reviewed.Replace("\"prod\"", "\"Live / EU\"", StringComparison.Ordinal);

        var finding = await Look(Prod() with { Approval = Prod().Approval with { GitHubEnvironment = "Live / EU" } });

        Assert.Equal("ann, GitHub environment Live / EU", finding.Seen);
        Assert.Contains("GET /api/v3/repos/acme/chat/environments/Live%20%2F%20EU", _github.Calls);
    }

    [Theory]
    [InlineData(null, "[]", "acme/chat has no environment prod, or the token may not see it (permissions: actions: read)")]
    [InlineData("""{"name":"prod","protection_rules":[]}""", Reviewed, "environment prod of acme/chat has no required reviewers, so that GitHub asks nobody (Settings, Environments)")]
    [InlineData("""{"name":"prod","protection_rules":[{"type":"branch_policy"},{"type":"required_reviewers","reviewers":[]}]}""", Reviewed, "environment prod of acme/chat has no required reviewers, so that GitHub asks nobody (Settings, Environments)")]
    [InlineData(Protected, "[]", "nobody approved run 77 in environment prod, although ann or release-team must: its protection was bypassed or is newer than the run")]
    [InlineData(Protected, """[{"state":"approved","environments":[{"name":"dev"}],"user":{"login":"ann"}}]""", "nobody approved run 77 in environment prod, although ann or release-team must: its protection was bypassed or is newer than the run")]
    [InlineData(Protected, """[{"state":"approved","environments":[{"name":"prod"}],"user":{"login":"ann"}},{"state":"rejected","environments":[{"name":"prod"}],"user":{"login":"ben"}}]""", "ben did not approve run 77 in environment prod")]
    public async Task What_proves_nothing_is_no_approval(string? environment, string reviews, string seen)
    {
        if (environment is not null)
            _github.Environments["prod"] = environment;

        _github.Reviews = reviews;

        var finding = await Look();

        Assert.Equal((seen, null), (finding.Seen, finding.Approval));
    }

    [Theory]
    [InlineData("dev", "the job runs in environment dev; it must run in prod (environment: prod)")]
    [InlineData(null, "the job runs in no environment; it must run in prod (environment: prod)")]
    public async Task A_job_outside_the_environment_has_no_approval_whatever_was_approved(string? environment, string seen)
    {
        _github.Claims["environment"] = environment;
        _github.Environments["prod"] = Protected;
        _github.Reviews = Reviewed;

        Assert.Equal(seen, (await Look()).Seen);
        Assert.Equal(2, _github.Calls.Count);
    }

    [Fact]
    public async Task A_job_that_may_not_ask_who_it_is_and_one_without_a_token_are_told_what_they_lack()
    {
        var mute = await Look(Prod(), name => name.StartsWith("ACTIONS_", StringComparison.Ordinal) ? null : _github.Variable(name));
        var blind = await Look(Prod(), name => name == "GITHUB_TOKEN" ? null : _github.Variable(name));

        Assert.Equal("this is no job of GitHub Actions that may ask who it is (permissions: id-token: write)", mute.Seen);
        Assert.Equal("the step has no GITHUB_TOKEN to read the reviews with (permissions: actions: read)", blind.Seen);
    }

    [Fact]
    public async Task A_token_that_may_not_read_the_environment_is_an_error_that_names_the_permission()
    {
        _github.Status = 403;

        var error = await Assert.ThrowsAsync<DeployException>(() => Look());

        Assert.Equal(
            """
            GitHub did not read an environment of acme/chat.
              answer  403 Resource not accessible by integration
              try     give the job  permissions: actions: read
            """,
            error.Message);
    }

    [Fact]
    public async Task The_variables_of_a_job_cannot_name_another_github()
    {
        await using var forger = await LoopbackActions.Start();
        forger.Environments["prod"] = Protected;
        forger.Reviews = Reviewed;

        var error = await Assert.ThrowsAsync<DeployException>(() => Look(Prod(), forger.Variable));

        Assert.Equal("The identity token of the job is not GitHub's: its signature is not the issuer's.", error.Message);
        Assert.Equal(["GET /_services/token/.well-known/jwks"], _github.Calls);
    }

    [Fact]
    public void A_token_of_the_issuer_is_read()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);

        Assert.Equal(new JobClaims("acme/chat", 77, "prod"), Read(_github.Token("aud", now), now));
        Assert.Equal(new JobClaims("acme/chat", 77, Environment: null), Read(_github.Token("aud", now, claims => claims.Remove("environment")), now));
    }

    [Fact]
    public void A_forged_foreign_or_old_token_is_refused_with_the_reason()
    {
        var now = DateTimeOffset.UnixEpoch.AddYears(56);
        using var other = RSA.Create(2048);
        var good = _github.Token("aud", now);
        _github.Signer = other;
        var forged = _github.Token("aud", now);
        _github.Signer = null;
        (string Token, DateTimeOffset Now, string Reason)[] all =
        [
            (forged, now, "its signature is not the issuer's"),
            ($"{good.Split('.')[0]}.{_github.Token("aud", now, claims => claims["environment"] = "dev").Split('.')[1]}.{good.Split('.')[2]}", now, "its signature is not the issuer's"),
            (_github.Token("aud", now, algorithm: "none"), now, "it is signed with none, and RS256 is expected"),
            (_github.Token("sts.amazonaws.com", now), now, "it is made for sts.amazonaws.com"),
            (_github.Token("aud", now, claims => claims["iss"] = "https://elsewhere.example"), now, $"its issuer is https://elsewhere.example, not {_github.Issuer}"),
            (good, now.AddMinutes(7), "it is not valid at this time"),
            (good, now.AddMinutes(-2), "it is not valid at this time"),
            (_github.Token("aud", now, claims => claims.Remove("exp")), now, "it has no time"),
            ("no token", now, "it is no JSON Web Token"),
        ];

        Assert.All(all, one => Assert.Equal(
            $"The identity token of the job is not GitHub's: {one.Reason}.", Assert.Throws<DeployException>(() => Read(one.Token, one.Now)).Message));
        Assert.StartsWith("The identity token of the job is not GitHub's: ", Assert.Throws<DeployException>(() => Read("a.b.c", now)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://github.com", "https://api.github.com/", "https://token.actions.githubusercontent.com")]
    [InlineData("https://octo.ghe.com", "https://api.octo.ghe.com/", "https://token.actions.octo.ghe.com")]
    [InlineData("https://git.example.com", "https://git.example.com/api/v3", "https://git.example.com/_services/token")]
    public void Each_kind_of_github_has_its_addresses(string server, string api, string issuer)
    {
        var github = GitHubAddresses.Of(new Uri(server));

        Assert.Equal((api, issuer), (github.Api.AbsoluteUri, github.Issuer));
    }

    private JobClaims Read(string token, DateTimeOffset now) => JobClaims.Read(token, _github.Keys(), _github.Issuer, "aud", now);

    private Task<ApprovalFinding> Look() => Look(Prod());

    private Task<ApprovalFinding> Look(DeployEnvironment environment) => Look(environment, _github.Variable);

    private static Task<ApprovalFinding> Look(DeployEnvironment environment, Func<string, string?> variable) => new GitHubApproval(
        environment,
        new HttpJobIdentity(variable),
        (github, repository) => variable("GITHUB_TOKEN") is { } token ? new OctokitReviews(new OctokitCalls(github.Api, repository, token, TimeSpan.Zero, TimeProvider.System, TimeSpan.FromSeconds(60))) : null,
        TimeProvider.System).Look(Ct);

    private DeployEnvironment Prod() =>
        new("prod") { Account = "111122223333", Region = "eu-west-1", Approval = Approval.Required with { GitHubServer = _github.Url } };
}
