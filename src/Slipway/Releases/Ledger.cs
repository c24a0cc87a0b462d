using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Slipway.Releases;

/// <summary>The releases of an environment, in its release bucket: a document for each, and one that says which is live.</summary>
internal sealed class Ledger(IReleaseBucket bucket, TimeProvider time)
{
    public const string CurrentKey = "current.json";

    private const string Folder = "releases/";

    public static string KeyOf(string release) => $"{Folder}{release}.json";

    /// <summary>
    /// Writes the release down as being under way, before it changes anything: a run that is killed leaves a trace. What is live now becomes its
    /// <see cref="ReleaseManifest.Previous"/>.
    /// </summary>
    /// <exception cref="DeployException">There is a release of that id (<see cref="Verdict.Refused"/>), or no release bucket.</exception>
    public async Task<OpenRelease> Begin(ReleaseManifest manifest, CancellationToken ct)
    {
        var live = await ReadCurrent(ct);
        var begun = manifest with { Verdict = Verdict.InProgress, Begun = time.GetUtcNow(), Ended = null, Previous = live?.Document.Release };
        return await Write(begun, new PutCondition.IfAbsent(), ct) is { } etag
            ? new OpenRelease(begun, etag, live?.ETag)
            : throw new DeployException(
                $"""
                 The ledger has a release {manifest.Id} already: s3://{bucket.Name}/{KeyOf(manifest.Id)}. Nothing was changed.
                   try  the same again: the next run has an id of its own
                 """,
                Verdict.Refused);
    }

    /// <summary>Writes what became of it; if it is <see cref="Verdict.Deployed"/>, it is the live one from here on.</summary>
    /// <exception cref="DeployException">Another run has written it, or made another release live (<see cref="Verdict.Superseded"/>).</exception>
    public async Task<ReleaseManifest> End(OpenRelease open, ReleaseManifest manifest, CancellationToken ct)
    {
        var ended = manifest with { Ended = time.GetUtcNow() };
        if (await Write(ended, new PutCondition.IfMatch(open.ETag), ct) is null)
            throw Moved(KeyOf(ended.Id), "it says something else of this release than when it began");

        if (ended.Verdict == Verdict.Deployed)
            await MakeLive(open, ct);

        return ended;
    }

    /// <summary>Says that a release is live: that it serves, whatever else there is to say of it.</summary>
    /// <exception cref="DeployException">Another release became live since it began (<see cref="Verdict.Superseded"/>).</exception>
    public async Task MakeLive(OpenRelease open, CancellationToken ct)
    {
        PutCondition condition = open.LiveETag is null ? new PutCondition.IfAbsent() : new PutCondition.IfMatch(open.LiveETag);
        var release = open.Manifest.Id;
        var json = JsonSerializer.SerializeToUtf8Bytes(new CurrentRelease(release, time.GetUtcNow()), LedgerJson.Readable.CurrentRelease);
        if (await bucket.Put(CurrentKey, json, condition, ct) is null && (await ReadCurrent(ct))?.Document.Release != release)
            throw Moved(CurrentKey, "another release became live while this one was under way");
    }

    /// <summary>
    /// Opens a release that a run left under way when it was killed, so that this run can <see cref="End"/> it; null: there is no such release, or it
    /// has ended. For the holder of the deploy lock.
    /// </summary>
    public async Task<OpenRelease?> Reopen(string release, CancellationToken ct)
    {
        var live = await ReadCurrent(ct);
        return await Read(KeyOf(release), LedgerJson.Readable.ReleaseManifest, ct) is { Document.Ended: null } left
            ? new OpenRelease(left.Document, left.ETag, live?.ETag)
            : null;
    }

    /// <summary>A release by its id; null: there is none.</summary>
    /// <exception cref="DeployException">Its document cannot be read.</exception>
    public async Task<ReleaseManifest?> Find(string release, CancellationToken ct) => (await Read(KeyOf(release), LedgerJson.Readable.ReleaseManifest, ct))?.Document;

    /// <summary>Id of the release that is live; null: none yet.</summary>
    /// <exception cref="DeployException">The document that says so cannot be read.</exception>
    public async Task<string?> Live(CancellationToken ct) => (await ReadCurrent(ct))?.Document.Release;

    /// <summary>The last <paramref name="count"/> releases, newest first.</summary>
    /// <exception cref="DeployException">One of them cannot be read.</exception>
    public async Task<IReadOnlyList<ReleaseManifest>> Recent(int count, CancellationToken ct)
    {
        var ids = (await bucket.List(Folder, ct))
            .Where(key => key.EndsWith(".json", StringComparison.Ordinal))
            .Select(key => key[Folder.Length..^".json".Length])
            .OrderDescending(StringComparer.Ordinal).Take(count);
        return [.. (await Task.WhenAll(ids.Select(id => Find(id, ct)))).OfType<ReleaseManifest>()];
    }

    private Task<LedgerDocument<CurrentRelease>?> ReadCurrent(CancellationToken ct) => Read(CurrentKey, LedgerJson.Readable.CurrentRelease, ct);

    /// <summary>The ETag of what is written; null: the condition did not hold, and it is not what is there.</summary>
    private async Task<string?> Write(ReleaseManifest manifest, PutCondition condition, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(manifest, LedgerJson.Readable.ReleaseManifest);
        if (await bucket.Put(KeyOf(manifest.Id), json, condition, ct) is { } written)
            return written.ETag;

        // The client sends again when the answer is lost on the way, and then its own first write is in the way of the second.
        return await bucket.Get(KeyOf(manifest.Id), ct) is { } there && there.Content.AsSpan().SequenceEqual(json) ? there.ETag : null;
    }

    private async Task<LedgerDocument<T>?> Read<T>(string key, JsonTypeInfo<T> type, CancellationToken ct)
        where T : class
    {
        if (await bucket.Get(key, ct) is not { } stored)
            return null;

        try
        {
            return JsonSerializer.Deserialize(stored.Content, type) is { } document
                ? new LedgerDocument<T>(document, stored.ETag)
                : throw Unreadable(key, "it is null", inner: null);
        }
        catch (JsonException exception)
        {
            throw Unreadable(key, exception.Message, exception);
        }
    }

    private DeployException Unreadable(string key, string reason, Exception? inner) => new(
        $"""
         s3://{bucket.Name}/{key} of the ledger cannot be read.
           reason  {reason}
           try     put back its last good version: aws s3api list-object-versions --bucket {bucket.Name} --prefix {key}
         """,
        inner: inner);

    private DeployException Moved(string key, string seen) => new(
        $"""
         The ledger was written by another run: s3://{bucket.Name}/{key}.
           seen  {seen}
           try   ./build.sh Status, then read the run that holds the lock or that ended last
         """,
        Verdict.Superseded);
}

/// <summary>A release that is under way, as the ledger has it.</summary>
/// <param name="LiveETag">Of the document that says what is live, from before it began; null: there was none.</param>
internal sealed record OpenRelease(ReleaseManifest Manifest, string ETag, string? LiveETag);

/// <summary>A document and its ETag.</summary>
internal sealed record LedgerDocument<T>(T Document, string ETag);
