using System.Buffers;
using System.Net;

namespace Slipway.Sites.Transfer;

/// <summary>
/// Sends a file's content: a small one in one piece, a large one piece by piece, so that memory does not grow with files. It is opened when
/// a connection is ready for it, and no sooner.
/// </summary>
/// <param name="name">What is read, for messages.</param>
internal sealed class BodyContent(SiteBody body, string name, Deadline deadline) : HttpContent
{
    private const int Whole = 256 * 1024;
    private const int Piece = 64 * 1024;

    /// <summary>Why the file could not be read; null: nothing of that kind happened. The client may report such a failure as one of the connection.</summary>
    public DeployException? Failure { get; private set; }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Size;
        return true;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (body.Size == 0)
        {
            deadline.Commit();
            return;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(body.Size <= Whole ? (int)body.Size : Piece);
        try
        {
            await using var from = SourceFile.Open(body, name);
            for (var left = body.Size; left > 0;)
            {
                var piece = buffer.AsMemory(0, (int)Math.Min(left, buffer.Length));
                await SourceFile.Fill(from, piece, name, cancellationToken);
                if (left == piece.Length)
                    deadline.Commit();

                await stream.WriteAsync(piece, cancellationToken);
                deadline.Renew();
                left -= piece.Length;
            }
        }
        catch (DeployException failure)
        {
            Failure = failure;
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
