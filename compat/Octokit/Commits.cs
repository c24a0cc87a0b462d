namespace Octokit;

public enum CommitState
{
    Pending,
    Success,
    Error,
    Failure,
}

public class NewCommitStatus
{
    public CommitState State { get; set; }
    public string? TargetUrl { get; set; }
    public string? Description { get; set; }
    public string? Context { get; set; }
}

public class CommitStatus
{
    public long Id { get; private set; }
    public string? NodeId { get; private set; }
    public string? Url { get; private set; }
    public StringEnum<CommitState> State { get; private set; }
    public string? TargetUrl { get; private set; }
    public string? Description { get; private set; }
    public string? Context { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset UpdatedAt { get; private set; }
}

public class CompareResult
{
    public string? HtmlUrl { get; private set; }
    public string? Status { get; private set; }
    public int AheadBy { get; private set; }
    public int BehindBy { get; private set; }
    public int TotalCommits { get; private set; }
    public IReadOnlyList<GitHubCommit> Commits { get; private set; } = [];
}

/// <summary>A commit as GitHub lists it; what git knows of it is in <see cref="Commit"/>.</summary>
public class GitHubCommit
{
    public string? Sha { get; private set; }
    public string? HtmlUrl { get; private set; }
    public Commit? Commit { get; private set; }
}

public class Commit
{
    public string? Message { get; private set; }
    public Committer? Author { get; private set; }
    public Committer? Committer { get; private set; }
}

public class Committer
{
    public string? Name { get; private set; }
    public string? Email { get; private set; }
    public DateTimeOffset Date { get; private set; }
}
