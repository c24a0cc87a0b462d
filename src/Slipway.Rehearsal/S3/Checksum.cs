using System.Security.Cryptography;

namespace Slipway.Rehearsal.S3;

/// <summary>A checksum that S3 keeps with an object.</summary>
/// <param name="Algorithm">One of <see cref="Algorithms"/>.</param>
/// <param name="Value">Base64; that of an object which was checked part by part ends with the number of its parts (<c>-3</c>).</param>
/// <param name="Type"><see cref="FullObject"/> or <see cref="Composite"/>.</param>
internal sealed record Checksum(string Algorithm, string Value, string Type = Checksum.FullObject)
{
    public const string FullObject = "FULL_OBJECT";

    /// <summary>The checksum of the parts' checksums.</summary>
    public const string Composite = "COMPOSITE";

    /// <summary>What S3 computes when the client names no algorithm.</summary>
    public const string Default = "CRC64NVME";

    public static readonly IReadOnlyList<string> Algorithms = ["CRC32", "CRC32C", Default, "SHA1", "SHA256"];

    /// <summary>The header that carries it, such as <c>x-amz-checksum-crc32</c>.</summary>
    public string Header => HeaderOf(Algorithm);

    public static string HeaderOf(string algorithm) => $"x-amz-checksum-{algorithm.ToLowerInvariant()}";

    /// <summary>The checksum of some bytes.</summary>
    public static byte[] Compute(string algorithm, ReadOnlySpan<byte> bytes)
    {
        using var running = new RunningChecksum(algorithm);
        running.Append(bytes);
        return running.Finish();
    }
}

/// <summary>A checksum of bytes that pass by.</summary>
internal sealed class RunningChecksum : IDisposable
{
    private readonly IncrementalHash? _hash;
    private readonly Crc? _crc;
    private ulong _value;

    public RunningChecksum(string algorithm)
    {
        Algorithm = algorithm;
        _hash = algorithm switch
        {
            "SHA256" => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            "SHA1" => IncrementalHash.CreateHash(HashAlgorithmName.SHA1),
            "MD5" => IncrementalHash.CreateHash(HashAlgorithmName.MD5),
            _ => null,
        };
        _crc = algorithm switch
        {
            "CRC32" => Crc.Crc32,
            "CRC32C" => Crc.Crc32C,
            "CRC64NVME" => Crc.Crc64Nvme,
            _ => null,
        };
        _value = _crc?.Start ?? 0;
    }

    public string Algorithm { get; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash?.AppendData(bytes);
        _value = _crc?.Append(_value, bytes) ?? 0;
    }

    public byte[] Finish() => _hash?.GetHashAndReset() ?? _crc!.Finish(_value);

    public void Dispose() => _hash?.Dispose();
}
