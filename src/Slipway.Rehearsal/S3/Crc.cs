using System.Buffers.Binary;

namespace Slipway.Rehearsal.S3;

/// <summary>
/// The cyclic redundancy checks of S3, eight bytes at a time. All three are reflected, begin with ones and end inverted; their
/// polynomials are those of the CRC catalogue (CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME).
/// </summary>
internal sealed class Crc
{
    public static readonly Crc Crc32 = new(0xEDB88320, 4);
    public static readonly Crc Crc32C = new(0x82F63B78, 4);
    public static readonly Crc Crc64Nvme = new(0x9A6C9329AC4BC9B5, 8);

    private readonly ulong[][] _tables = [.. Enumerable.Range(0, 8).Select(_ => new ulong[256])];
    private readonly int _bytes;

    private Crc(ulong polynomial, int bytes)
    {
        _bytes = bytes;
        for (var value = 0; value < 256; value++)
        {
            var remainder = (ulong)value;
            for (var bit = 0; bit < 8; bit++)
                remainder = (remainder & 1) == 0 ? remainder >> 1 : (remainder >> 1) ^ polynomial;

            _tables[0][value] = remainder;
        }

        for (var table = 1; table < 8; table++)
        {
            for (var value = 0; value < 256; value++)
                _tables[table][value] = (_tables[table - 1][value] >> 8) ^ _tables[0][_tables[table - 1][value] & 0xFF];
        }
    }

    /// <summary>What a computation begins with.</summary>
    public ulong Start => _bytes == 8 ? ulong.MaxValue : uint.MaxValue;

    public ulong Append(ulong crc, ReadOnlySpan<byte> bytes)
    {
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = _tables[7][crc & 0xFF] ^ _tables[6][(crc >> 8) & 0xFF] ^ _tables[5][(crc >> 16) & 0xFF] ^ _tables[4][(crc >> 24) & 0xFF]
                ^ _tables[3][(crc >> 32) & 0xFF] ^ _tables[2][(crc >> 40) & 0xFF] ^ _tables[1][(crc >> 48) & 0xFF] ^ _tables[0][crc >> 56];
        }

        foreach (var each in bytes)
            crc = (crc >> 8) ^ _tables[0][(crc ^ each) & 0xFF];

        return crc;
    }

    /// <summary>The check's bytes, the highest first, as S3 writes them.</summary>
    public byte[] Finish(ulong crc)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, crc ^ Start);
        return bytes[^_bytes..];
    }
}
