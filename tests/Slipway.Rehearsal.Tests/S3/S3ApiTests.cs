using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal.S3;

/// <summary>S3 as the official client sees it.</summary>
public sealed class S3ApiTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();
    private S3Server _server = null!;
    private AmazonS3Client _s3 = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await S3Server.Start(_folder.Path, _time);
        _s3 = _server.Client();
        await _s3.PutBucketAsync("site", Ct);
    }

    [Fact]
    public async Task An_object_comes_back_with_all_that_was_sent_with_it()
    {
        var body = "<h1>Grüße</h1>";
        var put = await _s3.Put("index.html", body, request =>
        {
            request.Headers.ContentType = "text/html; charset=utf-8";
            request.Headers.CacheControl = "public, max-age=0, must-revalidate";
            request.Headers.ContentEncoding = "identity";
            request.Headers.ContentDisposition = "inline";
            request.Metadata["release"] = "r1";
        });

        using var got = await _s3.GetObjectAsync("site", "index.html", Ct);
        using var reader = new StreamReader(got.ResponseStream);

        Assert.Equal(body, await reader.ReadToEndAsync(Ct));
        Assert.Equal($"\"{Convert.ToHexStringLower(Checksum.Compute("MD5", Encoding.UTF8.GetBytes(body)))}\"", got.ETag);
        Assert.Equal(put.ETag, got.ETag);
        Assert.Equal(
            ("text/html; charset=utf-8", "identity", "inline", "r1"),
            (got.Headers.ContentType, got.Headers.ContentEncoding, got.Headers.ContentDisposition, got.Metadata["release"]));
        // The client reads this one into parts and writes them in an order of its own.
        Assert.Equal("public, max-age=0, must-revalidate", _server.Buckets.Known("site").Read(index => index.Current("index.html")!.Object!.Headers["cache-control"]));
        Assert.Equal(_time.GetUtcNow().UtcDateTime, got.LastModified);
        Assert.Null(got.VersionId);
    }

    [Fact]
    public async Task Of_many_writers_of_one_new_key_exactly_one_wins_and_its_bytes_are_those_that_stay()
    {
        using var gate = new ManualResetEventSlim();
        var winners = new ConcurrentBag<int>();
        var refusals = new ConcurrentBag<string>();

        var writers = Enumerable.Range(0, 40).Select(writer => Task.Run(async () =>
        {
            gate.Wait(Ct);
            try
            {
                await _s3.Put("lock", $"writer {writer}", request => request.IfNoneMatch = "*");
                winners.Add(writer);
            }
            catch (AmazonS3Exception error)
            {
                refusals.Add($"{(int)error.StatusCode} {error.ErrorCode}");
            }
        })).ToList();
        gate.Set();
        await Task.WhenAll(writers);

        Assert.Equal($"writer {Assert.Single(winners)}", await _s3.Get("lock"));
        Assert.Equal(Enumerable.Repeat("412 PreconditionFailed", 39), refusals);
    }

    [Fact]
    public async Task Writers_that_compare_and_swap_lose_no_update()
    {
        await _s3.Put("count", "0");

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 10;)
                done += await Increment() ? 1 : 0;
        })));

        Assert.Equal("60", await _s3.Get("count"));

        async Task<bool> Increment()
        {
            using var seen = await _s3.GetObjectAsync("site", "count", Ct);
            using var reader = new StreamReader(seen.ResponseStream);
            var next = int.Parse(await reader.ReadToEndAsync(Ct), CultureInfo.InvariantCulture) + 1;
            try
            {
                await _s3.Put("count", $"{next}", request => request.IfMatch = seen.ETag);
                return true;
            }
            catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.PreconditionFailed)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task A_lock_is_deleted_only_by_who_knows_its_present_tag()
    {
        var old = await _s3.Put("lock", "mine", request => request.IfNoneMatch = "*");
        var taken = await _s3.Put("lock", "theirs", request => request.IfMatch = old.ETag);

        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), await ClientSteps.Refused(() => Release(old.ETag)));
        Assert.Equal("theirs", await _s3.Get("lock"));
        await Release(taken.ETag);

        Assert.Empty(await _s3.Keys());
        Assert.Equal((HttpStatusCode.NotFound, "NoSuchKey"), await ClientSteps.Refused(() => Release(taken.ETag)));

        Task Release(string etag) => _s3.DeleteObjectAsync(new DeleteObjectRequest { BucketName = "site", Key = "lock", IfMatch = etag }, Ct);
    }

    [Fact]
    public async Task The_answer_tells_the_time_of_the_servers_clock_by_which_locks_are_judged()
    {
        _time.Advance(TimeSpan.FromHours(5));

        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_server.Endpoint, "/site?X-Amz-Credential=000000000000/20260102/us-east-1/s3/aws4_request"));
        using var response = await http.SendAsync(request, Ct);

        Assert.Equal(_time.GetUtcNow(), response.Headers.Date);
    }

    [Fact]
    public async Task A_presigned_address_is_good_until_its_time_is_over()
    {
        await _s3.Put("page", "hello");
        var address = new Uri(_server.Endpoint, "/site/page?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=000000000000/20260102/us-east-1/s3/aws4_request&X-Amz-Date=20260102T030405Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=0");
        using var http = new HttpClient();

        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("hello", await http.GetStringAsync(address, Ct));
        _time.Advance(TimeSpan.FromSeconds(1));
        using var late = await http.GetAsync(address, Ct);

        Assert.Equal(HttpStatusCode.Forbidden, late.StatusCode);
        Assert.Contains("<Code>AccessDenied</Code><Message>Request has expired</Message>", await late.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bucket_answers_only_what_is_signed_for_its_region_and_tells_which_that_is()
    {
        using var munich = _server.Client(region: "eu-central-1");

        var error = await Assert.ThrowsAsync<AmazonS3Exception>(() => munich.Put("x", "x"));
        await munich.PutBucketAsync(new PutBucketRequest { BucketName = "here", BucketRegionName = "eu-central-1" }, Ct);

        Assert.Equal(("AuthorizationHeaderMalformed", "The authorization header is malformed; the region 'eu-central-1' is wrong; expecting 'us-east-1'"), (error.ErrorCode, error.Message));
        Assert.Equal("eu-central-1", _server.Buckets.Known("here").Settings.Region);
        Assert.Equal((HttpStatusCode.Conflict, "BucketAlreadyOwnedByYou"), await ClientSteps.Refused(() => munich.PutBucketAsync(new PutBucketRequest { BucketName = "here", BucketRegionName = "eu-central-1" }, Ct)));
    }

    [Fact]
    public async Task Another_account_gets_nothing_and_nobody_gets_anything_of_an_owner_that_was_not_expected()
    {
        await _s3.Put("page", "hello");
        using var stranger = _server.Client("111122223333");

        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await ClientSteps.Refused(() => stranger.Get("page")));
        Assert.Equal((HttpStatusCode.Forbidden, "AccessDenied"), await ClientSteps.Refused(() => stranger.Put("page", "mine")));
        Assert.Equal((HttpStatusCode.Conflict, "BucketAlreadyExists"), await ClientSteps.Refused(() => stranger.PutBucketAsync("site", Ct)));
        Assert.Equal(
            (HttpStatusCode.Forbidden, "AccessDenied"),
            await ClientSteps.Refused(() => _s3.GetObjectAsync(new GetObjectRequest { BucketName = "site", Key = "page", ExpectedBucketOwner = "111122223333" }, Ct)));
        Assert.Equal("hello", await _s3.Get("page"));
    }

    [Fact]
    public async Task Large_files_go_up_in_parts_and_come_back_whole()
    {
        var bytes = new byte[(12 * 1024 * 1024) + 7];
        new Random(7).NextBytes(bytes);
        var begun = await _s3.InitiateMultipartUploadAsync("site", "movie", Ct);
        var parts = new List<PartETag>();
        foreach (var (number, part) in bytes.Chunk(6 * 1024 * 1024).Index())
        {
            using var stream = new MemoryStream(part);
            parts.Add(new PartETag(await _s3.UploadPartAsync(
                new UploadPartRequest { BucketName = "site", Key = "movie", UploadId = begun.UploadId, PartNumber = number + 1, InputStream = stream }, Ct)));
        }

        Assert.Empty(await _s3.Keys());
        var complete = new CompleteMultipartUploadRequest { BucketName = "site", Key = "movie", UploadId = begun.UploadId, PartETags = parts, IfNoneMatch = "*" };
        var done = await _s3.CompleteMultipartUploadAsync(complete, Ct);

        var sums = bytes.Chunk(6 * 1024 * 1024).SelectMany(part => Checksum.Compute("MD5", part)).ToArray();
        Assert.Equal($"\"{Convert.ToHexStringLower(Checksum.Compute("MD5", sums))}-3\"", done.ETag);
        using var got = await _s3.GetObjectAsync("site", "movie", Ct);
        using var whole = new MemoryStream();
        await got.ResponseStream.CopyToAsync(whole, Ct);
        Assert.True(whole.ToArray().AsSpan().SequenceEqual(bytes));
        Assert.Equal(done.ETag, got.ETag);
    }

    [Fact]
    public async Task A_condition_on_the_completion_of_an_upload_is_judged_when_it_is_completed()
    {
        var begun = await _s3.InitiateMultipartUploadAsync("site", "page", Ct);
        using var stream = new MemoryStream("part"u8.ToArray());
        var part = new PartETag(await _s3.UploadPartAsync(
            new UploadPartRequest { BucketName = "site", Key = "page", UploadId = begun.UploadId, PartNumber = 1, InputStream = stream }, Ct));
        await _s3.Put("page", "meanwhile");

        var complete = new CompleteMultipartUploadRequest { BucketName = "site", Key = "page", UploadId = begun.UploadId, PartETags = [part], IfNoneMatch = "*" };

        Assert.Equal((HttpStatusCode.PreconditionFailed, "PreconditionFailed"), await ClientSteps.Refused(() => _s3.CompleteMultipartUploadAsync(complete, Ct)));
        Assert.Equal("meanwhile", await _s3.Get("page"));
        Assert.Single((await _s3.ListMultipartUploadsAsync("site", Ct)).MultipartUploads);
    }

    [Fact]
    public async Task An_access_control_list_is_refused_since_new_buckets_have_none()
    {
        Assert.Equal(
            (HttpStatusCode.BadRequest, "AccessControlListNotSupported"),
            await ClientSteps.Refused(() => _s3.Put("page", "x", request => request.CannedACL = S3CannedACL.PublicRead)));
        Assert.Empty(await _s3.Keys());
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
