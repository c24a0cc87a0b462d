using System.Collections.Concurrent;
using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Sites;

/// <summary>What publishing a site came to.</summary>
/// <param name="Release">The release that is live now: the one before where nothing changed.</param>
/// <param name="Uploaded">Files that were written, new headers included.</param>
/// <param name="Invalidated">Paths that every edge has dropped; 0: none had to be, or the invalidation is still owed.</param>
/// <param name="Previous">The release that was live before; null: none.</param>
/// <param name="ManifestKey">In the release bucket.</param>
internal sealed record SiteResult(
    string Site, string Release, int Uploaded, int Unchanged, int Deleted, int Invalidated, string? Previous, string ManifestKey)
{
    /// <summary>Whether viewers get what they should, as far as could be seen. A site that goes forward fails where they do not; one that goes back stays.</summary>
    public bool IsSeenRight { get; init; } = true;
}

/// <summary>
/// Carries a <see cref="SitePlan"/> out, so that at no moment a page can be seen whose files are not there, and so that a run that ends
/// anywhere leaves what the next one understands: before the state says that a release is being published only new names are made, after it
/// whatever is overwritten is written down.
/// </summary>
internal sealed class SitePublisher(
    ISiteBucket bucket, IReleaseBucket releases, SiteInvalidation invalidation, SiteVerification verification, IOutput output, TimeProvider time)
{
    // What is really under way at once is S3's to say: the requests have a limit of their own, which begins lower.
    private const int AtOnce = 256;

    private readonly SiteCopies _copies = new(bucket, releases);
    private readonly SiteBodies _bodies = new(bucket, releases);
    private readonly SiteSweep _sweep = new(bucket, releases, output);

    /// <summary>Publishes the plan's files as <paramref name="release"/>.</summary>
    /// <exception cref="DeployException">
    /// Something was not as the plan saw it, a call failed, or what viewers get is wrong. What was overwritten is written down: take it back, or run again.
    /// </exception>
    public async Task<SiteResult> Apply(SitePlan plan, string release, CancellationToken ct)
    {
        var ledger = new SiteLedger(releases, plan.Site.Name);
        if (!plan.ChangesSomething)
        {
            output.Emit(new SiteUnchanged(plan.Site.Name, plan.Unchanged.Count));
            return Result(plan, plan.Previous ?? release, invalidated: 0, ledger);
        }

        if (!plan.IsRelease)
            return await PayDebt(plan, ledger, ct);

        var start = time.GetTimestamp();
        var result = await Publish(plan, release, ledger, ct);
        output.Emit(new SitePublished(result, time.GetElapsedTime(start)));
        return plan.GoesBack ? result with { IsSeenRight = await verification.Tell(plan, isFresh: result.Invalidated == plan.Stale.Count, ct) } : result;
    }

    /// <summary>Nothing changed, but an earlier run's invalidation is still owed.</summary>
    private async Task<SiteResult> PayDebt(SitePlan plan, SiteLedger ledger, CancellationToken ct)
    {
        var state = plan.Seen.State;
        var paid = await invalidation.Pay(plan.Site.Name, plan.Place.Distribution, state.PendingInvalidation!, ct);
        if (paid)
            await ledger.Put(state with { Sequence = state.Sequence + 1, PendingInvalidation = null }, plan.Seen.StateETag, ct);

        output.Emit(new SiteUnchanged(plan.Site.Name, plan.Unchanged.Count));
        return Result(plan, plan.Previous!, paid ? state.PendingInvalidation!.Paths.Count : 0, ledger);
    }

    private async Task<SiteResult> Publish(SitePlan plan, string release, SiteLedger ledger, CancellationToken ct)
    {
        output.Emit(new SitePublishing(plan.Site.Name, plan.Uploads.Count, plan.Uploads.Sum(upload => upload.File.Size), plan.Removals.Count));
        if (plan.Seen.Live is not null && Foreign(plan) is { Count: > 0 } foreign)
            output.Emit(new ForeignFiles(plan.Site.Name, foreign));

        SiteBodies.DemandUnchanged(plan);
        var before = await _copies.Keep(plan, release, ct);
        ConcurrentDictionary<string, string> written = new(StringComparer.Ordinal);
        await Write(plan, plan.Uploads.Where(IsNewName), written, ct);

        var state = Journal(plan, release, before);
        await ledger.Put(Begun(plan, release, before, written), ct);
        var etag = await ledger.Put(state, plan.Seen.StateETag, ct);

        await Write(plan, plan.Uploads.Where(upload => !IsNewName(upload) && upload.Phase is FileClass.Immutable or FileClass.Shared), written, ct);
        await Flip(plan, written, ct);

        var paid = state.PendingInvalidation is null || await invalidation.Pay(plan.Site.Name, plan.Place.Distribution, state.PendingInvalidation, ct);
        if (!plan.GoesBack)
            await verification.Demand(plan, isFresh: paid, ct);

        // A browser that notices the release while edges still serve the old pages would keep those: the next run announces it.
        var announced = paid || plan.GoesBack;
        if (announced)
            await Announce(plan, written, ct);

        // Files go before the manifest that does not name them: what it does not name belongs to nobody, and stays for ever.
        var completed = Completed(plan, release, before, written, announced, await _sweep.Files(plan, ct));
        await ledger.Put(completed, ct);
        await ledger.Put(
            new SiteState(state.Sequence + 1, release, null, announced ? [] : Unsure(plan, written), paid ? null : state.PendingInvalidation), etag, ct);
        await _sweep.Documents(plan, completed, before.History, ct);
        return Result(plan, release, paid ? state.PendingInvalidation?.Paths.Count ?? 0 : 0, ledger);
    }

    /// <summary>Pages, the first page of the site last; then the pages that are gone, which nothing leads to any more.</summary>
    private async Task Flip(SitePlan plan, ConcurrentDictionary<string, string> written, CancellationToken ct)
    {
        var home = $"{SiteFolder.KeyPrefix(plan.Site)}index.html";
        var pages = plan.Uploads.Where(upload => upload.Phase == FileClass.Document).ToList();
        await Write(plan, pages.Where(page => page.File.Key != home), written, ct);
        await Write(plan, pages.Where(page => page.File.Key == home), written, ct);
        await Remove(plan, plan.Removals.Where(removal => removal.File.Class == FileClass.Document), ct);
    }

    private async Task Announce(SitePlan plan, ConcurrentDictionary<string, string> written, CancellationToken ct)
    {
        await Write(plan, plan.Uploads.Where(upload => upload.Phase == FileClass.Beacon), written, ct);
        await Remove(plan, plan.Removals.Where(removal => removal.File.Class == FileClass.Beacon), ct);
    }

    private static List<string> Foreign(SitePlan plan) =>
        [.. plan.Uploads.Where(upload => upload.Reason == UploadReason.Foreign && !plan.Seen.IsTouched(upload.File.Key)).Select(upload => upload.File.Key)];

    private static bool IsNewName(Upload upload) => upload is { Phase: FileClass.Immutable, Replaces: null };

    private Task Write(SitePlan plan, IEnumerable<Upload> uploads, ConcurrentDictionary<string, string> written, CancellationToken ct) => Parallel.ForEachAsync(
        uploads.OrderByDescending(upload => upload.File.Size),
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
        async (upload, ct) => written[upload.File.Key] = await Write(plan, upload, ct));

    private async Task<string> Write(SitePlan plan, Upload upload, CancellationToken ct)
    {
        var (name, file) = (plan.Place.Bucket, upload.File);
        PutCondition condition = upload.Replaces is { } etag ? new PutCondition.IfMatch(etag) : new PutCondition.IfAbsent();
        var done = upload.Reason == UploadReason.Headers
            ? await bucket.CopyOntoItself(name, file.Key, upload.Replaces!, file.Headers, ct)
            : await _bodies.Use(plan.Site.Name, file, body => bucket.Put(name, file.Key, body, file.Headers, condition, ct), ct);
        if (done is not null)
            return done;

        // A write whose answer was lost is refused when it is sent again.
        var found = await bucket.Hash(name, file.Key, ct);
        return found?.Sha256 == file.Sha256 ? await bucket.CopyOntoItself(name, file.Key, found.ETag, file.Headers, ct) ?? throw MovedObject.Of(plan, file.Key)
            : found is not null && !file.IsMutable ? throw ImmutableCollision.Of(plan.Site, [file.Key])
            : throw MovedObject.Of(plan, file.Key);
    }

    private async Task Remove(SitePlan plan, IEnumerable<Removal> removals, CancellationToken ct)
    {
        if (await bucket.Delete(plan.Place.Bucket, [.. removals.Select(removal => new SeenObject(removal.File.Key, removal.ETag))], ct) is [var moved, ..])
            throw MovedObject.Of(plan, moved);
    }

    private static SiteState Journal(SitePlan plan, string release, SiteBefore before)
    {
        var sequence = plan.Seen.State.Sequence + 1;
        return new SiteState(
            sequence, before.Live, release,
            [
                .. plan.Uploads.Where(upload => !IsNewName(upload)).Select(upload => upload.File.Key)
                    .Concat(plan.Removals.Select(removal => removal.File.Key))
                    .Concat(plan.Seen.State.Touching).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            ],
            plan.Stale.Count == 0 ? null : new InvalidationDebt($"{release}-{sequence}", plan.Stale));
    }

    /// <summary>
    /// What the release will be: what is still to be written has no ETag, and what is still to be deleted is kept. So is what edges may have cached under
    /// the name of a beacon.
    /// </summary>
    private static SiteManifest Begun(SitePlan plan, string release, SiteBefore before, ConcurrentDictionary<string, string> written) => Manifest(
        plan, release,
        plan.Uploads.Select(upload => new StoredFile(upload.File, written.GetValueOrDefault(upload.File.Key))),
        plan.Kept.Concat(plan.Removals.Select(removal => removal.File).Concat(MayBeCached(plan)).Select(file => new StoredFile(file, null) { LastIn = before.Live }))) with
    {
        History = before.History,
    };

    /// <summary>What the release is. Beacons that were held back are recorded as they are, so that the next run sees them differ.</summary>
    /// <param name="swept">Keys that were kept for earlier releases and are gone.</param>
    private static SiteManifest Completed(
        SitePlan plan, string release, SiteBefore before, ConcurrentDictionary<string, string> written, bool announced, IReadOnlySet<string> swept)
    {
        // What a run that was broken off made of one is not known: without an ETag the next run does not take it for what is recorded.
        var held = announced ? [] : plan.Removals.Where(removal => removal.File.Class == FileClass.Beacon)
            .Select(removal => new StoredFile(removal.File, plan.Seen.Known(removal.File.Key)?.ETag) { LastIn = before.Live });
        var manifest = Manifest(
            plan, release,
            plan.Uploads
                .Select(upload => written.TryGetValue(upload.File.Key, out var etag) ? new StoredFile(upload.File, etag)
                    : plan.Seen.Known(upload.File.Key) is { } old ? old with { LastIn = null }
                    : plan.Seen.Recording(upload.File.Key) is { } unsure ? unsure with { LastIn = null, ETag = null }
                    : null)
                .OfType<StoredFile>(),
            plan.Kept.Where(file => !swept.Contains(file.File.Key)).Concat(held));
        var over = before.History.Over(plan.Site.Retention, plan.Seen.Now);
        return manifest with { History = before.History.Without(over, manifest.Kept.Select(file => file.LastIn).OfType<string>(), plan.Seen.Now) };
    }

    private static IEnumerable<SiteFile> MayBeCached(SitePlan plan) =>
        plan.Uploads.Where(upload => upload.Phase != upload.File.Class).Select(upload => upload.File with { Class = upload.Phase });

    /// <summary>Beacons that were held back and that a run was about to overwrite that was broken off: what they hold is not known still.</summary>
    private static List<string> Unsure(SitePlan plan, ConcurrentDictionary<string, string> written) =>
    [
        .. plan.Uploads.Select(upload => upload.File.Key)
            .Where(key => !written.ContainsKey(key) && plan.Seen.Known(key) is null && plan.Seen.Recording(key) is not null),
    ];

    private static SiteManifest Manifest(SitePlan plan, string release, IEnumerable<StoredFile> files, IEnumerable<StoredFile> kept) => new(
        plan.Site.Name, release, plan.Place.Bucket,
        [.. files.Concat(plan.Unchanged).OrderBy(file => file.File.Key, StringComparer.Ordinal)],
        [.. kept.OrderBy(file => file.File.Key, StringComparer.Ordinal)]);

    private static SiteResult Result(SitePlan plan, string release, int invalidated, SiteLedger ledger) => new(
        plan.Site.Name, release, plan.Uploads.Count, plan.Unchanged.Count, plan.Removals.Count, invalidated, plan.Previous, ledger.ManifestKey(release));
}
