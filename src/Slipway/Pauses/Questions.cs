using Slipway.Gates;
using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Pauses;

/// <summary>
/// The questions of a run to a person. A run that is killed leaves its questions; the next one finds them, and the answers that came meanwhile, if it rolls
/// out the same commit. A run that ends by itself takes them away.
/// </summary>
internal sealed class Questions(QuestionBook book, IOutput output, TimeProvider time)
{
    private string? _commit;
    private bool _mayBeAsked;
    private DateTimeOffset _begun;

    /// <summary>Says what is about to be rolled out.</summary>
    /// <param name="mayBeAsked">Whether any rollout can come to a place where a person answers.</param>
    public void Begin(string commit, bool mayBeAsked) => (_commit, _mayBeAsked, _begun) = (commit, mayBeAsked, time.GetUtcNow());

    /// <summary>An <see cref="AskPerson"/>: cheap enough to be asked at every look.</summary>
    /// <exception cref="DeployException">The release bucket could not be read or written.</exception>
    public async Task<PersonAnswer?> Ask(string service, string hold, string question, CancellationToken ct)
    {
        var found = await book.Find(service, hold, ct);
        if (found is not null && found.Document.Commit == _commit)
            return found.Document.Answer?.Answer;

        // One of another commit is from a run that was killed, and from a rollout that nobody goes on with. If somebody was faster, the next look finds it.
        await book.Write(new QuestionDocument(service, hold, _commit, question, time.GetUtcNow()), found, ct);
        return null;
    }

    /// <summary>
    /// Takes the questions of this run away, and gives the answers that were given during it. Takes no token: a run that was stopped leaves none either. What cannot be taken
    /// away is told; the next rollout does not mistake it for its own.
    /// </summary>
    public async Task<IReadOnlyList<ReleaseAnswer>> Close()
    {
        if (!_mayBeAsked)
            return [];

        try
        {
            var mine = (await book.All(CancellationToken.None)).Where(IsOfThisRun).ToList();
            foreach (var question in mine)
                await book.Delete(question, CancellationToken.None);

            return
            [
                .. mine.Select(question => question.Document).Where(document => document.Answer is not null).OrderBy(document => document.Answer!.At)
                    .Select(document => new ReleaseAnswer(document.Service, document.Hold, document.Answer!.Answer, document.Answer.Who, document.Answer.At)),
            ];
        }
        catch (DeployException exception)
        {
            output.Emit(new QuestionsLeft(exception.Message));
            return [];
        }
    }

    private bool IsOfThisRun(StoredQuestion question) =>
        question.Document.Commit is { } commit ? commit == _commit : question.Document.Answer is { } answer && answer.At >= _begun;
}
