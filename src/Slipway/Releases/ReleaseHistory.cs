using Slipway.Output;

namespace Slipway.Releases;

/// <summary>The last releases of an environment and which of them is live, as a table.</summary>
internal sealed record ReleaseTable(IReadOnlyList<ReleaseManifest> Releases, string? Live, LockHolder? Holder)
{
    /// <summary>A heading and a line for each release, newest first; the live one has an asterisk.</summary>
    public IReadOnlyList<string> Lines()
    {
        var approved = Releases.Any(release => release.Approval is not null);
        string[][] rows =
        [
            ["release", "commit", "begun (UTC)", "by", .. approved ? ["approved by"] : (string[])[], "verdict"],
            .. Releases.Select(release => (string[])
            [
                release.Id, release.Commit[..Math.Min(8, release.Commit.Length)], $"{release.Begun.UtcDateTime:yyyy-MM-dd HH:mm}", Name(release.Who),
                .. approved ? [release.Approval is { } approval ? Name(approval.Who) : ""] : (string[])[], Verdict(release),
            ]),
        ];
        var widths = Enumerable.Range(0, rows[0].Length - 1).Select(column => rows.Max(row => row[column].Length)).ToList();
        return [.. rows.Select((row, i) => $"{(i > 0 && Releases[i - 1].Id == Live ? '*' : ' ')} {string.Join("  ", row.Select((cell, column) => column < widths.Count ? cell.PadRight(widths[column]) : cell))}")];
    }

    /// <summary>Whether a release is under way according to the ledger alone: the run that made it is gone, and did not say that it would be.</summary>
    public static bool IsBrokenOff(ReleaseManifest release, LockHolder? holder) => release.Detached is null && IsLeft(release, holder);

    /// <summary>Whether a release was left to ECS, and nobody waits for it.</summary>
    public static bool IsDetached(ReleaseManifest release, LockHolder? holder) => release.Detached is not null && IsLeft(release, holder);

    private static bool IsLeft(ReleaseManifest release, LockHolder? holder) =>
        release.Verdict == Slipway.Verdict.InProgress && release.Ended is null && (holder is null || holder.IsOver || holder.Owner.Release != release.Id);

    /// <summary>The last part of an ARN: the name of a user, or of a role's session.</summary>
    public static string Name(string who) => who[(who.LastIndexOf('/') + 1)..];

    private string Verdict(ReleaseManifest release) =>
        (IsBrokenOff(release, Holder) ? "broken off" : IsDetached(release, Holder) ? "detached" : $"{release.Verdict}") + (release.Restores is { } older ? $", {(release.Only is { } one ? $"{one} alone " : "")}back to {older}" : release.PromotedFrom is { } origin ? $", from {origin}" : "")
        + string.Concat((release.Answers ?? []).Select(answer => $", {answer}"))
        + string.Concat((release.Snapshots ?? []).Where(snapshot => snapshot.IsAvailable).Select(snapshot => $", snapshot {snapshot.Identifier}"));
}

/// <summary>Shows the last releases of an environment. Writes nothing.</summary>
internal sealed class ReleaseHistory(Ledger ledger, DeployLock gate, IOutput output)
{
    private const int Shown = 20;

    public async Task Show(Application application, DeployEnvironment environment, CancellationToken ct)
    {
        var releases = ledger.Recent(Shown, ct);
        var live = ledger.Live(ct);
        var holder = gate.Holder(ct);
        output.Emit(new ReleasesShown(application.Name, environment.Name, new ReleaseTable(await releases, await live, await holder)));
    }
}

/// <summary>The last releases.</summary>
internal sealed record ReleasesShown(string Application, string Environment, ReleaseTable Table) : OutputEvent
{
    public override string Text => Table.Releases.Count == 0
        ? $"There is no release of {Application} in {Environment} yet.\n  try  ./build.sh Bootstrap --environment {Environment}, which makes the release bucket, then Deploy"
        : string.Join('\n', [$"Releases of {Application} in {Environment}", .. Table.Lines()]);
}
