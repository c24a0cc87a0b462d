using System.Security.Cryptography;
using System.Text;
using AWSSDK.Tests.Aws;
using Slipway.Aws;
using Slipway.Releases;
using Slipway.Sites;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

/// <summary>Against moto, which nobody here wrote. It takes no notice of the ETags of DeleteObjects.</summary>
public sealed class MotoBucketTests(SharedMoto shared) : IClassFixture<SharedMoto>
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Here = new("local") { Account = "123456789012", Region = "us-east-1" };
    private static readonly SiteHeaders Headers = new("text/html; charset=utf-8", "public, max-age=0, must-revalidate");

    private readonly string _name = $"site-{Guid.NewGuid():N}";

    [Fact]
    public async Task Any_key_is_written_listed_read_and_deleted()
    {
        using var session = await Session();
        var bucket = new AwsSiteBucket(session, TimeProvider.System);
        IReadOnlyList<string> keys = [.. WireKeys.Odd.Where(key => !key.Contains("//", StringComparison.Ordinal)).Order(Utf8Order.Instance)];

        foreach (var key in keys)
            Assert.Equal(Md5(key), await bucket.Put(_name, key, Body(key), Headers, new PutCondition.IfAbsent(), Ct));

        Assert.Null(await bucket.Put(_name, keys[0], Body("other"), Headers, new PutCondition.IfAbsent(), Ct));
        Assert.Null(await bucket.Put(_name, keys[0], Body("other"), Headers, new PutCondition.IfMatch("0123"), Ct));
        Assert.Equal(keys.Select(key => (key, Md5(key))), (await bucket.List(_name, "", WireKeys.Seen(keys), Ct)).Select(item => (item.Key, item.ETag)));
        foreach (var key in keys)
        {
            Assert.Equal(new StoredHeaders(Md5(key), Headers), await bucket.Headers(_name, key, Ct));
            Assert.Equal(new HashedObject(Md5(key), Body(key).Sha256), await bucket.Hash(_name, key, Ct));
            Assert.NotNull(await bucket.CopyOntoItself(_name, key, Md5(key), Headers with { CacheControl = "no-cache" }, Ct));
            Assert.Equal("no-cache", (await bucket.Headers(_name, key, Ct))!.Headers.CacheControl);
        }

        Assert.Null(await bucket.Headers(_name, "gone", Ct));
        Assert.Empty(await bucket.Delete(_name, [.. keys.Select(key => new SeenObject(key, Md5(key)))], Ct));
        Assert.Empty(await bucket.List(_name, "", WireKeys.Seen(keys), Ct));
    }

    [Fact]
    public async Task Files_of_a_megabyte_and_of_several_parts_are_written()
    {
        using var session = await Session();
        var bucket = new AwsSiteBucket(session, TimeProvider.System);

        foreach (var size in new[] { 2 * 1024 * 1024, (17 * 1024 * 1024) + 1 })
        {
            var content = new byte[size];
            new Random(size).NextBytes(content);
            var body = Body(content);

            var etag = await bucket.Put(_name, $"{size}", body, Headers, new PutCondition.IfAbsent(), Ct);

            Assert.Equal(new HashedObject(etag!, body.Sha256), await bucket.Hash(_name, $"{size}", Ct));
            Assert.Equal(new StoredHeaders(etag!, Headers), await bucket.Headers(_name, $"{size}", Ct));
        }
    }

    [Fact]
    public async Task A_listing_in_ranges_finds_everything()
    {
        using var session = await Session();
        var bucket = new AwsSiteBucket(session, TimeProvider.System);
        List<string> keys = [.. Enumerable.Range(0, 1100).Select(i => $"{i:D4} \u00e9")];
        await Parallel.ForEachAsync(keys, Ct, async (key, ct) => await bucket.Put(_name, key, Body(""), Headers, new PutCondition.IfAbsent(), ct));

        Assert.Equal(keys, (await bucket.List(_name, "", WireKeys.Seen(keys), Ct)).Select(item => item.Key));
        Assert.Equal(keys, (await bucket.List(_name, "", [], Ct)).Select(item => item.Key));
        Assert.Equal(4, session.Calls.Counts["s3:ListObjectsV2"]);
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_is_named()
    {
        using var session = await Session();

        var error = await Assert.ThrowsAsync<DeployException>(() => new AwsSiteBucket(session, TimeProvider.System).List("nowhere", "", [], Ct));

        Assert.StartsWith("The bucket nowhere does not exist. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    private async Task<AwsSession> Session()
    {
        var session = new AwsSession(Here, new Uri((await shared.Server()).Url));
        await session.S3.PutBucketAsync(_name, Ct);
        return session;
    }

    private static SiteBody Body(string text) => Body(Encoding.UTF8.GetBytes(text));

    private static SiteBody Body(byte[] content) => new(() => new MemoryStream(content, writable: false), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

#pragma warning disable CA5351 // What S3 makes ETags of.
    private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
#pragma warning restore CA5351
}
