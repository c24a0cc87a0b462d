using Amazon.S3;
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
        var server = await ApiServer.Start([], [new S3Api(buckets, clock ?? TimeProvider.System)], LoopbackSocket.Bind(0), _ => { }, TestContext.Current.CancellationToken);
        return new S3Server(server, buckets);
    }

    /// <summary>The official client, as somebody of <paramref name="account"/>.</summary>
    public AmazonS3Client Client(string account = "000000000000", string region = "us-east-1") => new(
        account, "any",
        new AmazonS3Config { ServiceURL = Endpoint.ToString(), ForcePathStyle = true, AuthenticationRegion = region, MaxErrorRetry = 0 });

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Buckets.Dispose();
    }
}
