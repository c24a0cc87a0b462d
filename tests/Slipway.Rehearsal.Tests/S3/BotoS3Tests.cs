using System.Security.Cryptography;

namespace Slipway.Rehearsal.S3;

/// <summary>AWS's own clients against S3; botocore checks the replies against AWS's model.</summary>
public sealed class BotoS3Tests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _site = new();
    private S3Server _server = null!;

    public async ValueTask InitializeAsync() => _server = await S3Server.Start(_folder.Path);

    [Fact]
    public async Task S3_agrees_with_boto3()
    {
        await new AwsCli(_server.Endpoint).Python("S3/s3.py");

        Assert.Empty(_server.Buckets.All());
    }

    [Fact]
    public async Task A_folder_goes_up_and_comes_down_again_with_aws_s3()
    {
        var aws = new AwsCli(_server.Endpoint);
        var (up, down) = (Path.Combine(_site.Path, "up"), Path.Combine(_site.Path, "down"));
        Directory.CreateDirectory(Path.Combine(up, "assets"));
        File.WriteAllText(Path.Combine(up, "index.html"), "<h1>hello</h1>");
        File.WriteAllText(Path.Combine(up, "assets", "a b+c ü.js"), "console.log(1)");
        // Large enough to go up in parts.
        File.WriteAllBytes(Path.Combine(up, "assets", "movie.mp4"), RandomNumberGenerator.GetBytes((9 * 1024 * 1024) + 1));
        await aws.Run("s3api", "create-bucket", "--bucket", "site");

        await aws.Run("s3", "sync", up, "s3://site/app/", "--cache-control", "max-age=60", "--only-show-errors");
        await aws.Run("s3", "sync", "s3://site/app/", down, "--only-show-errors");

        Assert.Equal(Files(up), Files(down));
        var movie = await aws.Run("s3api", "head-object", "--bucket", "site", "--key", "app/assets/movie.mp4");
        Assert.Equal(("max-age=60", "video/mp4"), ((string)movie!["CacheControl"]!, (string)movie["ContentType"]!));
        Assert.EndsWith("-2\"", (string)movie["ETag"]!, StringComparison.Ordinal);

        await aws.Run("s3", "mv", "s3://site/app/assets/movie.mp4", "s3://site/film.mp4", "--only-show-errors");
        await aws.Run("s3", "rm", "s3://site/app/", "--recursive", "--only-show-errors");
        var left = (await aws.Run("s3api", "list-objects-v2", "--bucket", "site"))!["Contents"]!.AsArray();
        Assert.Equal("film.mp4", (string)Assert.Single(left)!["Key"]!);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
        _site.Dispose();
    }

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => $"{Path.GetRelativePath(folder, path)} {Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))}")
            .Order(StringComparer.Ordinal);
}
