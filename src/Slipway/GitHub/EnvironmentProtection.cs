using System.IO.Enumeration;

namespace Slipway.GitHub;

/// <summary>What stands between a job and a GitHub environment.</summary>
/// <param name="Reviewers">Users and teams of whom one must let a job run; none: nobody has to.</param>
internal sealed record EnvironmentProtection(IReadOnlyList<string> Reviewers)
{
    /// <summary>Whether somebody else than who started a run must let it in.</summary>
    public bool PreventsSelfReview { get; init; }

    /// <summary>How long a job waits before it may run.</summary>
    public TimeSpan WaitTimer { get; init; }

    /// <summary>The branches whose jobs may run in it.</summary>
    public AllowedBranches Branches { get; init; } = new AllowedBranches.Any();

    /// <summary>What is weaker about it than an approval by somebody else suggests, or in the way of the deploys that the definitions ask for; each a sentence.</summary>
    /// <param name="branch">The branch whose pushes are shipped there; null: none.</param>
    public IReadOnlyList<string> Doubts(string? branch) =>
    [
        .. PreventsSelfReview ? (string[])[] : ["whoever starts a run may approve it: Prevent self-review is off"],
        .. Branches switch
        {
            AllowedBranches.Any => (string[])["runs of any branch may ask for it: Deployment branches and tags says No restriction"],
            AllowedBranches.Named named when branch is not null && !named.Allows(branch) =>
                [$"runs of branch {branch} may not ask for it: allowed are {(named.Patterns.Count > 0 ? string.Join(", ", named.Patterns) : "none")}"],
            _ => [],
        },
    ];
}

/// <summary>The branches whose jobs may run in an environment.</summary>
internal abstract record AllowedBranches
{
    private AllowedBranches()
    {
    }

    /// <summary>All of them, those of which anybody makes up the code included.</summary>
    public sealed record Any : AllowedBranches;

    /// <summary>Those that the repository protects.</summary>
    public sealed record Protected : AllowedBranches;

    /// <summary>Those whose name is like one of the patterns.</summary>
    public sealed record Named(IReadOnlyList<string> Patterns) : AllowedBranches
    {
        // Ruby's File.fnmatch, in which * stands for no slash: https://docs.github.com/actions/reference/workflows-and-actions/deployments-and-environments
        /// <summary>Whether a branch may. Yes, where a pattern has sets of characters or folders at any depth: it is not told then that it may not.</summary>
        public bool Allows(string branch) => Patterns.Any(pattern =>
        {
            var (wanted, parts) = (pattern.Split('/'), branch.Split('/'));
            return pattern.Contains('[', StringComparison.Ordinal)
                || pattern.Contains("**", StringComparison.Ordinal)
                || (wanted.Length == parts.Length && wanted.Zip(parts).All(pair => FileSystemName.MatchesSimpleExpression(pair.First, pair.Second, ignoreCase: false)));
        });

        public bool Equals(Named? other) => other is not null && Patterns.SequenceEqual(other.Patterns, StringComparer.Ordinal);

        public override int GetHashCode() => Patterns.Count;
    }
}
