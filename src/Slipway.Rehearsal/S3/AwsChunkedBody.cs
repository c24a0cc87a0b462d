using System.Globalization;
using System.Text;

namespace Slipway.Rehearsal.S3;

/// <summary>
/// Reads a body that was sent in signed or unsigned chunks, with or without trailers (aws-chunked:
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html). Signatures of chunks are not checked, as no others are.
/// </summary>
internal sealed class AwsChunkedBody(Stream source)
{
    private const int LongestLine = 8 * 1024;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Dictionary<string, string> _trailers = new(StringComparer.OrdinalIgnoreCase);
    private int _start;
    private int _end;
    private long _left;
    private bool _inChunk;
    private bool _ended;

    /// <summary>The headers that came after the last chunk; complete when <see cref="Read"/> has returned 0.</summary>
    public IReadOnlyDictionary<string, string> Trailers => _trailers;

    /// <summary>Reads content; 0 at its end.</summary>
    /// <exception cref="Protocols.AwsError">IncompleteBody; InvalidRequest.</exception>
    public async ValueTask<int> Read(Memory<byte> target, CancellationToken ct)
    {
        if (_ended)
            return 0;

        if (_left == 0 && !await NextChunk(ct))
            return 0;

        if (_start == _end && !await Fill(ct))
            throw Incomplete();

        var count = (int)Math.Min(Math.Min(_left, target.Length), _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(target);
        _start += count;
        _left -= count;
        return count;
    }

    private async ValueTask<bool> NextChunk(CancellationToken ct)
    {
        if (_inChunk && (await Line(ct) ?? throw Incomplete()).Length > 0)
            throw Malformed();

        var header = await Line(ct) ?? throw Incomplete();
        if (!long.TryParse(header.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
            throw Malformed();

        _inChunk = true;
        if (_left > 0)
            return true;

        while (await Line(ct) is { } trailer)
        {
            if (trailer.Split(':', 2) is [var name, var value])
                _trailers[name.Trim()] = value.Trim();
        }

        _ended = true;
        return false;
    }

    /// <summary>A line without its end; null: there is nothing more.</summary>
    private async ValueTask<string?> Line(CancellationToken ct)
    {
        var line = new List<byte>();
        while (true)
        {
            if (_start == _end && !await Fill(ct))
                return line.Count == 0 ? null : Text(line);

            var next = _buffer[_start++];
            if (next == (byte)'\n')
                return Text(line);

            line.Add(next);
            if (line.Count > LongestLine)
                throw Malformed();
        }
    }

    private async ValueTask<bool> Fill(CancellationToken ct)
    {
        (_start, _end) = (0, await source.ReadAsync(_buffer, ct));
        return _end > 0;
    }

    private static string Text(List<byte> line) => Encoding.ASCII.GetString([.. line]).TrimEnd('\r');

    private static Protocols.AwsError Incomplete() => new("IncompleteBody", "The request body terminated unexpectedly");

    private static Protocols.AwsError Malformed() => S3Refusals.InvalidRequest("The aws-chunked body is malformed.");
}
