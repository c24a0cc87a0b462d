using System.Buffers;

namespace Slipway.Rehearsal.S3;

/// <summary>Reads some bytes as <see cref="Stream.ReadAsync(Memory{byte}, CancellationToken)"/> does.</summary>
internal delegate ValueTask<int> ReadBytes(Memory<byte> buffer, CancellationToken ct);

/// <summary>Bytes that have come in to a file of their own. Whatever is not taken is deleted with this.</summary>
internal sealed class IncomingBlob : IDisposable
{
    private static readonly string[] Always = ["SHA256", "MD5", Checksum.Default];
    private readonly IReadOnlyDictionary<string, byte[]> _sums;

    private IncomingBlob(string path, long size, IReadOnlyDictionary<string, byte[]> sums)
    {
        (Path, _sums) = (path, sums);
        Content = new Content(Convert.ToHexStringLower(sums["SHA256"]), size, Convert.ToHexStringLower(sums["MD5"]), Convert.ToBase64String(sums[Checksum.Default]));
    }

    public string Path { get; }

    public Content Content { get; }

    /// <param name="algorithms">Computed beside those that are always known.</param>
    /// <param name="sources">Read one after the other.</param>
    public static async Task<IncomingBlob> Read(string path, IEnumerable<string?> algorithms, IEnumerable<ReadBytes> sources, CancellationToken ct)
    {
        var running = Always.Concat(algorithms).OfType<string>().Distinct().Select(each => new RunningChecksum(each)).ToList();
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            var size = 0L;
            await using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                foreach (var read in sources)
                {
                    while (await read(buffer, ct) is > 0 and var count)
                    {
                        running.ForEach(sum => sum.Append(buffer.AsSpan(0, count)));
                        file.Write(buffer, 0, count);
                        size += count;
                    }
                }
            }

            return new IncomingBlob(path, size, running.ToDictionary(each => each.Algorithm, each => each.Finish(), StringComparer.Ordinal));
        }
        catch
        {
            File.Delete(path);
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            running.ForEach(sum => sum.Dispose());
        }
    }

    /// <summary>One of the checksums that were computed, in base64.</summary>
    public string Sum(string algorithm) => Convert.ToBase64String(_sums[algorithm]);

    public void Dispose() => File.Delete(Path);
}
