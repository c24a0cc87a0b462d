using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Protocols;

/// <summary>Writes a result as CBOR (RFC 8949): times as tag 1 with seconds, whole numbers as integers, others as doubles.</summary>
internal static class CborWriter
{
    public static ReadOnlyMemory<byte> Bytes(JsonObject result)
    {
        var buffer = new ArrayBufferWriter<byte>();
        Write(buffer, result);
        return buffer.WrittenMemory;
    }

    private static void Write(ArrayBufferWriter<byte> buffer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var present = members.Where(member => member.Value is not null).ToList();
                Head(buffer, 5, (ulong)present.Count);
                foreach (var (name, value) in present)
                {
                    Text(buffer, name);
                    Write(buffer, value);
                }

                break;
            case JsonArray items:
                Head(buffer, 4, (ulong)items.Count);
                foreach (var item in items)
                    Write(buffer, item);

                break;
            case JsonValue value when Timestamp.In(value) is { } time:
                Head(buffer, 6, 1);
                Double(buffer, (double)Timestamp.Seconds(time));
                break;
            case JsonValue value:
                Scalar(buffer, value);
                break;
            default:
                buffer.Write<byte>([0xf6]);
                break;
        }
    }

    private static void Scalar(ArrayBufferWriter<byte> buffer, JsonValue value)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                Text(buffer, value.GetValue<string>());
                break;
            case JsonValueKind.True:
                buffer.Write<byte>([0xf5]);
                break;
            case JsonValueKind.False:
                buffer.Write<byte>([0xf4]);
                break;
            default:
                // A member that the model calls a double stays one, however round its value is.
                if (!value.TryGetValue<double>(out var number) || value.TryGetValue<JsonElement>(out _))
                    Number(buffer, value.ToJsonString());
                else
                    Double(buffer, number);

                break;
        }
    }

    private static void Number(ArrayBufferWriter<byte> buffer, string json)
    {
        if (!long.TryParse(json, out var whole))
            Double(buffer, double.Parse(json, System.Globalization.CultureInfo.InvariantCulture));
        else if (whole >= 0)
            Head(buffer, 0, (ulong)whole);
        else
            Head(buffer, 1, (ulong)(-1 - whole));
    }

    private static void Double(ArrayBufferWriter<byte> buffer, double value)
    {
        buffer.Write<byte>([0xfb]);
        BinaryPrimitives.WriteDoubleBigEndian(buffer.GetSpan(8), value);
        buffer.Advance(8);
    }

    private static void Text(ArrayBufferWriter<byte> buffer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Head(buffer, 3, (ulong)bytes.Length);
        buffer.Write(bytes);
    }

    private static void Head(ArrayBufferWriter<byte> buffer, int major, ulong argument)
    {
        var first = (byte)(major << 5);
        switch (argument)
        {
            case < 24:
                buffer.Write<byte>([(byte)(first | (byte)argument)]);
                break;
            case <= byte.MaxValue:
                buffer.Write<byte>([(byte)(first | 24), (byte)argument]);
                break;
            case <= ushort.MaxValue:
                buffer.Write<byte>([(byte)(first | 25)]);
                BinaryPrimitives.WriteUInt16BigEndian(buffer.GetSpan(2), (ushort)argument);
                buffer.Advance(2);
                break;
            case <= uint.MaxValue:
                buffer.Write<byte>([(byte)(first | 26)]);
                BinaryPrimitives.WriteUInt32BigEndian(buffer.GetSpan(4), (uint)argument);
                buffer.Advance(4);
                break;
            default:
                buffer.Write<byte>([(byte)(first | 27)]);
                BinaryPrimitives.WriteUInt64BigEndian(buffer.GetSpan(8), argument);
                buffer.Advance(8);
                break;
        }
    }
}
