using Slipway.Releases;

namespace Slipway.Pauses;

/// <summary>The questions of an environment in its release bucket. They outlive the run that asked.</summary>
internal sealed class QuestionBook(IReleaseBucket bucket)
{
    public const string Folder = "questions/";

    public static string KeyOf(string service, string hold) => $"{Folder}{service}/{hold}.json";

    /// <summary>Null: there is none, or none that can be read.</summary>
    public async Task<StoredQuestion?> Find(string service, string hold, CancellationToken ct) => await Find(KeyOf(service, hold), ct);

    /// <summary>All of them, answered or not.</summary>
    public async Task<IReadOnlyList<StoredQuestion>> All(CancellationToken ct)
    {
        var keys = await bucket.List(Folder, ct);
        return [.. (await Task.WhenAll(keys.Select(key => Find(key, ct)))).OfType<StoredQuestion>()];
    }

    /// <summary>Writes a question or its answer. False: somebody else wrote in between.</summary>
    /// <param name="over">What it takes the place of; null: there must be none.</param>
    public async Task<bool> Write(QuestionDocument question, StoredQuestion? over, CancellationToken ct)
    {
        PutCondition condition = over is null ? new PutCondition.IfAbsent() : new PutCondition.IfMatch(over.ETag);
        var json = question.ToJson();
        if (await bucket.Put(KeyOf(question.Service, question.Hold), json, condition, ct) is not null)
            return true;

        // The client sends again when the answer is lost on the way, and then its own first write is in the way of the second.
        return await bucket.Get(KeyOf(question.Service, question.Hold), ct) is { } there && there.Content.AsSpan().SequenceEqual(json);
    }

    /// <summary>Takes a question away unless it changed.</summary>
    public Task<bool> Delete(StoredQuestion question, CancellationToken ct) => bucket.Delete(KeyOf(question.Document.Service, question.Document.Hold), question.ETag, ct);

    private async Task<StoredQuestion?> Find(string key, CancellationToken ct) =>
        await bucket.Get(key, ct) is { } stored && QuestionDocument.Parse(stored.Content) is { } document ? new StoredQuestion(document, stored.ETag) : null;
}

internal sealed record StoredQuestion(QuestionDocument Document, string ETag);
