using System.Reflection;
using System.Text.RegularExpressions;
using AWSSDK.Tests.Loopback;
using Slipway.GitHub;

namespace Slipway.Tests.GitHub;

/// <summary>Every request that Slipway can make of GitHub is one that GitHub's own description of its API accepts.</summary>
public sealed class PrismTests(Prism prism) : IClassFixture<Prism>
{
    private const string Commit = "7f3a1c2b9d0e4f5a6b7c8d9e0f1a2b3c4d5e6f70";
    private const string New = "chat-prod-new";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    /// <summary>Everything that asks GitHub over Octokit. What is missing here is not covered, and the first test says so.</summary>
    private static readonly Dictionary<string, Func<OctokitCalls, Task<object?>>> Asking = new(StringComparer.Ordinal)
    {
        ["OctokitDeployments.Create"] = async calls =>
            await Deployments(calls).Create(Commit, "prod", new Dictionary<string, string> { ["web"] = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/chat/web@sha256:1" }, Ct),
        ["OctokitDeployments.Report"] = async calls =>
        {
            foreach (var progress in Enum.GetValues<DeploymentProgress>())
                await Deployments(calls).Report(1, progress, "Serves in prod", "https://chat.example.com", Ct);

            await Deployments(calls, logUrl: null).Report(1, DeploymentProgress.InProgress, "On its way to prod", url: null, Ct);
            return null;
        },
        ["OctokitDeployments.Mark"] = async calls =>
        {
            foreach (var progress in Enum.GetValues<DeploymentProgress>())
                await Deployments(calls).Mark(Commit, "slipway/chat-prod", progress, "Serves in prod", Ct);

            await Deployments(calls, logUrl: null).Mark(Commit, "slipway/chat-prod", DeploymentProgress.InProgress, "On its way to prod", Ct);
            return null;
        },
        ["OctokitReviews.Protection"] = async calls => await new OctokitReviews(calls).Protection("Live / EU", Ct),
        ["OctokitReviews.Of"] = async calls => await new OctokitReviews(calls).Of(77, Ct),
        ["OctokitIdentity.Read"] = async calls => await new OctokitIdentity(calls).Read(Ct),
        ["OctokitHistory.Between"] = async calls => await new OctokitHistory(calls).Between(Commit, "0123456789abcdef0123456789abcdef01234567", Ct),
        ["OctokitReleasePages.Write"] = async calls =>
        {
            var page = new ReleasePage("chat-prod-20260102T030405678Z-7f3a1c2b", Commit, "chat in prod", "# Notes");
            var changed = await new OctokitReleasePages(calls).Write(page, Ct);
            return (changed, await new OctokitReleasePages(calls).Write(page with { Tag = New }, Ct));
        },
    };

    [Fact]
    public void Nothing_that_asks_GitHub_is_left_out()
    {
        var all = typeof(OctokitCalls).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(OctokitCalls).Namespace && type.Name.StartsWith("Octokit", StringComparison.Ordinal) && type != typeof(OctokitCalls) && !type.IsNested)
            .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Select(method => $"{type.Name}.{method.Name}"));

        Assert.Equal(Asking.Keys.Order(StringComparer.Ordinal), all.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_request_is_accepted_and_each_that_is_named_is_made()
    {
        Assert.SkipUnless(prism.Missing is null, prism.Missing ?? "");
        await using var github = await Adapted();
        var calls = Calls(github);

        Dictionary<string, object?> answers = [];
        foreach (var (name, ask) in Asking)
            answers[name] = await ask(calls);

        Assert.Equal(
            GitHubDescription.Calls.Select(call => $"{call.Method} {call.Route}").Order(StringComparer.Ordinal),
            github.Calls.Select(Named).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
        Assert.All(github.Calls, call => Assert.Equal("Token t0ken", call.Headers["Authorization"]));

        // GitHub's own examples, read into what Slipway makes of them.
        Assert.Equal(1L, answers["OctokitDeployments.Create"]);
        var protection = Assert.IsType<EnvironmentProtection>(answers["OctokitReviews.Protection"]);
        Assert.Equal((["octocat", "justice-league"], false, TimeSpan.FromMinutes(30)), (protection.Reviewers.ToArray(), protection.PreventsSelfReview, protection.WaitTimer), Equal);
        Assert.Equal(new AllowedBranches.Named(["release/*", "main"]), protection.Branches);
        var review = Assert.Single(Assert.IsAssignableFrom<IReadOnlyList<RunReview>>(answers["OctokitReviews.Of"]));
        Assert.Equal(("octocat", true, "staging"), (review.User, review.IsApproval, Assert.Single(review.Environments)));
        Assert.Equal(new OidcRepository("octocat", "Hello-World") { Ids = new RepositoryIds("1", "1296269") }, answers["OctokitIdentity.Read"]);
        var range = Assert.IsType<Slipway.Notes.CommitRange>(answers["OctokitHistory.Between"]);
        Assert.Equal((1, "Fix all the bugs", "Monalisa Octocat"), (range.Total, range.Commits[0].Subject, range.Commits[0].Author));
        var (changed, made) = Assert.IsType<((string Url, bool IsNew), (string Url, bool IsNew))>(answers["OctokitReleasePages.Write"]);
        Assert.Equal((false, true, "https://github.com/octocat/Hello-World/releases/v1.0.0"), (changed.IsNew, made.IsNew, made.Url));
    }

    [Fact]
    public async Task A_request_that_GitHub_does_not_know_is_refused()
    {
        Assert.SkipUnless(prism.Missing is null, prism.Missing ?? "");
        await using var github = await Adapted(body => body.Replace("\"ref\"", "\"branch\"", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<DeployException>(() => Deployments(Calls(github)).Create(Commit, "prod", new Dictionary<string, string>(), Ct));

        Assert.Contains("answer  422 ", error.Message, StringComparison.Ordinal);
        var unknown = await Assert.ThrowsAsync<DeployException>(() => Calls(github).Read<object>(GitHubCall.ReadRepository, "/no/such/route", Ct));
        Assert.Contains("answer  404 ", unknown.Message, StringComparison.Ordinal);
    }

    private static bool Equal((string[] Reviewers, bool Self, TimeSpan Wait) one, (string[] Reviewers, bool Self, TimeSpan Wait) other) =>
        one.Reviewers.SequenceEqual(other.Reviewers, StringComparer.Ordinal) && (one.Self, one.Wait) == (other.Self, other.Wait);

    private static OctokitDeployments Deployments(OctokitCalls calls, string? logUrl = "https://github.com/acme/chat/actions/runs/7") => new(calls, logUrl);

    private static OctokitCalls Calls(LoopbackServer github) => new(new Uri(github.Url), "acme/chat", "t0ken", TimeSpan.Zero, TimeProvider.System, TimeSpan.FromSeconds(60));

    /// <summary>The call whose route a request has; the request itself where there is none.</summary>
    private static string Named(Call request)
    {
        var path = request.PathAndQuery.Split('?')[0];
        var found = GitHubDescription.Calls.Where(call => call.Method == request.Method && Regex.IsMatch(path, $"^{Regex.Replace(call.Route, @"\{\w+\}", "[^/]+")}$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        return found.Select(call => $"{call.Method} {call.Route}").SingleOrDefault() ?? $"{request.Method} {path}";
    }

    /// <summary>
    /// Hands on to Prism what it cannot know GitHub to tolerate: Octokit asks for GitHub's older media types, of which the description says nothing, and calls the
    /// JSON that it sends a form. All else is as it was sent.
    /// </summary>
    /// <param name="spoil">Changes a body on the way.</param>
    private Task<LoopbackServer> Adapted(Func<string, string>? spoil = null) => LoopbackServer.Start(call =>
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(call.Method), new Uri(prism.Url, call.PathAndQuery));
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        if (call.PathAndQuery.EndsWith($"/tags/{New}", StringComparison.Ordinal))
            request.Headers.TryAddWithoutValidation("Prefer", "code=404");

        if (call.Body.Length > 0)
            request.Content = new StringContent(spoil?.Invoke(call.Text) ?? call.Text, System.Text.Encoding.UTF8, "application/json");

        using var answer = http.Send(request, Ct);
        using var reader = new StreamReader(answer.Content.ReadAsStream(Ct));
        return new Reply((int)answer.StatusCode, reader.ReadToEnd(), "application/json");
    });
}
