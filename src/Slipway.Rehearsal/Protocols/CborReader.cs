using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Slipway.Rehearsal.Protocols;

/// <summary>
/// Reads CBOR (RFC 8949) as far as JSON can say it: numbers, text, lists, maps with text keys, booleans, null. Byte strings
/// become base64, times (tag 1) their number of seconds.
/// </summary>
internal ref struct CborReader
{
    private const int MaxDepth = 64;
    private const int Indefinite = 31;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Utf8JsonWriter _json;
    private int _at;

    private CborReader(ReadOnlySpan<byte> bytes, Utf8JsonWriter json)
    {
        _bytes = bytes;
        _json = json;
    }

    /// <exception cref="AwsError">The bytes are not CBOR, or hold what JSON cannot say.</exception>
    public static byte[] ToJson(ReadOnlySpan<byte> cbor)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var reader = new CborReader(cbor, json);
            reader.Item(0);
            if (reader._at != cbor.Length)
                throw Malformed("something follows the value");
        }

        return buffer.WrittenSpan.ToArray();
    }

    private void Item(int depth)
    {
        if (depth > MaxDepth)
            throw Malformed("it is nested too deeply");

        var (major, info) = Initial();
        switch (major)
        {
            case 0:
                _json.WriteNumberValue(Argument(info));
                break;
            case 1:
                _json.WriteNumberValue(-1m - Argument(info));
                break;
            case 2:
                _json.WriteBase64StringValue(String(2, info));
                break;
            case 3:
                _json.WriteStringValue(Text(info));
                break;
            case 4:
                List(info, depth);
                break;
            case 5:
                Map(info, depth);
                break;
            case 6:
                Argument(info);
                Item(depth + 1);
                break;
            default:
                Simple(info);
                break;
        }
    }

    private void List(int info, int depth)
    {
        _json.WriteStartArray();
        for (var left = Count(info); More(ref left);)
            Item(depth + 1);

        _json.WriteEndArray();
    }

    private void Map(int info, int depth)
    {
        _json.WriteStartObject();
        for (var left = Count(info); More(ref left);)
        {
            var (major, keyInfo) = Initial();
            _json.WritePropertyName(major == 3 ? Text(keyInfo) : throw Malformed("the key of a map is not text"));
            Item(depth + 1);
        }

        _json.WriteEndObject();
    }

    private void Simple(int info)
    {
        switch (info)
        {
            case 20 or 21:
                _json.WriteBooleanValue(info == 21);
                break;
            case 22 or 23:
                _json.WriteNullValue();
                break;
            case 25:
                Number((double)BinaryPrimitives.ReadHalfBigEndian(Take(2)));
                break;
            case 26:
                Number(BinaryPrimitives.ReadSingleBigEndian(Take(4)));
                break;
            case 27:
                Number(BinaryPrimitives.ReadDoubleBigEndian(Take(8)));
                break;
            default:
                throw Malformed($"it holds the simple value {info}");
        }
    }

    private readonly void Number(double value)
    {
        if (!double.IsFinite(value))
            throw Malformed($"it holds the number {value}");

        _json.WriteNumberValue(value);
    }

    private (int Major, int Info) Initial()
    {
        var first = Take(1)[0];
        return (first >> 5, first & 0x1f);
    }

    private ulong Argument(int info) =>
        info switch
        {
            < 24 => (ulong)info,
            24 => Take(1)[0],
            25 => BinaryPrimitives.ReadUInt16BigEndian(Take(2)),
            26 => BinaryPrimitives.ReadUInt32BigEndian(Take(4)),
            27 => BinaryPrimitives.ReadUInt64BigEndian(Take(8)),
            _ => throw Malformed($"it holds the length {info}"),
        };

    /// <summary>Null: up to the break.</summary>
    private ulong? Count(int info) => info == Indefinite ? null : Argument(info);

    private bool More(ref ulong? left)
    {
        if (left is { } count)
        {
            left = count - 1;
            return count > 0;
        }

        if (_at >= _bytes.Length || _bytes[_at] != 0xff)
            return true;

        _at++;
        return false;
    }

    private string Text(int info)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(String(3, info));
        }
        catch (DecoderFallbackException exception)
        {
            throw Malformed(exception.Message);
        }
    }

    private ReadOnlySpan<byte> String(int major, int info)
    {
        if (info != Indefinite)
            return Take(Argument(info));

        var all = new ArrayBufferWriter<byte>();
        for (ulong? left = null; More(ref left);)
        {
            var (chunkMajor, chunkInfo) = Initial();
            all.Write(chunkMajor == major && chunkInfo != Indefinite ? Take(Argument(chunkInfo)) : throw Malformed("a string holds something else"));
        }

        return all.WrittenSpan;
    }

    private ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _at))
            throw Malformed("it ends too early");

        var taken = _bytes.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private static AwsError Malformed(string reason) => new("SerializationException", $"The body is not CBOR: {reason}.");
}
