namespace Slipway.Pipelines.Simulation;

/// <summary>What the token of a job may do.</summary>
/// <param name="Scopes">GitHub's level (<c>read</c>, <c>write</c> or <c>none</c>) by scope; what is not there is nothing.</param>
internal sealed record TokenPermissions(IReadOnlyDictionary<string, string> Scopes)
{
    // https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#permissions
    private static readonly string[] All =
    [
        "actions", "attestations", "checks", "contents", "deployments", "discussions", "id-token", "issues", "packages", "pages", "pull-requests", "repository-projects",
        "security-events", "statuses",
    ];

    /// <summary>What a repository of today gives to a job that says nothing.</summary>
    public static TokenPermissions Restricted { get; } = new(new Dictionary<string, string> { ["contents"] = "read", ["packages"] = "read" });

    public static TokenPermissions Everything(string level) => new(All.ToDictionary(scope => scope, _ => level));

    /// <summary>Whether it may read, or write, what a scope is about.</summary>
    public bool Allows(string scope, bool isWrite) => Scopes.GetValueOrDefault(scope) is { } level && (level == "write" || (level == "read" && !isWrite));
}
