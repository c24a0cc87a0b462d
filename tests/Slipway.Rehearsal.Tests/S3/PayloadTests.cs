using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Amazon.S3;

namespace Slipway.Rehearsal.S3;

/// <summary>How bodies are sent, and what is checked of them.</summary>
public sealed class PayloadTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private S3Server _server = null!;
    private RawS3 _http = null!;
    private AmazonS3Client _s3 = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await S3Server.Start(_folder.Path);
        _s3 = _server.Client();
        _http = new RawS3(_server.Endpoint);
        await _s3.PutBucketAsync("site", Ct);
    }

    // Values of the CRC catalogue for the text "123456789"; hashes as by their own tools.
    [Theory]
    [InlineData("CRC32", "y/Q5Jg==")]
    [InlineData("CRC32C", "4waSgw==")]
    [InlineData("CRC64NVME", "rosUhgp5mIg=")]
    [InlineData("SHA1", "98O8HYCOBHMq32eZZczDTKeuNEE=")]
    [InlineData("SHA256", "FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=")]
    public async Task Every_checksum_is_verified_kept_and_told(string algorithm, string sum)
    {
        Assert.Equal(sum, Convert.ToBase64String(Checksum.Compute(algorithm, "123456789"u8)));

        Assert.Equal(HttpStatusCode.OK, (await Send("123456789", ("x-amz-checksum-" + algorithm.ToLowerInvariant(), sum))).Status);
        Assert.Equal((HttpStatusCode.BadRequest, "BadDigest"), await Send("123456780", ("x-amz-checksum-" + algorithm.ToLowerInvariant(), sum)));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), await Send("123456789", ("x-amz-checksum-" + algorithm.ToLowerInvariant(), "AA==")));

        var stored = _server.Buckets.Known("site").Read(index => index.Current("key")!.Object!);
        Assert.Equal(new Checksum(algorithm, sum), stored.Checksum);
        Assert.Equal("123456789", await _s3.Get("key"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(64)]
    public void A_checksum_is_the_same_however_its_bytes_are_cut(int size)
    {
        var bytes = new byte[1000];
        new Random(size).NextBytes(bytes);
        foreach (var algorithm in Checksum.Algorithms)
        {
            using var running = new RunningChecksum(algorithm);
            foreach (var piece in bytes.Chunk(size))
                running.Append(piece);

            Assert.Equal(Checksum.Compute(algorithm, bytes), running.Finish());
        }
    }

    [Fact]
    public async Task A_body_is_what_the_request_says_of_it_or_nothing_is_written()
    {
        Assert.Equal((HttpStatusCode.BadRequest, "XAmzContentSHA256Mismatch"), await Send("body", ("x-amz-content-sha256", new string('0', 64))));
        Assert.Equal((HttpStatusCode.BadRequest, "BadDigest"), await Send("body", ("Content-MD5", Convert.ToBase64String(Checksum.Compute("MD5", "other"u8)))));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidDigest"), await Send("body", ("Content-MD5", "AAAA")));
        Assert.Equal((HttpStatusCode.BadRequest, "InvalidRequest"), await Send("body", ("x-amz-checksum-crc32", "AAAAAA=="), ("x-amz-checksum-sha1", "x")));
        Assert.Empty(await _s3.Keys());

        Assert.Equal(HttpStatusCode.OK, (await Send("body", ("x-amz-content-sha256", Convert.ToHexStringLower(SHA256.HashData("body"u8))), ("Content-MD5", Convert.ToBase64String(Checksum.Compute("MD5", "body"u8))))).Status);
        Assert.Equal(["key"], await _s3.Keys());
    }

    [Theory]
    [InlineData("STREAMING-UNSIGNED-PAYLOAD-TRAILER", "5\r\n12345\r\n4\r\n6789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER", "9;chunk-signature=0\r\n123456789\r\n0;chunk-signature=1\r\nx-amz-checksum-crc32:y/Q5Jg==\r\nx-amz-trailer-signature:2\r\n\r\n")]
    [InlineData("STREAMING-AWS4-HMAC-SHA256-PAYLOAD", "9;chunk-signature=0\r\n123456789\r\n0;chunk-signature=1\r\n\r\n")]
    public async Task A_body_in_chunks_is_put_together_and_its_encoding_is_not_kept(string kind, string body)
    {
        var trailer = kind.EndsWith("TRAILER", StringComparison.Ordinal) ? [("x-amz-trailer", "x-amz-checksum-crc32")] : Array.Empty<(string, string)>();
        Assert.Equal(HttpStatusCode.OK, (await Send(body, [("x-amz-content-sha256", kind), ("x-amz-decoded-content-length", "9"), ("Content-Encoding", "aws-chunked,gzip"), .. trailer])).Status);

        Assert.Equal("123456789", await _s3.Get("key"));
        Assert.Equal("gzip", (await _s3.GetObjectMetadataAsync("site", "key", Ct)).Headers.ContentEncoding);
    }

    [Theory]
    [InlineData("9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n", "9", "BadDigest")]
    [InlineData("9\r\n123456789\r\n0\r\n\r\n", "9", "MalformedTrailerError")]
    [InlineData("9\r\n12345", "9", "IncompleteBody")]
    [InlineData("9\r\n123456789\r\n0\r\nx-amz-checksum-crc32:y/Q5Jg==\r\n\r\n", "10", "IncompleteBody")]
    [InlineData("9\r\n123456789", "9", "IncompleteBody")]
    [InlineData("nine\r\n123456789\r\n0\r\n\r\n", "9", "InvalidRequest")]
    [InlineData("9\r\n1234567890\r\n0\r\n\r\n", "9", "InvalidRequest")]
    public async Task Chunks_that_do_not_add_up_are_refused_and_nothing_is_written(string body, string length, string code)
    {
        var answer = await Send(body, ("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER"), ("x-amz-decoded-content-length", length), ("x-amz-trailer", "x-amz-checksum-crc32"));

        Assert.Equal((HttpStatusCode.BadRequest, code), answer);
        Assert.Empty(await _s3.Keys());
        Assert.Empty(Incoming());
    }

    [Fact]
    public async Task A_chunked_body_is_read_alike_however_its_bytes_arrive()
    {
        var sent = Encoding.ASCII.GetBytes("3\r\nabc\r\nA;chunk-signature=x\r\n0123456789\r\n0\r\nx-amz-checksum-crc32:AA==\r\nlast:1\r\n\r\n");
        for (var size = 1; size <= sent.Length; size++)
        {
            var body = new AwsChunkedBody(new Trickle(sent, size));
            var read = new List<byte>();
            var buffer = new byte[4];
            while (await body.Read(buffer, Ct) is > 0 and var count)
                read.AddRange(buffer.AsSpan(0, count));

            Assert.Equal("abc0123456789", Encoding.ASCII.GetString([.. read]));
            Assert.Equal(["x-amz-checksum-crc32=AA==", "last=1"], body.Trailers.Select(trailer => $"{trailer.Key}={trailer.Value}"));
        }
    }

    [Fact]
    public async Task A_client_that_goes_away_in_the_middle_leaves_nothing_behind()
    {
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(_server.Endpoint.Host, _server.Endpoint.Port, Ct);
            var head = $"PUT /site/key HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\nAuthorization: {RawS3.Authorization}\r\n\r\n";
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head + new string('x', 500_000)), Ct);
            await Until(() => Incoming().Any());
        }

        await Until(() => !Incoming().Any());
        Assert.Empty(await _s3.Keys());
    }

    [Fact]
    public async Task A_connection_goes_on_after_a_refusal_that_came_before_the_body()
    {
        Assert.Equal((HttpStatusCode.NotImplemented, "NotImplemented"), await Send("body", ("If-None-Match", "\"0\""), ("Expect", "100-continue")));
        Assert.Equal(HttpStatusCode.OK, (await Send("body", ("Expect", "100-continue"))).Status);

        Assert.Equal("body", await _s3.Get("key"));
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private Task<(HttpStatusCode Status, string Code)> Send(string body, params (string Name, string Value)[] headers) => _http.Put("/site/key", body, headers);

    private IEnumerable<string> Incoming() => Directory.EnumerateFiles(Path.Combine(_folder.Path, "incoming"));

    private static async Task Until(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
            await Task.Delay(10, limit.Token);
    }

    /// <summary>Gives out a few bytes at a time.</summary>
    private sealed class Trickle(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
