using System.Runtime.Versioning;
using System.Security.Cryptography;
using Amazon.S3.Model;
using Slipway.Aws;
using Slipway.Rehearsal;
using Slipway.Sites;
using Slipway.Sites.Transfer;
using Slipway.Tests.Images;
using PutCondition = Slipway.Releases.PutCondition;

namespace Slipway.Tests.Sites.Transfer;

/// <summary>The whole of it against S3 of the rehearsal cloud, with and without faults.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedBucketTests : IAsyncLifetime
{
    private const string Name = "shop-web";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly SiteHeaders Headers = new("text/html; charset=utf-8", "public, max-age=0, must-revalidate");

    private readonly TemporaryFolder _folder = new();
    private RehearsalCloud _cloud = null!;
    private AwsSession _session = null!;
    private AwsSiteBucket _bucket = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await RehearsalCloud.Start(new RehearsalOptions(Path.Combine(_folder.Path, "cloud"), _ => new NoTasks()), Ct);
        _session = new AwsSession(DeployEnvironment.Local, _cloud.AwsEndpoint);
        await _session.S3.PutBucketAsync(Name, Ct);
        _bucket = new AwsSiteBucket(_session, TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Any_key_is_written_listed_read_and_deleted()
    {
        List<string> keys = [.. WireKeys.Odd, .. WireKeys.Dotted, "\u0001", "cr\rlf\n"];
        foreach (var key in keys)
            Assert.NotNull(await _bucket.Put(Name, key, Body(key), Headers, new PutCondition.IfAbsent(), Ct));

        var found = await _bucket.List(Name, "", [], Ct);
        Assert.Equal(keys.Order(Utf8Order.Instance), found.Select(item => item.Key));
        foreach (var (key, etag, size, _) in found)
        {
            Assert.Equal(new HashedObject(etag, Body(key).Sha256), await _bucket.Hash(Name, key, Ct));
            Assert.Equal(new StoredHeaders(etag, Headers), await _bucket.Headers(Name, key, Ct));
            Assert.Equal(etag, await _bucket.CopyOntoItself(Name, key, etag, Headers with { CacheControl = "no-cache" }, Ct));
            Assert.Equal(Body(key).Size, size);
        }

        Assert.Equal("no-cache", (await _bucket.Headers(Name, "a/../b", Ct))!.Headers.CacheControl);
        Assert.Empty(await _bucket.Delete(Name, [.. found.Select(item => new SeenObject(item.Key, item.ETag))], Ct));
        Assert.Empty(await _bucket.List(Name, "", [], Ct));
    }

    [Fact]
    public async Task A_large_file_comes_in_parts_and_is_one_object()
    {
        var content = Content((17 * 1024 * 1024) + 3);
        var body = Body(content);

        var etag = await _bucket.Put(Name, "film.mp4", body, Headers, new PutCondition.IfAbsent(), Ct);

        Assert.EndsWith("-3", etag, StringComparison.Ordinal);
        Assert.Equal(new HashedObject(etag!, body.Sha256), await _bucket.Hash(Name, "film.mp4", Ct));
        Assert.Equal(new StoredHeaders(etag!, Headers), await _bucket.Headers(Name, "film.mp4", Ct));
        Assert.Equal(
            ["s3:CompleteMultipartUpload 1", "s3:CreateMultipartUpload 1", "s3:ListMultipartUploads 1", "s3:UploadPart 3"],
            _session.Calls.Counts.Select(call => $"{call.Key} {call.Value}").Where(call => call.Contains("Upload", StringComparison.Ordinal)));

        Assert.Null(await _bucket.Put(Name, "film.mp4", body, Headers, new PutCondition.IfAbsent(), Ct));
        Assert.Null(await _bucket.Put(Name, "film.mp4", body, Headers, new PutCondition.IfMatch("0123"), Ct));
        Assert.NotNull(await _bucket.Put(Name, "film.mp4", body, Headers, new PutCondition.IfMatch(etag!), Ct));
        Assert.Empty(await Uploads());
    }

    [Fact]
    public async Task A_large_file_that_changed_or_was_stopped_leaves_nothing()
    {
        var content = Content(17 * 1024 * 1024);
        var body = Body(content);
        content[^1]++;

        var error = await Assert.ThrowsAsync<DeployException>(() => _bucket.Put(Name, "film.mp4", body, Headers, new PutCondition.IfAbsent(), Ct));
        Assert.StartsWith("film.mp4 was changed while it was being published. It was not written.", error.Message, StringComparison.Ordinal);

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _bucket.Put(Name, "film.mp4", body with { Open = Stopping }, Headers, new PutCondition.IfAbsent(), stop.Token));

        Assert.Empty(await Uploads());
        Assert.Empty(await _bucket.List(Name, "", [], Ct));

        Stream Stopping()
        {
            stop.Cancel();
            return new MemoryStream(content);
        }
    }

    [Fact]
    public async Task What_a_killed_run_left_of_a_large_file_is_taken_away()
    {
        foreach (var key in new[] { "film.mp4", "film.mp4", "film.mp42" })
            await _session.S3.InitiateMultipartUploadAsync(new InitiateMultipartUploadRequest { BucketName = Name, Key = key }, Ct);

        await _bucket.Put(Name, "film.mp4", Body(Content(17 * 1024 * 1024)), Headers, new PutCondition.IfAbsent(), Ct);

        Assert.Equal(["film.mp42"], await Uploads());
    }

    [Fact]
    public async Task An_object_of_any_size_is_copied_in_parts()
    {
        var body = Body(Content(100_000));
        var etag = await _bucket.Put(Name, "one", body, Headers, new PutCondition.IfAbsent(), Ct);
        using var wire = new S3Wire(
            bucket => S3Address.Of(_session.BucketUrl(bucket), _session.Region), () => ValueTask.FromResult(new AccessKey(DeployEnvironment.Local.Account, "rehearsal", null)),
            S3Wire.Connections(isLoopback: true), new AwsCalls(), TimeProvider.System);
        var objects = new ObjectCalls(wire);

        var copied = await new PartUpload(wire, objects).Copy(Name, "one", (await objects.Head(Name, "one", Ct))!, Name, "one", Headers with { CacheControl = "no-cache" }, new PutCondition.IfMatch(etag!), Ct);

        Assert.EndsWith("-1", copied, StringComparison.Ordinal);
        Assert.Equal(new StoredHeaders(copied, Headers with { CacheControl = "no-cache" }), await _bucket.Headers(Name, "one", Ct));
        Assert.Equal(body.Sha256, (await _bucket.Hash(Name, "one", Ct))!.Sha256);
        await Assert.ThrowsAsync<S3Refusal>(() => new PartUpload(wire, objects).Copy(Name, "one", new ObjectFacts("0123", 100_000, Headers), Name, "one", Headers, new PutCondition.Always(), Ct));
        Assert.Empty(await Uploads());
    }

    [Fact]
    public async Task A_file_of_more_than_a_buffer_is_sent_piece_by_piece_and_not_at_all_where_it_is_refused()
    {
        var content = Content(3 * 1024 * 1024);
        var opened = 0;
        var body = Body(content) with
        {
            Open = () =>
            {
                opened++;
                return new MemoryStream(content);
            },
        };

        var etag = await _bucket.Put(Name, "image.png", body, Headers, new PutCondition.IfAbsent(), Ct);
        Assert.Equal(new HashedObject(etag!, body.Sha256), await _bucket.Hash(Name, "image.png", Ct));
        Assert.Equal(1, opened);

        await Switch("""[{"operation": "s3:PutObject", "kind": "deny"}]""");
        var error = await Assert.ThrowsAsync<DeployException>(() => _bucket.Put(Name, "image.png", body, Headers, new PutCondition.IfMatch(etag!), Ct));
        Assert.Contains("AccessDenied", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task A_thousand_objects_are_deleted_with_one_call_each_if_it_is_the_one_that_was_seen()
    {
        var seen = new SeenObject[1500];
        await Parallel.ForAsync(0, seen.Length, new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Ct }, async (i, ct) =>
            seen[i] = new SeenObject($"{i:D4}", (await _bucket.Put(Name, $"{i:D4}", Body($"{i}"), Headers, new PutCondition.IfAbsent(), ct))!));
        seen[7] = seen[7] with { ETag = "0123" };
        seen[1234] = seen[1234] with { ETag = "0123" };

        Assert.Equal(["0007", "1234"], await _bucket.Delete(Name, [.. seen, new SeenObject("gone", "0123")], Ct));

        Assert.Equal(["0007", "1234"], (await _bucket.List(Name, "", [], Ct)).Select(item => item.Key));
        Assert.Equal(2, _session.Calls.Counts["s3:DeleteObjects"]);
        Assert.False(_session.Calls.Counts.ContainsKey("s3:DeleteObject"));
        Assert.Empty(await _bucket.Delete(Name, [], Ct));
        Assert.Equal(2, _session.Calls.Counts["s3:DeleteObjects"]);
    }

    [Fact]
    public async Task Objects_that_may_not_be_deleted_are_named_and_the_others_are_gone()
    {
        var seen = new List<SeenObject>();
        foreach (var key in new[] { "a", "kept/b", "kept/c" })
            seen.Add(new SeenObject(key, (await _bucket.Put(Name, key, Body(key), Headers, new PutCondition.IfAbsent(), Ct))!));

        await _session.S3.PutBucketPolicyAsync(
            Name, $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::{{Name}}/kept/*"}]}""", Ct);

        var error = await Assert.ThrowsAsync<DeployException>(() => _bucket.Delete(Name, seen, Ct));

        Assert.StartsWith(
            """
            2 of 3 objects of bucket shop-web were not deleted. The others are gone.
              reason  AccessDenied:
            """,
            error.Message, StringComparison.Ordinal);
        Assert.Contains("kept/b, kept/c", error.Message, StringComparison.Ordinal);
        Assert.Contains("try     allow s3:DeleteObject and s3:GetObject to the caller", error.Message, StringComparison.Ordinal);
        Assert.Equal(["kept/b", "kept/c"], (await _bucket.List(Name, "", [], Ct)).Select(item => item.Key));
    }

    [Fact]
    public async Task A_listing_in_ranges_takes_a_call_for_each_and_finds_what_nobody_expected()
    {
        List<string> keys = [.. Enumerable.Range(0, 2500).Select(i => $"site/{i:D4}")];
        await Parallel.ForEachAsync(keys.Append("other/x"), new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = Ct }, async (key, ct) =>
            await _bucket.Put(Name, key, Body(key), Headers, new PutCondition.IfAbsent(), ct));

        var found = await _bucket.List(Name, "site/", WireKeys.Seen(keys.Where((_, i) => i % 50 != 0)), Ct);

        Assert.Equal(keys, found.Select(item => item.Key));
        Assert.Equal(3, _session.Calls.Counts["s3:ListObjectsV2"]);
        Assert.Equal(keys, (await _bucket.List(Name, "site/", [], Ct)).Select(item => item.Key));
        Assert.Equal(6, _session.Calls.Counts["s3:ListObjectsV2"]);
    }

    [Theory]
    [InlineData("""{"kind": "throttle", "probability": 0.2, "seed": 1}""")]
    [InlineData("""{"kind": "error", "probability": 0.2, "seed": 2}""")]
    [InlineData("""{"kind": "reset", "when": "before", "probability": 0.2, "seed": 3}""")]
    [InlineData("""{"kind": "reset", "when": "after", "probability": 0.2, "seed": 4}""")]
    public async Task What_goes_wrong_for_a_moment_is_not_seen(string fault)
    {
        await Switch($"[{fault.Replace("\"kind\"", "\"operation\": \"s3:*\", \"kind\"", StringComparison.Ordinal)}]");
        List<string> keys = [.. Enumerable.Range(0, 200).Select(i => $"{i:D3}.html")];
        var etags = new SortedDictionary<string, string>(StringComparer.Ordinal);

        await Parallel.ForEachAsync(keys, new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Ct }, async (key, ct) =>
        {
            // What was written although its answer was lost is refused the second time, and recognised by its content.
            var etag = await _bucket.Put(Name, key, Body(key), Headers, new PutCondition.IfAbsent(), ct);
            if (etag is null)
            {
                var found = await _bucket.Hash(Name, key, ct);
                Assert.Equal(Body(key).Sha256, found!.Sha256);
                etag = found.ETag;
            }

            lock (etags)
                etags[key] = etag;
        });

        var listed = await _bucket.List(Name, "", WireKeys.Seen(keys), Ct);
        Assert.Equal(etags.Select(item => (item.Key, item.Value)), listed.Select(item => (item.Key, item.ETag)));
        Assert.Empty(await _bucket.Delete(Name, [.. listed.Select(item => new SeenObject(item.Key, item.ETag))], Ct));
        Assert.Equal(200, _session.Calls.Counts["s3:PutObject"]);
    }

    [Fact]
    public async Task A_large_file_comes_through_resets()
    {
        await Switch("""[{"operation": "s3:UploadPart", "kind": "reset", "count": 2}, {"operation": "s3:CompleteMultipartUpload", "kind": "error", "count": 1}]""");
        var body = Body(Content(20 * 1024 * 1024));

        var etag = await _bucket.Put(Name, "film.mp4", body, Headers, new PutCondition.IfAbsent(), Ct);

        Assert.Equal(new HashedObject(etag!, body.Sha256), await _bucket.Hash(Name, "film.mp4", Ct));
    }

    [Fact]
    public async Task A_large_file_whose_completion_was_not_heard_of_is_recognised()
    {
        await Switch("""[{"operation": "s3:CompleteMultipartUpload", "kind": "reset", "when": "after", "count": 1}]""");
        var body = Body(Content(17 * 1024 * 1024));

        Assert.Null(await _bucket.Put(Name, "film.mp4", body, Headers, new PutCondition.IfAbsent(), Ct));

        Assert.Equal(body.Sha256, (await _bucket.Hash(Name, "film.mp4", Ct))!.Sha256);
    }

    [Fact]
    public async Task A_denial_says_what_to_allow()
    {
        await Switch("""[{"operation": "s3:*", "kind": "deny"}]""");

        var error = await Assert.ThrowsAsync<DeployException>(() => _bucket.Put(Name, "a", Body("a"), Headers, new PutCondition.IfAbsent(), Ct));
        Assert.Matches("^s3:PutObject was refused.\n  reason  AccessDenied: Access Denied \\(request [0-9A-Za-z-]+\\)\n  try     allow s3:PutObject to the caller$", error.Message.ReplaceLineEndings("\n"));
        Assert.False(error.MayPass);
        Assert.Contains("allow s3:DeleteObject to the caller", (await Assert.ThrowsAsync<DeployException>(() => _bucket.Delete(Name, [new SeenObject("a", "0123")], Ct))).Message, StringComparison.Ordinal);
        Assert.StartsWith("s3:ListBucket was refused.", (await Assert.ThrowsAsync<DeployException>(() => _bucket.List(Name, "", [], Ct))).Message, StringComparison.Ordinal);
        Assert.StartsWith("s3:GetObject was refused.", (await Assert.ThrowsAsync<DeployException>(() => _bucket.Headers(Name, "a", Ct))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_in_another_region_is_found_there()
    {
        using var abroad = new AwsSession(DeployEnvironment.Local with { Region = "eu-west-3" }, _cloud.AwsEndpoint);
        await abroad.S3.PutBucketAsync(new PutBucketRequest { BucketName = "abroad", BucketRegionName = "eu-west-3" }, Ct);

        var etag = await _bucket.Put("abroad", "a", Body("a"), Headers, new PutCondition.IfAbsent(), Ct);

        Assert.Equal(["a"], (await _bucket.List("abroad", "", [], Ct)).Select(item => item.Key));
        Assert.Equal(etag, (await _bucket.Headers("abroad", "a", Ct))!.ETag);
    }

    [Fact]
    public async Task A_name_that_no_bucket_can_have_is_told()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => _bucket.List("no/bucket", "", [], Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
    }

    private async Task<IReadOnlyList<string>> Uploads() =>
        [.. ((await _session.S3.ListMultipartUploadsAsync(new ListMultipartUploadsRequest { BucketName = Name }, Ct)).MultipartUploads ?? []).Select(upload => upload.Key)];

    private async Task Switch(string faults)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var answer = await http.PutAsync(new Uri(_cloud.AwsEndpoint, "/_slipway/faults"), new StringContent(faults), Ct);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Ct));
    }

    private static SiteBody Body(string text) => Body(System.Text.Encoding.UTF8.GetBytes(text));

    private static SiteBody Body(byte[] content) => new(() => new MemoryStream(content, writable: false), content.Length, Convert.ToHexStringLower(SHA256.HashData(content)));

    private static byte[] Content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }
}
