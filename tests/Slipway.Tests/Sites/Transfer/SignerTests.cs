using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using AWSSDK.Tests.Loopback;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

public sealed class SignerTests
{
    private const string Nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly AccessKey Example = new("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", null);

    // https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html, the four examples.
    [Theory]
    [InlineData("GET", "/test.txt", "", "range=bytes=0-9", Nothing, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41")]
    [InlineData(
        "PUT", "test$file.text", "", "date=Fri, 24 May 2013 00:00:00 GMT|x-amz-storage-class=REDUCED_REDUNDANCY", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd")]
    [InlineData("GET", "/", "lifecycle=", "", Nothing, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "/", "max-keys=2&prefix=J", "", Nothing, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void The_examples_of_AWS_are_signed_as_AWS_signs_them(string method, string path, string query, string headers, string payload, string signature)
    {
        List<(string Name, string Value)> all =
        [
            ("host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", payload), ("x-amz-date", "20130524T000000Z"),
            .. headers.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(header => header.Split('=', 2)).Select(header => (header[0], header[1])),
        ];
        all.Sort((one, other) => string.CompareOrdinal(one.Name, other.Name));

        var authorization = new Signer().Authorization(
            Example, "us-east-1", "20130524T000000Z", new CanonicalRequest(method, path.StartsWith('/') ? path : $"/{KeyText.Path(path)}", query, all, payload));

        Assert.Equal(
            $"AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request, SignedHeaders={string.Join(';', all.Select(header => header.Name))}, Signature={signature}",
            authorization);
    }

    [Fact]
    public async Task Requests_of_the_official_client_are_signed_as_it_signs_them()
    {
        await using var server = await LoopbackServer.Start(call => call.Method == "GET" ? Reply.Xml("<ListBucketResult/>") : new Reply(200, "").With("ETag", "\"1\""));
        using var client = new AmazonS3Client(
            new SessionAWSCredentials("ASIAEXAMPLE", "secret/of+the client", "token=="),
            new AmazonS3Config { ServiceURL = server.Url, ForcePathStyle = true, AuthenticationRegion = "eu-west-3", RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, HttpClientFactory = new Direct() });
        foreach (var key in WireKeys.Odd)
        {
            await client.PutObjectAsync(new PutObjectRequest { BucketName = "bucket", Key = key, ContentBody = "text", UseChunkEncoding = false, IfNoneMatch = "*" }, Ct);
            await client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = "bucket", Prefix = key, StartAfter = key }, Ct);
        }

        Assert.Equal(2 * WireKeys.Odd.Count, server.Calls.Count);
        Assert.All(server.Calls, call => Assert.Equal(call.Headers["Authorization"], SignedAgain(call, new AccessKey("ASIAEXAMPLE", "secret/of+the client", "token=="), "eu-west-3")));
        Assert.Equal(WireKeys.Odd.Select(key => $"/bucket/{KeyText.Path(key)}"), server.Calls.Where(call => call.Method == "PUT").Select(call => call.PathAndQuery));
    }

    [Fact]
    public void The_key_of_another_day_region_or_secret_is_another()
    {
        var signer = new Signer();
        string[] signatures =
        [
            Sign(signer, Example, "us-east-1", "20130524T000000Z"), Sign(signer, Example, "us-east-1", "20130525T000000Z"), Sign(signer, Example, "eu-west-1", "20130524T000000Z"),
            Sign(signer, Example with { Secret = "other" }, "us-east-1", "20130524T000000Z"),
        ];

        Assert.Equal(4, signatures.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(signatures[0], Sign(signer, Example, "us-east-1", "20130524T000000Z"));
        Assert.Equal(signatures[2], Sign(new Signer(), Example, "eu-west-1", "20130524T000000Z"));
    }

    [Fact]
    public void A_secret_is_not_printed() => Assert.Equal("***", Example.ToString());

    /// <summary>The Authorization header that a recorded request should have.</summary>
    internal static string SignedAgain(Call call, AccessKey key, string region)
    {
        var authorization = call.Headers["Authorization"];
        var names = authorization[(authorization.IndexOf("SignedHeaders=", StringComparison.Ordinal) + 14)..].Split(',')[0].Split(';');
        var target = call.PathAndQuery.Split('?', 2);
        var query = target.Length == 1 ? "" : string.Join('&', target[1].Split('&').Select(field => field.Contains('=', StringComparison.Ordinal) ? field : $"{field}=").Order(StringComparer.Ordinal));
        return new Signer().Authorization(
            key, region, call.Headers["X-Amz-Date"], new CanonicalRequest(call.Method, target[0], query, [.. names.Select(name => (name, call.Headers[name]))], call.Headers["X-Amz-Content-SHA256"]));
    }

    private static string Sign(Signer signer, AccessKey key, string region, string stamp) =>
        signer.Authorization(key, region, stamp, new CanonicalRequest("GET", "/", "", [("host", "here")], Nothing)).Split("Signature=")[1];

    private sealed class Direct : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new SocketsHttpHandler { UseProxy = false });
    }
}
