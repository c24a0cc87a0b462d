namespace Slipway.Rehearsal.S3;

/// <summary>AWS's own clients against S3; botocore checks the replies against AWS's model.</summary>
public sealed class BotoS3Tests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private S3Server _server = null!;

    public async ValueTask InitializeAsync() => _server = await S3Server.Start(_folder.Path);

    [Fact]
    public async Task S3_agrees_with_boto3()
    {
        await new AwsCli(_server.Endpoint).Python("S3/s3.py");

        Assert.Empty(_server.Buckets.All());
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }
}
