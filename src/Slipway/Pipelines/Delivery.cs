namespace Slipway;

/// <summary>
/// How a repository is checked and delivered by its pipelines, as far as its applications do not say it: environments, branches and approvals are
/// theirs. <c>./build.sh Pipelines</c> makes the workflows from both.
/// </summary>
public sealed record Delivery
{
    /// <summary>What must succeed for every pull request, each in a job of its own; empty: only the workflows themselves are checked.</summary>
    public IReadOnlyList<BuildCommand> Checks { get; init; } = [];

    /// <summary>Time after which a check is ended; one minute to six hours, 30 minutes unless said otherwise.</summary>
    public TimeSpan CheckTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Further jobs, beside those that come from the definitions.</summary>
    public IReadOnlyList<AddedJob> Jobs { get; init; } = [];

    /// <summary>Further steps in the jobs that come from the definitions.</summary>
    public IReadOnlyList<AddedStep> Steps { get; init; } = [];

    /// <summary>The branch that the repository shows first: what runs by the clock runs there.</summary>
    public string DefaultBranch { get; init; } = "main";

    /// <summary>The label of the machines that the jobs run on.</summary>
    public string Runner { get; init; } = "ubuntu-24.04";

    /// <summary>The .NET SDK to install, such as <c>10.0.x</c>; null: the one that the repository's <c>global.json</c> names.</summary>
    public string? DotnetVersion { get; init; }
}

/// <summary>A target of the build and its parameters, run as <c>./build.sh Target --parameter value</c>.</summary>
/// <param name="Target">Such as <c>Test</c>.</param>
/// <param name="Arguments">One word each; none is interpreted by a shell.</param>
public sealed record BuildCommand(string Target, params IReadOnlyList<string> Arguments)
{
    /// <inheritdoc/>
    public override string ToString() => string.Join(' ', [Target, .. Arguments]);
}
