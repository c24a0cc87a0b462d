using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Slipway.Releases;

/// <summary>The releases of an environment, in its release bucket: a document for each, and one that says which is live.</summary>
internal sealed class Ledger(IReleaseBucket bucket, TimeProvider time)
{
    public const string CurrentKey = "current.json";

    private const string Folder = "releases/";

    // Who holds the lock closes what is open, so that there is one at most; a run that waited for the lock may have an older id than it.
    private const int MayBeOpen = 5;

    public static string KeyOf(string release) => $"{Folder}{release}.json";

    /// <summary>
    /// Writes the release down as being under way, before it changes anything: a run that is killed leaves a trace. What is live now becomes its
    /// <see cref="ReleaseManifest.Previous"/>.
    /// </summary>
    /// <exception cref="DeployException">There is a release of that id (<see cref="Verdict.Refused"/>), or no release bucket.</exception>
    public async Task<OpenRelease> Begin(ReleaseManifest manifest, CancellationToken ct)
    {
        var live = await Settle(await ReadLive(ct), ct);
        var begun = manifest with { Verdict = Verdict.InProgress, Begun = time.GetUtcNow(), Ended = null, Previous = live.Release };
        return await Write(begun, new PutCondition.IfAbsent(), ct) is { } etag
            ? new OpenRelease(begun, etag, live.ETag)
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
    public Task MakeLive(OpenRelease open, CancellationToken ct) => MakeLive(open.Manifest.Id, open.LiveETag, ct);

    /// <summary>Writes what is in flight, and that nobody waits for it: the release stays open.</summary>
    /// <exception cref="DeployException">Another run has written it (<see cref="Verdict.Superseded"/>).</exception>
    public async Task Detach(OpenRelease open, ReleaseManifest manifest, CancellationToken ct)
    {
        if (await Write(manifest with { Detached = time.GetUtcNow() }, new PutCondition.IfMatch(open.ETag), ct) is null)
            throw Moved(KeyOf(manifest.Id), "it says something else of this release than when it began");
    }

    /// <summary>
    /// Releases that are under way according to the ledger, newest first: whoever holds the deploy lock can <see cref="End"/> those, since their runs were killed or
    /// have left them to ECS.
    /// </summary>
    /// <exception cref="DeployException">One of the last releases cannot be read.</exception>
    public async Task<IReadOnlyList<OpenRelease>> Open(CancellationToken ct) => await Opened(release => release.Ended is null, MayBeOpen, ct);

    /// <summary>The release that <see cref="Open"/> gives first or, where there is none, the last one if its run ended without knowing what becomes of it; null: neither.</summary>
    public async Task<OpenRelease?> Unfinished(CancellationToken ct) =>
        First(await Open(ct)) ?? First(await Opened(release => release.Verdict == Verdict.TimedOut, 1, ct));

    /// <summary>A release by its id; null: there is none.</summary>
    /// <exception cref="DeployException">Its document cannot be read.</exception>
    public async Task<ReleaseManifest?> Find(string release, CancellationToken ct) => (await Read(KeyOf(release), LedgerJson.Readable.ReleaseManifest, ct))?.Document;

    /// <summary>Id of the release that is live; null: none yet.</summary>
    /// <exception cref="DeployException">The document that says so cannot be read.</exception>
    public async Task<string?> Live(CancellationToken ct) => (await ReadLive(ct)).Release;

    /// <summary>The last <paramref name="count"/> releases, newest first.</summary>
    /// <exception cref="DeployException">One of them cannot be read.</exception>
    public async Task<IReadOnlyList<ReleaseManifest>> Recent(int count, CancellationToken ct) => [.. (await Last(count, ct)).Select(found => found.Document)];

    private async Task<IReadOnlyList<OpenRelease>> Opened(Func<ReleaseManifest, bool> isMeant, int count, CancellationToken ct)
    {
        var found = (await Last(count, ct)).Where(release => isMeant(release.Document)).ToList();
        var live = found.Count == 0 ? null : await ReadCurrent(ct);
        return [.. found.Select(release => new OpenRelease(release.Document, release.ETag, live?.ETag))];
    }

    /// <summary>A run that ended between its last two writes, or was not allowed the last one, has said of its release that it is deployed, and not that it is live.</summary>
    private async Task<LivePointer> ReadLive(CancellationToken ct)
    {
        var reading = ReadCurrent(ct);
        var keys = await Keys(ct);
        var current = await reading;
        var named = current?.Document.Release;
        var newer = await Read(keys.TakeWhile(key => named is null || string.CompareOrdinal(key, KeyOf(named)) > 0).Take(MayBeOpen), ct);
        var deployed = newer.FirstOrDefault(release => release.Document is { Verdict: Verdict.Deployed, Ended: not null } ended && ended.Previous == named);
        return new LivePointer(named, deployed?.Document.Id, current?.ETag);
    }

    /// <summary>Writes down what is live where a run did not come to it. For the holder of the deploy lock.</summary>
    private async Task<LivePointer> Settle(LivePointer live, CancellationToken ct) =>
        live.Unnamed is { } release ? new LivePointer(release, Unnamed: null, await MakeLive(release, live.ETag, ct)) : live;

    private async Task<string?> MakeLive(string release, string? over, CancellationToken ct)
    {
        PutCondition condition = over is null ? new PutCondition.IfAbsent() : new PutCondition.IfMatch(over);
        var json = JsonSerializer.SerializeToUtf8Bytes(new CurrentRelease(release, time.GetUtcNow()), LedgerJson.Readable.CurrentRelease);
        if (await bucket.Put(CurrentKey, json, condition, ct) is { } written)
            return written.ETag;

        return await ReadCurrent(ct) is { } there && there.Document.Release == release
            ? there.ETag
            : throw Moved(CurrentKey, "another release became live while this one was under way");
    }

    private async Task<IReadOnlyList<LedgerDocument<ReleaseManifest>>> Last(int count, CancellationToken ct) => await Read((await Keys(ct)).Take(count), ct);

    /// <summary>Of all releases, newest first.</summary>
    private async Task<IReadOnlyList<string>> Keys(CancellationToken ct) =>
        [.. (await bucket.List(Folder, ct)).Where(key => key.EndsWith(".json", StringComparison.Ordinal)).OrderDescending(StringComparer.Ordinal)];

    private async Task<IReadOnlyList<LedgerDocument<ReleaseManifest>>> Read(IEnumerable<string> keys, CancellationToken ct)
    {
        return [.. (await Task.WhenAll(keys.Select(key => Read(key, LedgerJson.Readable.ReleaseManifest, ct)))).OfType<LedgerDocument<ReleaseManifest>>()];
    }

    private static OpenRelease? First(IReadOnlyList<OpenRelease> releases) => releases is [var first, ..] ? first : null;

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

/// <summary>Which release is live.</summary>
/// <param name="Named">The one that the ledger names; null: none.</param>
/// <param name="Unnamed">One that became live after it, whose run did not come to name it; null: none.</param>
/// <param name="ETag">Of the document that names it; null: there is none.</param>
internal sealed record LivePointer(string? Named, string? Unnamed, string? ETag)
{
    public string? Release => Unnamed ?? Named;
}

/// <summary>A document and its ETag.</summary>
internal sealed record LedgerDocument<T>(T Document, string ETag);
