using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Slipway.Sites;

/// <summary>Finds out what objects are of which neither listing nor manifests say it for sure. Of a site that nobody else writes to there are none.</summary>
internal sealed class SiteLook(ISiteBucket bucket)
{
    private const int AtOnce = 32;

    /// <summary>What was found, by key. An object that is missing in it holds something else than what was asked for.</summary>
    public async Task<IReadOnlyDictionary<string, StoredFile>> At(string name, IReadOnlyList<SiteFile> files, SiteObservation seen, CancellationToken ct)
    {
        var found = new ConcurrentDictionary<string, StoredFile>(StringComparer.Ordinal);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct };
        await Parallel.ForEachAsync(files.Where(file => IsDoubtful(file.Key, seen)), options, async (file, ct) =>
        {
            if (await Wanted(name, file, seen, ct) is { } stored)
                found[file.Key] = stored;
        });

        if (Unconfirmed(files, seen) is { Count: > 0 } unconfirmed)
        {
            await Parallel.ForEachAsync(unconfirmed, options, async (file, ct) =>
            {
                if (await Confirmed(name, file, seen, ct) is { } stored)
                    found[file.File.Key] = stored;
            });
        }

        return found;
    }

    private static bool IsDoubtful(string key, SiteObservation seen) => seen.Objects.ContainsKey(key) && (seen.Known(key) is null || seen.IsRewritten(key));

    /// <summary>The object, if it has the content that is wanted there, with the headers that it really has.</summary>
    private async Task<StoredFile?> Wanted(string name, SiteFile file, SiteObservation seen, CancellationToken ct)
    {
        var there = seen.Objects[file.Key];
        if (!await IsSame(name, file, there, seen, ct) || await bucket.Headers(name, file.Key, ct) is not { } headers || headers.ETag != there.ETag)
            return null;

        // Where the headers are others its class is none of ours: edges may keep it as they please.
        var fileClass = headers.Headers == file.Headers || !file.IsMutable ? file.Class : FileClass.Shared;
        return new StoredFile(file with { Class = fileClass, Headers = headers.Headers, Local = null, LocalTime = null }, there.ETag);
    }

    /// <summary>
    /// An ETag that is the content's MD5 proves the content; one that is not proves nothing (several parts, KMS), so objects are read where sending the
    /// content again is not allowed, or not possible from here.
    /// </summary>
    private async Task<bool> IsSame(string name, SiteFile file, SiteObject there, SiteObservation seen, CancellationToken ct)
    {
        if (seen.IsRecorded(file.Key))
            return seen.Recording(file.Key)!.File.Sha256 == file.Sha256;

        if (there.Size != file.Size)
            return false;

        if (file.LocalPath is { } path && await Md5(path, ct) == there.ETag)
            return true;

        return (!file.IsMutable || file.Local is null) && await HasContent(name, file, there, ct);
    }

    /// <summary>Files that broken-off runs may have written and that nobody wants now. Pages of theirs are removed as they are.</summary>
    private static List<StoredFile> Unconfirmed(IReadOnlyList<SiteFile> files, SiteObservation seen)
    {
        var some = seen.Recorded.Where(file => file.File.Class is FileClass.Immutable or FileClass.Shared
            && (file.ETag is null || seen.IsTouched(file.File.Key)) && seen.Objects.ContainsKey(file.File.Key)).ToList();
        if (some.Count == 0)
            return some;

        var wanted = files.Select(file => file.Key).ToHashSet(StringComparer.Ordinal);
        return [.. some.Where(file => !wanted.Contains(file.File.Key))];
    }

    /// <summary>The file as the object really has it; null: the object is another. A broken-off run may have changed the headers alone, which the ETag need not tell.</summary>
    private async Task<StoredFile?> Confirmed(string name, StoredFile file, SiteObservation seen, CancellationToken ct)
    {
        var there = seen.Objects[file.File.Key];
        return (file.ETag == there.ETag || await HasContent(name, file.File, there, ct)) && await bucket.Headers(name, there.Key, ct) is { } headers && headers.ETag == there.ETag
            ? file with { File = file.File with { Headers = headers.Headers }, ETag = there.ETag }
            : null;
    }

    private async Task<bool> HasContent(string name, SiteFile file, SiteObject there, CancellationToken ct) =>
        there.Size == file.Size && await bucket.Hash(name, file.Key, ct) is { } found && found.ETag == there.ETag && found.Sha256 == file.Sha256;

    private static async Task<string> Md5(string path, CancellationToken ct)
    {
        await using var stream = File.OpenRead(path);
#pragma warning disable CA5351 // S3's ETag is what it is; nothing is protected by it.
        return Convert.ToHexStringLower(await MD5.HashDataAsync(stream, ct));
#pragma warning restore CA5351
    }
}
