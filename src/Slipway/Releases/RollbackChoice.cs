namespace Slipway.Releases;

/// <summary>What a rollback is asked for.</summary>
/// <param name="To">Id of a release, or the commit of one; null: the last one that succeeded before the one that serves.</param>
/// <param name="Only">Name of the one service or site to go back; null: all of them.</param>
internal sealed record RollbackWish(string? To, string? Only);

/// <summary>Which release a rollback goes to, decided from the ledger alone.</summary>
/// <param name="From">The release that is live; null: none.</param>
/// <param name="Why">Completes "goes back to release r1, ...".</param>
/// <param name="IsNamed">Whether a person named the release.</param>
internal sealed record RollbackChoice(ReleaseManifest Target, ReleaseManifest? From, string Why, bool IsNamed)
{
    /// <summary>Releases that are listed where one has to be named.</summary>
    private const int Listed = 10;

    /// <param name="releases">Newest first.</param>
    /// <param name="live">Id of the live release; null: none yet.</param>
    /// <param name="isUnderWay">Whether another run is releasing something at this moment.</param>
    /// <param name="liveServes">Whether what runs is what the live release says.</param>
    /// <exception cref="DeployException">
    /// There is nothing to go back to (<see cref="Verdict.Refused"/>), or <paramref name="to"/> is no release that can be gone back to (<see cref="Verdict.Usage"/>).
    /// </exception>
    public static RollbackChoice Of(IReadOnlyList<ReleaseManifest> releases, string? live, bool isUnderWay, bool liveServes, string? to) =>
        Look(releases, live, isUnderWay, liveServes, to).Choice;

    /// <summary>The same, where there may be nothing to go back to yet.</summary>
    public static RollbackAim Look(IReadOnlyList<ReleaseManifest> releases, string? live, bool isUnderWay, bool liveServes, string? to)
    {
        var byId = releases.ToDictionary(release => release.Id, StringComparer.Ordinal);
        var from = live is null ? null : byId.GetValueOrDefault(live);
        if (to is not null)
            return new RollbackAim(Named(byId, from, to));

        var begun = releases is [{ Verdict: Verdict.InProgress, Ended: null } newest, ..] ? newest : null;
        if (begun?.Restores is { } wanted && byId.GetValueOrDefault(wanted) is { } again)
            return new RollbackAim(new RollbackChoice(again, from, $"which release {begun.Id} was going back to", IsNamed: false));

        if (from is null)
            return new RollbackAim("no release of it has succeeded yet");

        if (isUnderWay || begun is not null)
            return new RollbackAim(new RollbackChoice(Content(byId, from), from, $"from {(begun is null ? "what is" : $"release {begun.Id}, which is")} under way", IsNamed: false));

        if (!liveServes)
            return new RollbackAim(new RollbackChoice(Content(byId, from), from, "which the ledger calls live; something else runs", IsNamed: false));

        return Forward(byId, from).Previous is { } previous && byId.GetValueOrDefault(previous) is { } before
            ? new RollbackAim(new RollbackChoice(Content(byId, before), from, $"which was live before {Forward(byId, from).Id}", IsNamed: false))
            : new RollbackAim($"release {Forward(byId, from).Id} is the first that succeeded");
    }

    /// <summary>A line for each release that can be gone back to, newest first.</summary>
    public static IReadOnlyList<string> Candidates(IEnumerable<ReleaseManifest> releases, string? live) =>
    [
        .. releases.Where(release => release.Verdict == Verdict.Deployed && release.Id != live).Take(Listed)
            .Select(release => $"{release.Id}  commit {release.Commit[..Math.Min(8, release.Commit.Length)]}, {release.Begun.UtcDateTime:yyyy-MM-dd HH:mm} UTC, by {ReleaseTable.Name(release.Who)}"),
    ];

    private static RollbackChoice Named(Dictionary<string, ReleaseManifest> byId, ReleaseManifest? from, string to)
    {
        // Of several releases of a commit, the latest that succeeded.
        var ofCommit = byId.Values.Where(release => release.Commit == to && release.Verdict == Verdict.Deployed).MaxBy(release => release.Id, StringComparer.Ordinal);
        if ((byId.GetValueOrDefault(to) ?? ofCommit) is { Verdict: Verdict.Deployed } named)
            return new RollbackChoice(Content(byId, named), from, "which was named", IsNamed: true);

        throw new DeployException(
            $"""
             {(byId.GetValueOrDefault(to) is { } other ? $"Release {to} cannot be gone back to: it ended as {other.Verdict}." : $"There is no release {to}.")} Nothing was changed.
               valid  {string.Join("\n         ", Candidates(byId.Values.OrderByDescending(release => release.Id, StringComparer.Ordinal), from?.Id).DefaultIfEmpty("none: no other release has succeeded"))}
             """,
            Verdict.Usage);
    }

    /// <summary>The release that made what a release consists of: going back makes nothing.</summary>
    private static ReleaseManifest Content(Dictionary<string, ReleaseManifest> byId, ReleaseManifest release) =>
        release is { Restores: { } older, Only: null } && byId.GetValueOrDefault(older) is { } original ? Content(byId, original) : release;

    /// <summary>
    /// Where in the row of releases that went forward a release stands: after going back twice, the second time must not lead to what was gone back from the
    /// first time.
    /// </summary>
    private static ReleaseManifest Forward(Dictionary<string, ReleaseManifest> byId, ReleaseManifest release) =>
        (release.Only is null ? release.Restores : release.Previous) is { } at && release.Restores is not null && byId.GetValueOrDefault(at) is { } other
            ? Forward(byId, other)
            : release;
}

/// <summary>Where a rollback leads.</summary>
internal sealed class RollbackAim
{
    private readonly RollbackChoice? _choice;

    public RollbackAim(RollbackChoice choice) => _choice = choice;

    public RollbackAim(string whyNone) => WhyNone = whyNone;

    /// <summary>Why there is nothing to go back to; null: there is.</summary>
    public string? WhyNone { get; }

    /// <exception cref="DeployException">There is nothing to go back to (<see cref="Verdict.Refused"/>).</exception>
    public RollbackChoice Choice => _choice ?? throw new DeployException(
        $"""
         There is nothing to go back to: {WhyNone}. Nothing was changed.
           try  ./build.sh Releases, and deploy a commit that works
         """,
        Verdict.Refused);
}
