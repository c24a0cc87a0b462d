namespace Slipway.Releases;

/// <summary>What a release that a run left is judged by.</summary>
/// <param name="Live">Id of the release that is live; null: none yet.</param>
/// <param name="CheckedOut">The commit that a deploy would ship now; null: none, the work tree being none that may be shipped.</param>
/// <param name="HasSites">Whether the application has sites, whose files come from the work tree.</param>
/// <param name="IsKnown">Whether the ledger says what it had in flight, and ECS carries that out.</param>
/// <param name="WentBack">Services whose deployment has gone back without anybody.</param>
internal sealed record LeftRelease(ReleaseManifest Release, string? Live, string? CheckedOut, bool HasSites, bool IsKnown, IReadOnlyList<string> WentBack);

/// <summary>What is done about a release that a run left.</summary>
/// <param name="Why">Completes "is finished: ...".</param>
internal abstract record RecoveryChoice(string Why)
{
    /// <summary>Its deployments are followed to their ends, and sites and smoke checks come after them.</summary>
    internal sealed record Follow(string Why) : RecoveryChoice(Why);

    /// <summary>It is planned again from the work tree, and what is missing is done.</summary>
    internal sealed record GoOn(string Why) : RecoveryChoice(Why);

    /// <summary>It was on its way back to an earlier release, and gets there.</summary>
    /// <param name="To">Id of that release.</param>
    internal sealed record GoBack(string To, string Why) : RecoveryChoice(Why);

    /// <summary>What is live according to the ledger serves again.</summary>
    internal sealed record TakeBack(string Why) : RecoveryChoice(Why);

    /// <summary>Neither can be done from here.</summary>
    internal sealed record Refuse(string Why) : RecoveryChoice(Why);

    /// <summary>What is known of its deployments is followed; else it is finished if its commit is checked out, and taken back if not.</summary>
    public static RecoveryChoice Of(LeftRelease left)
    {
        var release = left.Release;
        var isCheckedOut = release.PromotedFrom is null && left.CheckedOut == release.Commit;
        var elsewhere = release.PromotedFrom is { } origin ? $"it was promoted from {origin}, and is not what is checked out"
            : left.CheckedOut is { } other ? $"commit {Short(other)} is checked out, not {Short(release.Commit)}" : $"commit {Short(release.Commit)} is not checked out unchanged";
        if (release.Restores is { } older)
            return new GoBack(older, $"it was on its way back to {older}, which needs no work tree");

        if (left.IsKnown && (isCheckedOut || !left.HasSites))
            return new Follow("the ledger says what it had in flight");

        if (left.WentBack.Count > 0 && left.Live is not null)
            return new TakeBack($"{string.Join(", ", left.WentBack)} went back without it");

        return isCheckedOut ? new GoOn("its commit is checked out")
            : left.Live is null ? new Refuse($"{elsewhere}, and no release before it has succeeded")
            : new TakeBack(elsewhere);
    }

    /// <summary>A commit as people read it; what was not committed stays visible.</summary>
    private static string Short(string commit) => commit.Contains('-', StringComparison.Ordinal) ? commit : commit[..Math.Min(12, commit.Length)];
}
