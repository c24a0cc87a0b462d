using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.S3;

/// <summary>S3 alone, on loopback.</summary>
internal sealed class S3Server : IAsyncDisposable
{
    private readonly ApiServer _server;

    private S3Server(ApiServer server, Buckets buckets) => (_server, Buckets) = (server, buckets);

    public Uri Endpoint => _server.Endpoint;

    public Buckets Buckets { get; }

    public static async Task<S3Server> Start(string folder, TimeProvider? clock = null)
    {
        var buckets = new Buckets(folder, clock ?? TimeProvider.System);
        var server = await ApiServer.Start(
            [], [new S3Api(buckets, clock ?? TimeProvider.System, caller => caller.Account)], new NoCallFaults(), ConfinedRoles.None, LoopbackSocket.Bind(0), _ => { }, TestContext.Current.CancellationToken);
        return new S3Server(server, buckets);
    }

    /// <summary>The official client, as somebody of an account.</summary>
    public AmazonS3Client Client(string account = "000000000000", string region = "us-east-1") => Client(Endpoint, account, region);

    public static AmazonS3Client Client(Uri endpoint, string account = "000000000000", string region = "us-east-1") => new(
        account, "any",
        new AmazonS3Config { ServiceURL = endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = region, MaxErrorRetry = 0, HttpClientFactory = new WithoutProxy() });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Buckets.Dispose();
    }

    private sealed class WithoutProxy : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) =>
            new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }, disposeHandler: true);
    }
}

/// <summary>What tests do with objects all the time.</summary>
internal static class ClientSteps
{
    public static Task<PutObjectResponse> Put(this IAmazonS3 s3, string key, string body, Action<PutObjectRequest>? with = null)
    {
        var request = new PutObjectRequest { BucketName = "site", Key = key, ContentBody = body };
        with?.Invoke(request);
        return s3.PutObjectAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<string> Get(this IAmazonS3 s3, string key, string bucket = "site")
    {
        using var response = await s3.GetObjectAsync(bucket, key, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(response.ResponseStream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>All keys, page by page.</summary>
    public static async Task<IReadOnlyList<string>> Keys(this IAmazonS3 s3, string bucket = "site")
    {
        var keys = new List<string>();
        await foreach (var item in s3.Paginators.ListObjectsV2(new ListObjectsV2Request { BucketName = bucket }).S3Objects.WithCancellation(TestContext.Current.CancellationToken))
            keys.Add(item.Key);

        return keys;
    }

    /// <summary>Status and code that something is refused with.</summary>
    public static async Task<(HttpStatusCode Status, string Code)> Refused(Func<Task> call)
    {
        var error = await Assert.ThrowsAnyAsync<AmazonS3Exception>(call);
        return (error.StatusCode, error.ErrorCode);
    }
}
