using Octokit;

namespace Slipway.GitHub;

/// <summary>Reads GitHub's REST API over Octokit's connection: its own models have no protection rules.</summary>
internal sealed class OctokitReviews(Uri api, string repository, string token) : IReviews
{
    private readonly Connection _connection = OctokitCalls.Connect(api, token);

    // https://docs.github.com/rest/deployments/environments#get-an-environment
    public async Task<EnvironmentProtection?> Protection(string environment, CancellationToken ct)
    {
        try
        {
            var answer = await Get<EnvironmentAnswer>($"environments/{Uri.EscapeDataString(environment)}", "read an environment", ct);
            var rules = (answer?.ProtectionRules ?? []).Where(rule => rule.Type == "required_reviewers");
            return new EnvironmentProtection([.. rules.SelectMany(rule => rule.Reviewers ?? []).Select(one => one.Reviewer?.Login ?? one.Reviewer?.Slug).OfType<string>()]);
        }
        catch (DeployException exception) when (exception.InnerException is NotFoundException)
        {
            return null;
        }
    }

    // https://docs.github.com/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
    public async Task<IReadOnlyList<RunReview>> Of(long run, CancellationToken ct) =>
        [.. (await Get<List<ReviewAnswer>>($"actions/runs/{run}/approvals", "read the reviews of a run", ct) ?? [])
            .Select(review => new RunReview(
                review.User?.Login ?? "", review.State == "approved", [.. (review.Environments ?? []).Select(environment => environment.Name).OfType<string>()]))];

    private async Task<T?> Get<T>(string path, string what, CancellationToken ct)
        where T : class
    {
        var call = _connection.Get<T>(new Uri($"repos/{repository}/{path}", UriKind.Relative), new Dictionary<string, string>());
        return (await OctokitCalls.Translate(what, repository, "actions: read", call, ct)).Body;
    }

    // Octokit fills properties that have setters, by their names in snake case.
    internal sealed class EnvironmentAnswer
    {
        public List<RuleAnswer>? ProtectionRules { get; set; }
    }

    internal sealed class RuleAnswer
    {
        public string? Type { get; set; }

        public List<RuleReviewer>? Reviewers { get; set; }
    }

    internal sealed class RuleReviewer
    {
        public Account? Reviewer { get; set; }
    }

    /// <summary>A user, who has a login, or a team, which has a slug.</summary>
    internal sealed class Account
    {
        public string? Login { get; set; }

        public string? Slug { get; set; }
    }

    internal sealed class ReviewAnswer
    {
        public string? State { get; set; }

        public Account? User { get; set; }

        public List<NamedAnswer>? Environments { get; set; }
    }

    internal sealed class NamedAnswer
    {
        public string? Name { get; set; }
    }
}
