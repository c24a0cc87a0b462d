using System.Xml.Linq;
using Amazon.S3;
using Amazon.S3.Model;

namespace Slipway.Rehearsal.S3;

/// <summary>What CloudFront is answered.</summary>
public sealed class OriginBucketsTests : IAsyncLifetime
{
    private const string Distribution = "arn:aws:cloudfront::000000000000:distribution/E1";
    private readonly TemporaryFolder _folder = new();
    private S3Server _server = null!;
    private AmazonS3Client _s3 = null!;
    private OriginBuckets _origin = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await S3Server.Start(_folder.Path);
        _s3 = _server.Client();
        _origin = new OriginBuckets(_server.Buckets, TimeProvider.System);
        await _s3.PutBucketAsync("site", Ct);
        await _s3.Put("index.html", "<h1>hello</h1>", request =>
        {
            request.ContentType = "text/html";
            request.Headers.CacheControl = "no-cache";
            request.Metadata["release"] = "r1";
        });
    }

    [Fact]
    public async Task Nobody_reads_a_bucket_that_has_no_policy()
    {
        Assert.Equal((403, "AccessDenied"), Refusal(_origin.Get("site", "index.html", Distribution, null)));
        Assert.Equal((403, "AccessDenied"), Refusal(_origin.Get("site", "index.html", null, null)));
        Assert.Equal((404, "NoSuchBucket"), Refusal(_origin.Get("none", "index.html", Distribution, null)));
        Assert.Equal("<h1>hello</h1>", await _s3.Get("index.html"));
    }

    [Fact]
    public async Task The_distribution_that_the_policy_names_gets_the_object_with_its_headers()
    {
        await Allow("s3:GetObject", "arn:aws:s3:::site/*");

        var answer = _origin.Get("site", "index.html", Distribution, null);

        Assert.Equal((200, "<h1>hello</h1>"), (answer.Status, Body(answer)));
        Assert.Equal(
            ("text/html", "no-cache", "14", "r1", "bytes"),
            (answer.Headers["Content-Type"], answer.Headers["Cache-Control"], answer.Headers["Content-Length"], answer.Headers["x-amz-meta-release"], answer.Headers["Accept-Ranges"]));
        Assert.Equal((await _s3.GetObjectMetadataAsync("site", "index.html", Ct)).ETag, answer.Headers["ETag"]);
        Assert.Equal((403, "AccessDenied"), Refusal(_origin.Get("site", "index.html", "arn:aws:cloudfront::000000000000:distribution/E2", null)));
        Assert.Equal((403, "AccessDenied"), Refusal(_origin.Get("site", "index.html", null, null)));
    }

    [Fact]
    public async Task A_copy_that_is_still_right_is_not_sent_again()
    {
        await Allow("s3:GetObject", "arn:aws:s3:::site/*");
        var tag = _origin.Get("site", "index.html", Distribution, null).Headers["ETag"];

        var same = _origin.Get("site", "index.html", Distribution, tag);
        await _s3.Put("index.html", "changed");
        var changed = _origin.Get("site", "index.html", Distribution, tag);

        Assert.Equal((304, "", tag, false), (same.Status, Body(same), same.Headers["ETag"], same.Headers.ContainsKey("Content-Length")));
        Assert.Equal((200, "changed"), (changed.Status, Body(changed)));
    }

    [Fact]
    public async Task A_missing_key_is_told_only_to_those_who_may_list()
    {
        await Allow("s3:GetObject", "arn:aws:s3:::site/*");
        Assert.Equal((403, "AccessDenied"), Refusal(_origin.Get("site", "none", Distribution, null)));

        await Allow("\"s3:GetObject\",\"s3:ListBucket\"", "arn:aws:s3:::site/*\",\"arn:aws:s3:::site");
        Assert.Equal((404, "NoSuchKey"), Refusal(_origin.Get("site", "none", Distribution, null)));
    }

    [Fact]
    public async Task Block_public_access_keeps_a_public_policy_out_and_without_it_everybody_reads()
    {
        const string everybody = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*"}}""";
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => _s3.PutBucketPolicyAsync("site", everybody, Ct));
        Assert.Equal("AccessDenied", refused.ErrorCode);

        await _s3.DeletePublicAccessBlockAsync(new DeletePublicAccessBlockRequest { BucketName = "site" }, Ct);
        await _s3.PutBucketPolicyAsync("site", everybody, Ct);
        Assert.Equal("<h1>hello</h1>", Body(_origin.Get("site", "index.html", null, null)));

        await _s3.PutPublicAccessBlockAsync(
            new PutPublicAccessBlockRequest { BucketName = "site", PublicAccessBlockConfiguration = new PublicAccessBlockConfiguration { RestrictPublicBuckets = true } }, Ct);
        Assert.Equal((403, "AccessDenied"), Refusal(_origin.Get("site", "index.html", null, null)));
        Assert.Equal("<h1>hello</h1>", Body(_origin.Get("site", "index.html", Distribution, null)));
    }

    [Fact]
    public async Task An_answer_can_still_be_read_when_the_object_was_replaced_meanwhile()
    {
        await Allow("s3:GetObject", "arn:aws:s3:::site/*");
        var answer = _origin.Get("site", "index.html", Distribution, null);

        await _s3.Put("index.html", "changed");

        Assert.Equal("<h1>hello</h1>", Body(answer));
    }

    [Fact]
    public async Task A_policy_that_denies_the_owner_everything_does_not_take_the_means_to_replace_it()
    {
        await _s3.PutBucketPolicyAsync("site", """{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::site","arn:aws:s3:::site/*"]}}""", Ct);

        Assert.Equal((System.Net.HttpStatusCode.Forbidden, "AccessDenied"), await ClientSteps.Refused(() => _s3.Get("index.html")));
        await _s3.DeleteBucketPolicyAsync("site", Ct);

        Assert.Equal("<h1>hello</h1>", await _s3.Get("index.html"));
    }

    public async ValueTask DisposeAsync()
    {
        _s3.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    private Task<PutBucketPolicyResponse> Allow(string actions, string resources) => _s3.PutBucketPolicyAsync(
        "site",
        $$$"""
        {"Version":"2012-10-17","Statement":[{"Sid":"cdn","Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},
         "Action":[{{{(actions.StartsWith('"') ? actions : $"\"{actions}\"")}}}],"Resource":["{{{resources}}}"],"Condition":{"StringEquals":{"AWS:SourceArn":"{{{Distribution}}}"} } }]}
        """,
        Ct);

    private static string Body(OriginAnswer answer)
    {
        using var reader = new StreamReader(answer.Open());
        return reader.ReadToEnd();
    }

    private static (int, string) Refusal(OriginAnswer answer)
    {
        var body = Body(answer);
        Assert.Equal((body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), "application/xml"), (answer.Headers["Content-Length"], answer.Headers["Content-Type"]));
        return (answer.Status, XElement.Parse(body).Element("Code")!.Value);
    }
}
