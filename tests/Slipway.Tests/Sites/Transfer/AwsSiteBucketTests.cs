using System.Net;
using System.Net.Sockets;
using Amazon.S3;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Sites;

namespace Slipway.Tests.Sites.Transfer;

/// <summary>What a person is told of what went wrong.</summary>
public sealed class AwsSiteBucketTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Here = new("local") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly SiteHeaders Headers = new("text/plain", "no-cache");

    [Fact]
    public async Task A_server_that_keeps_failing_may_be_better_later()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<Error><Code>SlowDown</Code><Message>Reduce your request rate.</Message><RequestId>44425</RequestId></Error>", 503));

        var error = await Failure(server.Url, bucket => bucket.CopyOntoItself("bucket", "key", "0123", Headers, Ct));

        Assert.Equal(
            """
            s3:PutObject failed, perhaps for the moment.
              reason  SlowDown: Reduce your request rate. (request 44425)
              try     the same again in a minute
            """,
            error.Message);
        Assert.True(error.MayPass);
        Assert.Equal("SlowDown", Assert.IsType<AmazonS3Exception>(error.InnerException).ErrorCode);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_told_as_of_any_service()
    {
        using var nobody = new TcpListener(IPAddress.Loopback, 0);
        nobody.Start();
        var url = $"http://{nobody.LocalEndpoint}";
        nobody.Stop();

        var error = await Failure(url, bucket => bucket.List("bucket", "", [], Ct));

        Assert.StartsWith("s3:ListBucket did not reach AWS.", error.Message, StringComparison.Ordinal);
        Assert.True(error.MayPass);
    }

    [Fact]
    public async Task A_bucket_in_a_region_that_is_not_told_is_refused()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<Error><Code>PermanentRedirect</Code><Message>Use the specified endpoint.</Message></Error>", 301));

        var error = await Failure(server.Url, bucket => bucket.List("bucket", "", [], Ct));

        Assert.Equal(
            """
            The bucket bucket is in another region. Nothing was changed.
              reason  PermanentRedirect: Use the specified endpoint.
              try     correct it in Infrastructure.Sites, or check account and credentials
            """,
            error.Message);
        Assert.Equal(Verdict.Refused, error.Verdict);
    }

    [Fact]
    public async Task Credentials_that_expired_are_told_as_of_any_service()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Xml("<Error><Code>ExpiredToken</Code><Message>The provided token has expired.</Message></Error>", 400));

        var error = await Failure(server.Url, bucket => bucket.Headers("bucket", "key", Ct));
        var listed = await Failure(server.Url, bucket => bucket.List("bucket", "", [], Ct));

        Assert.Equal((Verdict.Failed, Verdict.Refused), (error.Verdict, listed.Verdict));
        Assert.StartsWith("There are no usable AWS credentials. Nothing was changed.", listed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listing_that_is_cut_off_is_asked_for_again()
    {
        var pages = 0;
        await using var server = await LoopbackServer.Start(_ => Reply.Xml(pages++ == 0 ? "<ListBucketResult><Contents><Key>a</Key>" : "<ListBucketResult><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>"));
        using var session = new AwsSession(Here, new Uri(server.Url));

        Assert.Equal(["a"], (await new AwsSiteBucket(session, new QuickTime()).List("bucket", "", [], Ct)).Select(found => found.Key));
        Assert.Equal(["s3:ListObjectsV2 1"], session.Calls.Counts.Select(call => $"{call.Key} {call.Value}"));
    }

    [Fact]
    public void Buckets_of_one_session_share_their_connections_which_end_with_it()
    {
        var session = new AwsSession(Here, new Uri("http://127.0.0.1:9"));
        var (one, other) = (session.Own(() => new Counted()), session.Own(() => new Counted()));
        Assert.Same(one, other);

        session.Dispose();
        Assert.Equal(1, one.Disposed);
    }

    private static async Task<DeployException> Failure(string url, Func<AwsSiteBucket, Task> call)
    {
        using var session = new AwsSession(Here, new Uri(url));
        return await Assert.ThrowsAsync<DeployException>(() => call(new AwsSiteBucket(session, new QuickTime())));
    }

    private sealed class Counted : IDisposable
    {
        public int Disposed { get; private set; }

        public void Dispose() => Disposed++;
    }
}
