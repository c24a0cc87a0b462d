using System.Diagnostics;
using System.Text;
using Amazon.S3.Model;
using Slipway.Processes;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal.S3;

/// <summary>What is left after a restart, an end at any moment, and many objects.</summary>
public sealed class DurabilityTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ManualTime _time = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_small_objects_are_there_and_again_after_a_restart()
    {
        await using (var server = await S3Server.Start(_folder.Path))
        {
            using var s3 = server.Client();
            await s3.PutBucketAsync("site", Ct);
            using var http = new RawS3(server.Endpoint);
            await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Ct }, async (number, _) =>
                Assert.Equal(System.Net.HttpStatusCode.OK, (await http.Put($"/site/assets/{number:D5}.js", $"console.log({number})")).Status));
        }

        await using var again = await S3Server.Start(_folder.Path);
        using var client = again.Client();

        Assert.Equal(Enumerable.Range(0, 10_000).Select(number => $"assets/{number:D5}.js"), await client.Keys());
        Assert.Equal("console.log(4711)", await client.Get("assets/04711.js"));
        Assert.Equal(10_000, File.ReadLines(Path.Combine(_folder.Path, "buckets", "site.jsonl")).Count() - 1);
    }

    [Fact]
    public async Task A_cloud_that_is_killed_has_kept_every_write_that_it_answered()
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = new SystemProcesses(TimeProvider.System).Run(
            new Command("dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "Slipway.Rehearsal.dll"), "--folder", _folder.Path, "--docker-host", $"unix://{_folder.Path}/docker.sock", "--docker-cli", "docker"),
            null, ending.Token);
        var cloud = await Ready(running);
        using var s3 = S3Server.Client(cloud.AwsEndpoint);
        await s3.PutBucketAsync("site", Ct);
        var written = 0;
        var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
        {
            try
            {
                for (var number = 0; ; number++)
                {
                    await s3.Put($"{writer}/{number:D6}", $"{writer} {number}");
                    if (Interlocked.Increment(ref written) == 400)
                        KillAtOnce(cloud.Pid);
                }
            }
            catch (Exception error) when (error is HttpRequestException or Amazon.Runtime.AmazonServiceException or Amazon.Runtime.AmazonClientException)
            {
                // The server is gone.
            }
        })).ToList();
        await Task.WhenAll(writers);
        await running;

        await using var again = await S3Server.Start(Path.Combine(_folder.Path, "s3"));
        using var client = again.Client();
        var keys = await client.Keys();

        // One write per writer may have been kept without its answer having arrived.
        Assert.InRange(keys.Count, written, written + 4);
        foreach (var key in keys)
            Assert.Equal($"{key[0]} {int.Parse(key[2..], System.Globalization.CultureInfo.InvariantCulture)}", await client.Get(key));
    }

    [Fact]
    public void A_journal_that_was_cut_off_anywhere_tells_a_time_that_was()
    {
        var states = new List<string> { "" };
        using (var buckets = new Buckets(_folder.Path, _time))
        {
            buckets.Create(new BucketSettings("site", "000000000000", "us-east-1", _time.GetUtcNow()));
            var bucket = buckets.Known("site");
            foreach (var (key, body) in new[] { ("a", "1"), ("ü", "2"), ("a", "3") })
            {
                Put(buckets, bucket, key, body);
                states.Add(Told(bucket));
            }

            bucket.Change(index => Versioning.Delete(index, "a", null, new WriteConditions(null, null), _time.GetUtcNow()));
            states.Add(Told(bucket));
        }

        var path = Path.Combine(_folder.Path, "buckets", "site.jsonl");
        var whole = File.ReadAllBytes(path);
        var first = whole.AsSpan().IndexOf((byte)'\n') + 1;
        foreach (var length in Enumerable.Range(first, whole.Length - first + 1).Where(length => length % 7 == 0 || whole.AsSpan(length - 2, Math.Min(3, whole.Length - length + 2)).Contains((byte)'\n')))
        {
            File.WriteAllBytes(path, whole[..length]);
            using var cut = new Buckets(_folder.Path, _time);
            var lines = whole.AsSpan(first, length - first).Count((byte)'\n');
            Assert.Equal(states[lines], Told(cut.Known("site")));

            // What is written next must not be joined to the half line.
            cut.Known("site").Change(settings => settings with { Versioning = BucketSettings.Enabled });
            Assert.All(File.ReadLines(path), line => Assert.StartsWith("{", line, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void A_journal_that_is_mostly_history_is_rewritten_when_it_is_next_opened()
    {
        var path = Path.Combine(_folder.Path, "buckets", "site.jsonl");
        using (var buckets = new Buckets(_folder.Path, _time))
        {
            buckets.Create(new BucketSettings("site", "000000000000", "us-east-1", _time.GetUtcNow()));
            for (var heartbeat = 0; heartbeat < 500; heartbeat++)
                Put(buckets, buckets.Known("site"), "lock", $"{heartbeat}");
        }

        Assert.Equal(501, File.ReadLines(path).Count());
        using (var again = new Buckets(_folder.Path, _time))
        {
            Assert.Equal("lock=499", Told(again.Known("site")));
            Put(again, again.Known("site"), "lock", "500");
        }

        Assert.Equal(3, File.ReadLines(path).Count());
        using var last = new Buckets(_folder.Path, _time);
        Assert.Equal("lock=500", Told(last.Known("site")));
    }

    [Fact]
    public void A_journal_with_a_damaged_line_is_told_of_and_left_alone()
    {
        using (var buckets = new Buckets(_folder.Path, _time))
            buckets.Create(new BucketSettings("site", "000000000000", "us-east-1", _time.GetUtcNow()));

        var path = Path.Combine(_folder.Path, "buckets", "site.jsonl");
        File.AppendAllText(path, "nonsense\n");
        var before = File.ReadAllText(path);

        var error = Assert.Throws<DeployException>(() => new Buckets(_folder.Path, _time));

        Assert.Contains($"file    {path}, line 2", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(path));
    }

    [Fact]
    public async Task Uploads_versions_and_settings_outlive_a_restart()
    {
        string upload, version;
        await using (var server = await S3Server.Start(_folder.Path))
        {
            using var s3 = server.Client();
            await s3.PutBucketAsync("site", Ct);
            await s3.PutBucketVersioningAsync(new PutBucketVersioningRequest { BucketName = "site", VersioningConfig = new S3BucketVersioningConfig { Status = "Enabled" } }, Ct);
            version = (await s3.Put("page", "old")).VersionId;
            await s3.Put("page", "new");
            upload = (await s3.InitiateMultipartUploadAsync("site", "movie", Ct)).UploadId;
            await Part(s3, upload, 1);
        }

        await using var again = await S3Server.Start(_folder.Path);
        using var client = again.Client();
        var part = (await client.ListPartsAsync("site", "movie", upload, Ct)).Parts.Single();
        await client.CompleteMultipartUploadAsync(
            new CompleteMultipartUploadRequest { BucketName = "site", Key = "movie", UploadId = upload, PartETags = [new PartETag(part.PartNumber ?? 0, part.ETag)] }, Ct);

        Assert.Equal("part 1", await client.Get("movie"));
        Assert.Equal("new", await client.Get("page"));
        using var old = await client.GetObjectAsync("site", "page", version, Ct);
        Assert.Equal(3, old.ContentLength);
        Assert.Equal("Enabled", (await client.GetBucketVersioningAsync("site", Ct)).VersioningConfig.Status);
    }

    [Fact]
    public void Bytes_go_a_minute_after_the_last_object_that_had_them()
    {
        using var buckets = new Buckets(_folder.Path, _time);
        buckets.Create(new BucketSettings("site", "000000000000", "us-east-1", _time.GetUtcNow()));
        var bucket = buckets.Known("site");
        var shared = Put(buckets, bucket, "a", "same");
        Put(buckets, bucket, "b", "same");

        Put(buckets, bucket, "a", "other");
        _time.Advance(TimeSpan.FromMinutes(2));
        Put(buckets, bucket, "c", "1");
        Assert.True(File.Exists(buckets.Blobs.PathOf(shared)));

        Put(buckets, bucket, "b", "other");
        Assert.True(File.Exists(buckets.Blobs.PathOf(shared)));
        _time.Advance(TimeSpan.FromMinutes(2));
        Put(buckets, bucket, "c", "2");

        Assert.False(File.Exists(buckets.Blobs.PathOf(shared)));
        Assert.Equal("a=other b=other c=2", Told(bucket));
    }

    [Fact]
    public async Task Writers_of_the_same_bytes_do_not_take_them_from_each_other()
    {
        using var buckets = new Buckets(_folder.Path, new HurriedTime());
        buckets.Create(new BucketSettings("site", "000000000000", "us-east-1", _time.GetUtcNow()));
        var bucket = buckets.Known("site");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() =>
        {
            for (var round = 0; round < 50; round++)
            {
                Put(buckets, bucket, $"{writer}", "same");
                bucket.Change(index => Versioning.Delete(index, $"{writer}", null, new WriteConditions(null, null), _time.GetUtcNow()));
            }

            Put(buckets, bucket, $"{writer}", "same");
        })));

        Assert.Equal("0=same 1=same 2=same 3=same 4=same 5=same 6=same 7=same", Told(bucket));
        Assert.Equal("same", File.ReadAllText(buckets.Blobs.PathOf(bucket.Read(index => index.Current("0")!.Object!.Content))));
    }

    [Fact]
    public void Bytes_that_no_object_came_to_refer_to_are_gone_after_a_restart()
    {
        Content kept;
        using (var buckets = new Buckets(_folder.Path, _time))
        {
            buckets.Create(new BucketSettings("site", "000000000000", "us-east-1", _time.GetUtcNow()));
            kept = Put(buckets, buckets.Known("site"), "a", "kept");
            using var incoming = Incoming(buckets, "lost");
            buckets.Blobs.Take(incoming);
            File.WriteAllText(buckets.Blobs.NewPath(), "half of a body");
        }

        using var again = new Buckets(_folder.Path, _time);

        var files = Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        Assert.Equal(new[] { kept.Sha256, "site.jsonl" }.Order(StringComparer.Ordinal), files);
    }

    public void Dispose() => _folder.Dispose();

    private static Task<UploadPartResponse> Part(Amazon.S3.AmazonS3Client s3, string upload, int number) =>
        s3.UploadPartAsync(
            new UploadPartRequest { BucketName = "site", Key = "movie", UploadId = upload, PartNumber = number, InputStream = new MemoryStream(Encoding.UTF8.GetBytes($"part {number}")) }, Ct);

    private Content Put(Buckets buckets, Bucket bucket, string key, string body)
    {
        using var incoming = Incoming(buckets, body);
        var stored = new StoredObject(incoming.Content, incoming.Content.Md5, new Dictionary<string, string> { ["x-amz-meta-body"] = body }, new Checksum("CRC64NVME", incoming.Content.Crc64));
        bucket.Change(index =>
        {
            buckets.Blobs.Take(incoming);
            return Versioning.Write(index, key, stored, new WriteConditions(null, null), _time.GetUtcNow());
        });
        return incoming.Content;
    }

    private static IncomingBlob Incoming(Buckets buckets, string body)
    {
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return IncomingBlob.Read(buckets.Blobs.NewPath(), [], [source.ReadAsync], Ct).GetAwaiter().GetResult();
    }

    private static string Told(Bucket bucket) => bucket.Read(index =>
        string.Join(' ', index.KeysFrom("").Select(key => $"{key}={index.Current(key)!.Object!.Headers["x-amz-meta-body"]}")));

    private static void KillAtOnce(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>A clock by which every time of grace is over at once.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        private long _hours;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddHours(Interlocked.Increment(ref _hours));
    }

    private async Task<CloudFile> Ready(Task<CommandResult> running)
    {
        var limit = Stopwatch.StartNew();
        while (CloudFile.Read(_folder.Path) is var cloud)
        {
            if (cloud is not null)
                return cloud;

            Assert.False(running.IsCompleted, running.IsCompleted ? (await running).Error : "");
            Assert.True(limit.Elapsed < TimeSpan.FromSeconds(60), "The cloud was not ready within a minute");
            await Task.Delay(20, Ct);
        }

        throw new UnreachableException();
    }
}
