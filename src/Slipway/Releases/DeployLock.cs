using Slipway.Output;

namespace Slipway.Releases;

/// <summary>
/// One run at a time changes an environment, services and sites together: <c>lock.json</c> in its release bucket, written on conditions, held
/// for a lease and renewed while the run lives. A run that was killed is out of the way when its lease is over.
/// </summary>
internal sealed class DeployLock(IReleaseBucket bucket, LockTimes times, IOutput output, TimeProvider time)
{
    public const string Key = "lock.json";

    /// <summary>Who holds the lock, its lease over or not; null: nobody. Writes nothing.</summary>
    public async Task<LockHolder?> Holder(CancellationToken ct) => (await Read(ct))?.Holder;

    /// <summary>Takes the lock when it is free or its lease is over.</summary>
    /// <exception cref="DeployException">Another run holds it (<see cref="Verdict.Refused"/>), or there is no release bucket.</exception>
    public async Task<HeldLock> Take(LockOwner owner, LockWait wait, CancellationToken ct)
    {
        var mine = New(owner);
        string? told = null;
        while (true)
        {
            if (await TryTake(mine, wait, ct) is not { } found)
                continue;

            if (found.Held is { } held)
                return held;

            if (wait == LockWait.Refuse)
                throw Refused(found.Holder!);

            if (found.Holder is { } holder && told != $"{holder.Owner}")
            {
                output.Emit(new LockAwaited(holder));
                told = $"{holder.Owner}";
            }

            await Task.Delay(times.Poll * (1 + Random.Shared.NextDouble()), time, ct);
        }
    }

    /// <summary>
    /// Takes the lock from whoever holds it: a rollback does not wait for the release that it undoes. The former holder notices at its next
    /// renewal, within <see cref="LockTimes.Beat"/>, and can renew no more.
    /// </summary>
    public async Task<HeldLock> TakeOver(LockOwner owner, CancellationToken ct)
    {
        var mine = New(owner);
        while (true)
        {
            var found = await Read(ct);
            if (await Write(mine, found, ct) is { } held)
            {
                if (found is not null)
                    output.Emit(new LockTakenOver(found.Holder));

                return held;
            }
        }
    }

    /// <summary>One look, and a write where it may be. Null: somebody was faster between the two, and another look decides.</summary>
    private async Task<Attempt?> TryTake(LockDocument mine, LockWait wait, CancellationToken ct)
    {
        try
        {
            var found = await Read(ct);
            // Its own lock is there when an earlier write arrived and the connection broke before the answer.
            var isMine = found?.Document.Token == mine.Token;
            if (found is { Holder.IsOver: false } && !isMine)
                return new Attempt(Held: null, found.Holder);

            var held = await Write(isMine ? mine with { Beat = found!.Document.Beat + 1 } : mine, found, ct);
            if (held is not null && found is not null && !isMine)
                output.Emit(new LockTakenOver(found.Holder));

            return held is null ? null : new Attempt(held, Holder: null);
        }
        catch (DeployException exception) when (exception.MayPass && wait == LockWait.Wait)
        {
            return new Attempt(Held: null, Holder: null);
        }
    }

    private async Task<Found?> Read(CancellationToken ct)
    {
        if (await bucket.Get(Key, ct) is not { } stored)
            return null;

        var document = LockDocument.Parse(bucket.Name, stored);
        return new Found(document, stored.ETag, LockHolder.Of(document, stored));
    }

    /// <summary>Puts the lock in the place of what was found. Null: something else is there by now.</summary>
    private async Task<HeldLock?> Write(LockDocument mine, Found? found, CancellationToken ct)
    {
        var sent = time.GetTimestamp();
        PutCondition condition = found is null ? new PutCondition.IfAbsent() : new PutCondition.IfMatch(found.ETag);
        if (await bucket.Put(Key, mine.ToJson(), condition, ct) is { } written)
            return new HeldLock(bucket, times, output, time, mine with { Since = written.ServerTime }, written.ETag, sent);

        // The client sends again when the answer is lost on the way, and then its own first write is in the way of the second.
        return await Read(ct) is { } now && now.Document.Token == mine.Token
            ? new HeldLock(bucket, times, output, time, mine with { Since = now.Holder.Since }, now.ETag, sent)
            : null;
    }

    private LockDocument New(LockOwner owner) => new($"{Guid.NewGuid():N}", Beat: 0, times.Lease.TotalSeconds, Since: null, owner);

    private DeployException Refused(LockHolder holder) => new(
        $"""
         Another run holds the deploy lock s3://{bucket.Name}/{Key}. Nothing was changed.
         {string.Join('\n', holder.Lines)}
           try     --wait-for-lock, or again when the lease is over: a run that was killed holds the lock no longer than that
         """,
        Verdict.Refused);

    private sealed record Found(LockDocument Document, string ETag, LockHolder Holder);

    /// <param name="Holder">Null beside a null <paramref name="Held"/>: S3 gave no answer for the moment.</param>
    private sealed record Attempt(HeldLock? Held, LockHolder? Holder);
}
