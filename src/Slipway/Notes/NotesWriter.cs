using Slipway.GitHub;
using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Notes;

/// <summary>What notes are asked for.</summary>
/// <param name="From">Id of the release to compare with; null: the one that was live before.</param>
/// <param name="To">Id of the release that the notes are of; null: the live one.</param>
/// <param name="Publish">Whether they are put on GitHub too.</param>
internal sealed record NotesWish(string? From, string? To, bool Publish);

/// <summary>Puts the notes of a release together. Writes nothing but a file of this machine, and a release at GitHub where that is asked for.</summary>
/// <param name="histories">Asked in their order until one knows the commits.</param>
/// <param name="place">Where the sources are.</param>
/// <param name="pages">Null: there is no way to write there.</param>
/// <param name="file">Where the notes are put.</param>
internal sealed class NotesWriter(
    Ledger ledger, IReadOnlyList<ICommitHistory> histories, GitHubPlace place, IReleasePages? pages, string file, IOutput output)
{
    // As many as a person picks from.
    private const int Listed = 10;

    /// <exception cref="DeployException">There is no such release, or it could not be published.</exception>
    public async Task Write(NotesWish wish, DeployEnvironment environment, CancellationToken ct)
    {
        var notes = await Notes(wish, environment, ct);
        if (wish.Publish)
            DemandPublishable(notes.Release);

        var text = notes.Markdown();
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, text, ct);
        output.Emit(new NotesShown(text, file));
        if (!wish.Publish)
            return;

        var (url, isNew) = await pages!.Write(new ReleasePage(notes.Tag, ReleaseNotes.Commit(notes.Release), notes.Title, text), ct);
        output.Emit(new NotesPublished(notes.Tag, url, isNew));
    }

    private async Task<ReleaseNotes> Notes(NotesWish wish, DeployEnvironment environment, CancellationToken ct)
    {
        var to = wish.To ?? await ledger.Live(ct) ?? throw new DeployException(
            $"""
             No release of {environment} has succeeded yet, so that there is nothing to tell of. Nothing was changed.
               try  ./build.sh Releases --environment {environment}, and name one with --to
             """,
            Verdict.Refused);
        var release = await Named(to, ct);
        var before = wish.From is { } from ? await Named(from, ct) : release.Previous is { } previous ? await ledger.Find(previous, ct) : null;
        var notes = new ReleaseNotes(release, before, place.Repository);
        if (before is null)
            return notes;

        var (older, newer) = (ReleaseNotes.Commit(before), ReleaseNotes.Commit(release));
        return notes with { Added = await Between(older, newer, ct), Removed = await Between(newer, older, ct) };
    }

    /// <summary>Commits that cannot be had are told of, and the notes go without.</summary>
    private async Task<CommitRange?> Between(string older, string newer, CancellationToken ct)
    {
        var seen = "this clone does not have them both, or not all between them (git fetch --unshallow)";
        foreach (var history in histories)
        {
            try
            {
                if (await history.Between(older, newer, ct) is { } range)
                    return range;
            }
            catch (DeployException exception)
            {
                seen = exception.Message;
            }
        }

        output.Emit(new CommitsUnknown(older, newer, seen));
        return null;
    }

    private async Task<ReleaseManifest> Named(string id, CancellationToken ct) => await ledger.Find(id, ct) ?? throw new DeployException(
        $"""
         There is no release {id}. Nothing was changed.
           valid  {string.Join("\n         ", (await ledger.Recent(Listed, ct)).Select(release => $"{release.Id}  {release.Verdict}").DefaultIfEmpty("none: nothing was released yet"))}
         """,
        Verdict.Usage);

    private void DemandPublishable(ReleaseManifest release)
    {
        if (release.Verdict != Verdict.Deployed)
            throw new DeployException($"Release {release.Id} ended as {release.Verdict}: what does not serve is not published. Nothing was changed.", Verdict.Refused);

        if (pages is null)
            throw place.Missing("nothing can be published", "contents: write");
    }
}
