using System.Security.Cryptography;
using Slipway.Sites;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

public sealed class PartTests
{
    private const long MiB = 1024 * 1024;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(16 * MiB + 1, 8 * MiB, 3)]
    [InlineData(128 * MiB, 8 * MiB, 16)]
    [InlineData(80_000 * MiB, 8 * MiB, 10_000)]
    [InlineData(80_000 * MiB + 1, 9 * MiB, 8889)]
    [InlineData(5 * MiB * MiB, 525 * MiB, 9987)]
    public void A_file_of_any_size_has_parts_that_S3_takes(long file, long size, int count)
    {
        Assert.Equal(size, Part.SizeOf(file));

        var ranges = Part.Ranges(file, size);
        Assert.Equal(count, ranges.Count);
        Assert.Equal(file, ranges.Sum(range => range.Size));
        Assert.Equal(Enumerable.Range(1, count), ranges.Select(range => range.Number));
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.Offset + pair.First.Size, pair.Second.Offset));
        Assert.InRange(ranges[^1].Size, 1, size);
    }

    [Fact]
    public async Task Each_part_has_the_hash_of_its_content()
    {
        var content = Content((int)(17 * MiB) + 5);
        List<Part> parts = [];
        await foreach (var part in Part.Of(Body(content), "film", Ct))
            parts.Add(part);

        Assert.Equal([(1, 0L, 8 * MiB), (2, 8 * MiB, 8 * MiB), (3, 16 * MiB, MiB + 5)], parts.Select(part => (part.Number, part.Offset, part.Size)));
        Assert.All(parts, part => Assert.Equal(Hex(content.AsSpan((int)part.Offset, (int)part.Size)), part.Sha256));

        var last = parts[2].Body(Body(content));
        await using var stream = last.Open();
        Assert.Equal(16 * MiB, stream.Position);
        Assert.Equal((MiB + 5, parts[2].Sha256), (last.Size, last.Sha256));
    }

    [Fact]
    public async Task A_file_that_was_changed_since_it_was_hashed_is_refused_after_its_last_part()
    {
        var content = Content((int)(17 * MiB));
        var body = Body(content);
        content[^1]++;

        Assert.StartsWith("film was changed while it was being published.", await Refused(body), StringComparison.Ordinal);
        Assert.StartsWith("film was changed while it was being published.", await Refused(body with { Size = body.Size + 1 }), StringComparison.Ordinal);
        Assert.StartsWith("film could not be read while it was being published.", await Refused(body with { Open = () => throw new FileNotFoundException("gone") }), StringComparison.Ordinal);
    }

    private static async Task<string> Refused(SiteBody body) => (await Assert.ThrowsAsync<DeployException>(async () =>
    {
        await foreach (var _ in Part.Of(body, "film", Ct))
        {
        }
    })).Message;

    private static SiteBody Body(byte[] content) => new(() => new MemoryStream(content, writable: false), content.Length, Hex(content));

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(1).NextBytes(content);
        return content;
    }

    private static string Hex(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
