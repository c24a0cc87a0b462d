using Amazon.S3.Model;
using AWSSDK.Tests.Aws;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Releases;
using Slipway.Tests.Images;
using Slipway.Tests.Services;

namespace Slipway.Tests.Releases;

/// <summary>Against moto, and against scripted answers where moto does not do what S3 does.</summary>
public sealed class AwsReleaseBucketTests(SharedMoto shared) : IClassFixture<SharedMoto>
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    // An environment of the rehearsal cloud's name signs with its account as access key, and asks nothing of the machine.
    private static readonly DeployEnvironment Here = new("local") { Account = "123456789012", Region = "us-east-1", ReleaseBucket = $"releases-{Guid.NewGuid():N}" };

    private static readonly Application Chat = new("chat") { Environments = [Here] };

    [Fact]
    public async Task What_is_written_is_read_with_its_etag_and_the_servers_time()
    {
        using var session = await Moto(createBucket: true);
        var bucket = Bucket(session);

        var written = await bucket.Put("a b/c.json", "{}"u8.ToArray(), new PutCondition.Always(), Ct);
        var read = await bucket.Get("a b/c.json", Ct);

        Assert.Equal("{}"u8.ToArray(), read!.Content);
        Assert.Equal(written!.ETag, read.ETag);
        Assert.InRange(read.ServerTime - written.ServerTime, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(read.ServerTime - read.LastModified, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        Assert.InRange(TimeProvider.System.GetUtcNow() - read.ServerTime, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_write_whose_condition_does_not_hold_writes_nothing()
    {
        using var session = await Moto(createBucket: true);
        var bucket = Bucket(session);

        var first = await bucket.Put("lock.json", "1"u8.ToArray(), new PutCondition.IfAbsent(), Ct);
        Assert.Null(await bucket.Put("lock.json", "2"u8.ToArray(), new PutCondition.IfAbsent(), Ct));
        var second = await bucket.Put("lock.json", "3"u8.ToArray(), new PutCondition.IfMatch(first!.ETag), Ct);
        Assert.Null(await bucket.Put("lock.json", "4"u8.ToArray(), new PutCondition.IfMatch(first.ETag), Ct));
        Assert.Null(await bucket.Put("none.json", "5"u8.ToArray(), new PutCondition.IfMatch(first.ETag), Ct));
        Assert.False(await bucket.Delete("lock.json", first.ETag, Ct));
        Assert.Equal("3"u8.ToArray(), (await bucket.Get("lock.json", Ct))!.Content);

        Assert.True(await bucket.Delete("lock.json", second!.ETag, Ct));
        Assert.Null(await bucket.Get("lock.json", Ct));
        Assert.NotNull(await bucket.Put("lock.json", "6"u8.ToArray(), new PutCondition.IfAbsent(), Ct));
    }

    [Fact]
    public async Task The_lock_is_taken_refused_and_given_back()
    {
        using var session = await Moto(createBucket: true);
        var output = new RecordingOutput();
        var gate = new DeployLock(Bucket(session), LockTimes.Loopback, output, TimeProvider.System);
        var owner = LockOwner.Of("ann", "r1", _ => null, TimeProvider.System);

        await using (var held = await gate.Take(owner, LockWait.Refuse, Ct))
        {
            Assert.Equal(Verdict.Refused, (await Assert.ThrowsAsync<DeployException>(() => gate.Take(owner, LockWait.Refuse, Ct))).Verdict);
            held.Demand();
        }

        Assert.Null(await gate.Holder(Ct));
        Assert.Empty(output.Events);
    }

    [Fact]
    public async Task Keys_are_listed_by_prefix_across_pages()
    {
        await using var server = await LoopbackServer.Start(call => Reply.Xml(call.PathAndQuery.Contains("continuation-token=more", StringComparison.Ordinal)
            ? "<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>releases/3.json</Key></Contents></ListBucketResult>"
            : "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>more</NextContinuationToken><Contents><Key>releases/1.json</Key></Contents><Contents><Key>releases/2.json</Key></Contents></ListBucketResult>"));
        using var session = new AwsSession(Here, new Uri(server.Url));

        Assert.Equal(["releases/1.json", "releases/2.json", "releases/3.json"], await Bucket(session).List("releases/", Ct));
        Assert.All(server.Calls, call => Assert.Equal("123456789012", call.Headers["x-amz-expected-bucket-owner"]));
    }

    [Fact]
    public async Task Without_the_bucket_nothing_is_found_and_a_write_says_how_to_make_it()
    {
        using var session = await Moto(createBucket: false);
        var bucket = new AwsReleaseBucket(session.S3, Chat, Here with { ReleaseBucket = "not-there" }, TimeProvider.System);

        Assert.Null(await bucket.Get("lock.json", Ct));
        Assert.Empty(await bucket.List("releases/", Ct));
        var error = await Assert.ThrowsAsync<DeployException>(() => bucket.Put("lock.json", "{}"u8.ToArray(), new PutCondition.IfAbsent(), Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(
            """
            The release bucket not-there of chat in local does not exist. Nothing was changed.
              try  ./build.sh Bootstrap --environment local
            """,
            error.Message);
    }

    [Fact]
    public async Task Writes_that_meet_at_S3_are_sent_again()
    {
        var conflicts = 2;
        await using var server = await LoopbackServer.Start(_ => Interlocked.Decrement(ref conflicts) >= 0
            ? Refusal("ConditionalRequestConflict", 409)
            : Reply.Xml("").With("ETag", "\"1\""));
        using var session = new AwsSession(Here, new Uri(server.Url));

        var written = await Bucket(session).Put("lock.json", "{}"u8.ToArray(), new PutCondition.IfAbsent(), Ct);

        Assert.Equal("\"1\"", written!.ETag);
        Assert.Equal(3, server.Calls.Count);
        Assert.All(server.Calls, call => Assert.Equal(("PUT", "*", "123456789012"), (call.Method, call.Headers["If-None-Match"], call.Headers["x-amz-expected-bucket-owner"])));
    }

    [Fact]
    public async Task Writes_that_meet_at_S3_for_ever_are_a_failure_that_may_pass()
    {
        await using var server = await LoopbackServer.Start(_ => Refusal("ConditionalRequestConflict", 409));
        using var session = new AwsSession(Here, new Uri(server.Url));

        var error = await Assert.ThrowsAsync<DeployException>(() => Bucket(session).Delete("lock.json", "\"1\"", Ct));

        Assert.True(error.MayPass);
        Assert.StartsWith("s3:DeleteObject met other writes of the same object", error.Message, StringComparison.Ordinal);
        Assert.Equal(6, server.Calls.Count);
    }

    [Fact]
    public async Task A_bucket_of_another_account_is_refused_by_S3()
    {
        await using var server = await LoopbackServer.Start(_ => Refusal("AccessDenied", 403));
        using var session = new AwsSession(Here, new Uri(server.Url));

        var error = await Assert.ThrowsAsync<DeployException>(() => Bucket(session).Put("lock.json", "{}"u8.ToArray(), new PutCondition.Always(), Ct));

        Assert.Contains("s3:PutObject was refused.", error.Message, StringComparison.Ordinal);
    }

    private static Reply Refusal(string code, int status) => Reply.Xml($"<Error><Code>{code}</Code><Message>no</Message></Error>", status);

    private static AwsReleaseBucket Bucket(AwsSession session) => new(session.S3, Chat, Here, new ImmediateTime());

    private async Task<AwsSession> Moto(bool createBucket)
    {
        var session = new AwsSession(Here, new Uri((await shared.Server()).Url));
        if (createBucket)
        {
            // Each test begins with an empty bucket of the same name.
            await session.S3.PutBucketAsync(new PutBucketRequest { BucketName = Here.ReleaseBucket }, Ct);
            foreach (var key in await Bucket(session).List("", Ct))
                await session.S3.DeleteObjectAsync(Here.ReleaseBucket, key, Ct);
        }

        return session;
    }
}
