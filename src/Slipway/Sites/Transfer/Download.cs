using System.Buffers;
using System.Net;

namespace Slipway.Sites.Transfer;

/// <summary>Reads an object from its beginning to its end. When the connection breaks, it goes on where it was, if it still is the same object.</summary>
internal sealed class Download(S3Wire wire, string bucket, string key)
{
    private const int Piece = 64 * 1024;

    private long _offset;
    private string? _etag;

    /// <summary>Gives the content to <paramref name="sink"/>, and the ETag back.</summary>
    /// <exception cref="S3Refusal">NoSuchKey: there is no such object. PreconditionFailed: it was replaced meanwhile.</exception>
    public Task<string> To(Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink, CancellationToken ct) => wire.Send(Call(), (answer, deadline) => Read(answer, sink, deadline), ct);

    private S3Call Call() => new("GetObject", HttpMethod.Get, bucket, key)
    {
        Headers = _offset == 0 ? [] : [("if-match", ObjectCalls.Quoted(_etag!)), ("range", $"bytes={_offset}-")],
        Again = Call,
    };

    private async ValueTask<string> Read(HttpResponseMessage answer, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink, Deadline deadline)
    {
        if (_offset > 0 && answer.StatusCode != HttpStatusCode.PartialContent)
            throw new HttpRequestException($"{key} was asked for from byte {_offset} on and came from its beginning.");

        _etag ??= ObjectCalls.ETagOf(answer);
        var buffer = ArrayPool<byte>.Shared.Rent(Piece);
        try
        {
            await using var content = await answer.Content.ReadAsStreamAsync(deadline.Token);
            while (await content.ReadAsync(buffer, deadline.Token) is var count and > 0)
            {
                await sink(buffer.AsMemory(0, count), deadline.Token);
                _offset += count;
                deadline.Renew();
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return _etag;
    }
}
