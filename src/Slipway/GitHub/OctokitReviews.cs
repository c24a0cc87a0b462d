namespace Slipway.GitHub;

/// <summary>Reads GitHub's REST API over Octokit's connection: its own models have no protection rules.</summary>
internal sealed class OctokitReviews(OctokitCalls calls) : IReviews
{
    // A run that needs an approval is worth a wait.
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // https://docs.github.com/rest/deployments/environments#get-an-environment
    public async Task<EnvironmentProtection?> Protection(string environment, CancellationToken ct)
    {
        var path = $"/environments/{Uri.EscapeDataString(environment)}";
        if (await calls.FindAt<EnvironmentAnswer>(GitHubCall.ReadEnvironment, path, ct) is not { } answer)
            return null;

        var rules = answer.ProtectionRules ?? [];
        var reviews = rules.Where(rule => rule.Type == "required_reviewers").ToList();
        return new EnvironmentProtection([.. reviews.SelectMany(rule => rule.Reviewers ?? []).Select(one => one.Reviewer?.Login ?? one.Reviewer?.Slug).OfType<string>()])
        {
            PreventsSelfReview = reviews.Any(rule => rule.PreventSelfReview),
            WaitTimer = TimeSpan.FromMinutes(rules.Where(rule => rule.Type == "wait_timer").Sum(rule => rule.WaitTimer)),
            Branches = answer.DeploymentBranchPolicy switch
            {
                null => new AllowedBranches.Any(),
                { ProtectedBranches: true } => new AllowedBranches.Protected(),
                _ => new AllowedBranches.Named(await Patterns(path, ct)),
            },
        };
    }

    // https://docs.github.com/rest/actions/workflow-runs#get-the-review-history-for-a-workflow-run
    public async Task<IReadOnlyList<RunReview>> Of(long run, CancellationToken ct) =>
        [.. (await calls.Read<List<ReviewAnswer>>(GitHubCall.ReadReviews, $"/actions/runs/{run}/approvals", ct))
            .Select(review => new RunReview(
                review.User?.Login ?? "", review.State == "approved", [.. (review.Environments ?? []).Select(environment => environment.Name).OfType<string>()]))];

    // https://docs.github.com/rest/deployments/branch-policies#list-deployment-branch-policies; nobody has more than a page of them.
    private async Task<IReadOnlyList<string>> Patterns(string environment, CancellationToken ct)
    {
        var answer = await calls.Read<BranchesAnswer>(GitHubCall.ReadEnvironmentBranches, $"{environment}/deployment-branch-policies?per_page=100", ct);
        return [.. (answer.BranchPolicies ?? []).Where(policy => policy.Type is null or "branch").Select(policy => policy.Name).OfType<string>()];
    }

    // Octokit fills properties that have setters, by their names in snake case.
    internal sealed class EnvironmentAnswer
    {
        public List<RuleAnswer>? ProtectionRules { get; set; }

        /// <summary>Null: every branch may.</summary>
        public BranchPolicyAnswer? DeploymentBranchPolicy { get; set; }
    }

    internal sealed class RuleAnswer
    {
        public string? Type { get; set; }

        public List<RuleReviewer>? Reviewers { get; set; }

        public bool PreventSelfReview { get; set; }

        /// <summary>In minutes.</summary>
        public int WaitTimer { get; set; }
    }

    internal sealed class RuleReviewer
    {
        public Account? Reviewer { get; set; }
    }

    internal sealed class BranchPolicyAnswer
    {
        public bool ProtectedBranches { get; set; }
    }

    internal sealed class BranchesAnswer
    {
        public List<NamedAnswer>? BranchPolicies { get; set; }
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

        public string? Type { get; set; }
    }
}
