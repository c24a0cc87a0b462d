using System.Security.Cryptography;

namespace Slipway.Rehearsal.Ecr;

/// <summary>A blob on its way in. Its digest is computed from the bytes as they pass to the disk.</summary>
internal sealed class BlobUpload : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly FileStream _file;
    private readonly SemaphoreSlim _turn = new(1, 1);

    public BlobUpload(string id, string path)
    {
        (Id, Path) = (id, path);
        _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
    }

    public string Id { get; }

    public string Path { get; }

    public long Length { get; private set; }

    /// <summary>Appends a chunk. When it ends early, what came of it is kept and counted in <see cref="Length"/>.</summary>
    /// <param name="start">Where the sender believes the chunk to begin; null: at the end.</param>
    /// <returns>False when the chunk does not begin where the upload ends; nothing was written then.</returns>
    public async Task<bool> Append(Stream chunk, long? start, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            if (start is { } expected && expected != Length)
                return false;

            var buffer = new byte[128 * 1024];
            while (await chunk.ReadAsync(buffer, ct) is > 0 and var count)
            {
                await _file.WriteAsync(buffer.AsMemory(0, count), CancellationToken.None);
                _hash.AppendData(buffer, 0, count);
                Length += count;
            }

            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the upload; the digest of all that was written.</summary>
    public async Task<string> Finish(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        return Digest.OfHash(_hash.GetHashAndReset());
    }

    /// <summary>Deletes what was not taken.</summary>
    public void Dispose()
    {
        _file.Dispose();
        _hash.Dispose();
        _turn.Dispose();
        File.Delete(Path);
    }
}
