using System.Buffers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Slipway.Sites.Transfer;

/// <summary>A part of a file that is sent by itself.</summary>
/// <param name="Number">From 1.</param>
internal sealed record Part(int Number, long Offset, long Size, string Sha256)
{
    /// <summary>Files above are sent in parts: what is lost with a connection is one part, and one connection is slower than several.</summary>
    public const long From = 16 * MiB;

    private const long MiB = 1024 * 1024;
    private const long Usual = 8 * MiB;
    private const int Most = 10_000;
    private const int Piece = 1024 * 1024;

    /// <summary>The size of all parts but the last: there may be ten thousand.</summary>
    public static long SizeOf(long file) => Math.Max(Usual, (file + (Most * MiB) - 1) / (Most * MiB) * MiB);

    /// <summary>Where the parts of a file begin, and their sizes.</summary>
    public static IReadOnlyList<(int Number, long Offset, long Size)> Ranges(long file, long size) =>
        [.. Enumerable.Range(0, checked((int)((file + size - 1) / size))).Select(i => (i + 1, i * size, Math.Min(size, file - (i * size))))];

    /// <summary>The parts of a file, each as soon as it has been read, with the hash that S3 will judge it by.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <exception cref="DeployException">The file as a whole is not what <paramref name="body"/> says: at the end, when nothing is complete yet.</exception>
    public static async IAsyncEnumerable<Part> Of(SiteBody body, string name, [EnumeratorCancellation] CancellationToken ct)
    {
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var own = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            await using var file = SourceFile.Open(body, name);
            foreach (var (number, offset, size) in Ranges(body.Size, SizeOf(body.Size)))
            {
                for (var left = size; left > 0;)
                {
                    var piece = buffer.AsMemory(0, (int)Math.Min(left, Piece));
                    await SourceFile.Fill(file, piece, name, ct);
                    whole.AppendData(piece.Span);
                    own.AppendData(piece.Span);
                    left -= piece.Length;
                }

                yield return new Part(number, offset, size, Convert.ToHexStringLower(own.GetHashAndReset()));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (Convert.ToHexStringLower(whole.GetHashAndReset()) != body.Sha256)
            throw SourceFile.Changed(name, inner: null);
    }

    /// <summary>The part's content, read from the file once more: to keep what was hashed would take memory.</summary>
    public SiteBody Body(SiteBody file) => new(
        () =>
        {
            var stream = file.Open();
            stream.Position = Offset;
            return stream;
        },
        Size, Sha256);
}
