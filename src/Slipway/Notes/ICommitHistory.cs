namespace Slipway.Notes;

/// <summary>Knows which commits lie between two of them.</summary>
internal interface ICommitHistory
{
    /// <summary>The commits that <paramref name="newer"/> has and <paramref name="older"/> has not; null: one of the two is not known here.</summary>
    /// <exception cref="DeployException">The history could not be read.</exception>
    Task<CommitRange?> Between(string older, string newer, CancellationToken ct);
}

/// <param name="Commits">Newest first; not all of them where there are many.</param>
/// <param name="Total">How many there are.</param>
internal sealed record CommitRange(IReadOnlyList<NotedCommit> Commits, int Total)
{
    /// <summary>How many are read, as many as GitHub gives in one answer.</summary>
    public const int Most = 250;
}

/// <param name="Subject">The first line of its message.</param>
internal sealed record NotedCommit(string Commit, string Subject, string Author);
