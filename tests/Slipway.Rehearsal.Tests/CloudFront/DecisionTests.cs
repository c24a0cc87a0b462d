using System.Xml.Linq;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>What the edge decides without doing anything: behaviours, keys, what origins are sent, what is compressed, what is purged.</summary>
public sealed class DecisionTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly CachePolicy Optimized = ManagedPolicies.Cache.Single(one => one.Name == "Managed-CachingOptimized");
    private static readonly OriginSettings Server = new("api", "127.0.0.1", "/v1", [KeyValuePair.Create("X-Origin-Key", "secret")], null, false, 8080, TimeSpan.FromSeconds(30));

    [Theory]
    [InlineData("/api/users", "/api/*")]
    [InlineData("/API/users", "*")]
    [InlineData("/api", "*")]
    [InlineData("/images/deep/er/cat.jpg", "images/*.jpg")]
    [InlineData("/images/cat.jpeg", "*")]
    [InlineData("/v1/x", "/v?/x")]
    [InlineData("/v12/x", "*")]
    [InlineData("/api/v1/x", "/api/*")]
    public void The_first_behaviour_whose_pattern_takes_the_path_has_it_and_case_counts(string path, string pattern)
    {
        var config = DistributionDefaults.Fill(Config.Site(more: Config.Behaviours(
            Config.Behaviour("bucket", "/api/*"), Config.Behaviour("bucket", "images/*.jpg"), Config.Behaviour("bucket", "/v?/x"), Config.Behaviour("bucket", "/api/v1/*"))));

        Assert.Equal(pattern, DistributionSettings.Read(config, new CloudFrontState()).BehaviourOf(path).Pattern);
    }

    [Theory]
    [InlineData("site.s3.eu-west-1.amazonaws.com", "site")]
    [InlineData("site.s3.amazonaws.com", "site")]
    [InlineData("www.example.org.s3.ap-northeast-2.amazonaws.com", "www.example.org")]
    [InlineData("example.org", null)]
    [InlineData("s3.eu-west-1.amazonaws.com", null)]
    public void An_S3_origin_names_its_bucket(string domain, string? bucket) => Assert.Equal(bucket, OriginSettings.BucketOf(domain));

    [Theory]
    [InlineData("/a?x=1&y=2", "Accept-Encoding: gzip, br", "GET /a|br,gzip")]
    [InlineData("/a", "Accept-Encoding: gzip;q=0.5, deflate", "GET /a|gzip")]
    [InlineData("/a", "Accept-Encoding: br;q=0", "GET /a|")]
    [InlineData("/a", "Range: bytes=0-1", "GET /a|")]
    [InlineData("/a", "Cookie: id=1", "GET /a|")]
    public void The_optimized_policy_tells_answers_apart_by_path_and_encoding_alone(string target, string header, string key) =>
        Assert.Equal(key.Replace('|', '\n'), CacheKey.Of(Request(target, header), Optimized).Text);

    [Fact]
    public void A_key_has_what_its_policy_takes_and_the_url_that_invalidations_name_has_the_query_of_the_key()
    {
        var policy = Optimized with
        {
            Gzip = false,
            Brotli = false,
            Headers = Selection.Of("X-Theme"),
            Cookies = Selection.Of("b", "a"),
            Query = new Selection("allExcept", ["utm"]),
        };

        var key = CacheKey.Of(Request("/a?v=2&utm=mail&flag", "X-Theme: dark", "Cookie: b=2; c=3; a=1"), policy);

        Assert.Equal("/a?v=2&flag", key.Url);
        Assert.Equal("GET /a?v=2&flag\n\nx-theme: dark\ncookie a=1\ncookie b=2", key.Text);
    }

    [Fact]
    public void Without_an_origin_request_policy_an_origin_learns_next_to_nothing_of_the_viewer()
    {
        var request = Request("/users?page=2", "Host: shop.example.org", "User-Agent: Firefox", "Authorization: Bearer x", "Referer: /", "Cookie: id=1", "X-Forwarded-For: 192.0.2.1");

        var sent = OriginRequest.Of(request, "/users", Behaviour(Config.Uncached, null), Server, null, "id");

        Assert.Equal("/v1/users", sent.Target);
        Assert.Equal(
            ["Host: 127.0.0.1:8080", "User-Agent: Amazon CloudFront", "Via: 1.1 rehearsal.cloudfront.net (CloudFront)", "X-Amz-Cf-Id: id", "X-Forwarded-For: 192.0.2.1, 192.0.2.9", "X-Origin-Key: secret"],
            Lines(sent));
    }

    [Theory]
    [InlineData(Config.AllViewer, "Host: shop.example.org")]
    [InlineData(Config.AllViewerExceptHost, "Host: 127.0.0.1:8080")]
    public void All_of_the_viewer_is_sent_when_a_policy_says_so(string policy, string host)
    {
        var request = Request("/users?page=2&q", "Host: shop.example.org", "User-Agent: Firefox", "Authorization: Bearer x", "Accept-Encoding: gzip", "Cookie: id=1; t=2", "Connection: keep-alive", "X-Origin-Key: forged", "Range: bytes=0-1");

        var sent = OriginRequest.Of(request, "/users", Behaviour(Config.Uncached, policy), Server, null, "id");

        Assert.Equal("/v1/users?page=2&q", sent.Target);
        Assert.Equal(
            ["Accept-Encoding: gzip", "Authorization: Bearer x", "Cookie: id=1; t=2", host, "Range: bytes=0-1", "User-Agent: Firefox", "Via: 1.1 rehearsal.cloudfront.net (CloudFront)", "X-Amz-Cf-Id: id", "X-Forwarded-For: 192.0.2.9", "X-Origin-Key: secret"],
            Lines(sent));
    }

    [Fact]
    public void What_CloudFront_knows_of_the_viewer_is_sent_where_a_policy_names_it()
    {
        var behaviour = Behaviour(Config.Uncached, null) with { Forwards = new("", "", Selection.Of("CloudFront-Forwarded-Proto", "CloudFront-Viewer-Address"), Selection.None, Selection.None) };

        var sent = OriginRequest.Of(Request("/"), "/", behaviour, Server, null, "id");

        Assert.Equal(["CloudFront-Forwarded-Proto: http", "CloudFront-Viewer-Address: 192.0.2.9:50000"], Lines(sent).Where(line => line.StartsWith("CloudFront-", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_may_be_kept_is_asked_for_whole_and_in_the_encodings_of_its_key()
    {
        var request = Request("/app.js", "Range: bytes=0-1", "If-None-Match: \"x\"", "Accept-Encoding: br, gzip, zstd");
        var key = CacheKey.Of(request with { Headers = [.. request.Headers.Where(header => header.Key != "Range")] }, Optimized);

        var sent = OriginRequest.Of(request, "/app.js", Behaviour(Config.Optimized, null), Server, key, "id");

        Assert.Contains("Accept-Encoding: br,gzip", Lines(sent));
        Assert.DoesNotContain(Lines(sent), line => line.StartsWith("Range", StringComparison.Ordinal) || line.StartsWith("If-None-Match", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, 200, "text/html; charset=utf-8", null, 1000, "br,gzip", "br")]
    [InlineData(true, 200, "application/javascript", null, 10_000_000, "gzip", "gzip")]
    [InlineData(true, 404, "text/html", null, 5000, "gzip", "gzip")]
    [InlineData(false, 200, "text/html", null, 5000, "br", null)]
    [InlineData(true, 200, "text/html", null, 999, "br", null)]
    [InlineData(true, 200, "text/html", null, 10_000_001, "br", null)]
    [InlineData(true, 200, "image/png", null, 5000, "br", null)]
    [InlineData(true, 200, "application/octet-stream", null, 5000, "br", null)]
    [InlineData(true, 200, "text/html", "gzip", 5000, "br,gzip", null)]
    [InlineData(true, 200, "text/html", null, null, "br", null)]
    [InlineData(true, 301, "text/html", null, 5000, "br", null)]
    [InlineData(true, 200, "text/html", null, 5000, "", null)]
    public void The_edge_compresses_texts_of_a_known_size_that_nobody_compressed_before(
        bool compress, int status, string type, string? encoding, int? length, string encodings, string? chosen) =>
        Assert.Equal(chosen, Compression.Choose(compress, status, type, encoding, length, encodings));

    [Theory]
    [InlineData("/app.js", "/app.js", true)]
    [InlineData("/app.js", "/App.js", false)]
    [InlineData("/app.js", "/app.js?v=2", false)]
    [InlineData("/app.js?v=2", "/app.js?v=2", true)]
    [InlineData("/app*", "/app.js?v=2", true)]
    [InlineData("/*", "/", true)]
    [InlineData("/", "/index.html", false)]
    [InlineData("/docs/*", "/docs", false)]
    public void An_invalidation_removes_what_its_paths_name(string path, string url, bool removed)
    {
        var purge = new Purge(new Invalidation("I", "E", "r", [path], Noon, Noon.AddSeconds(20)));

        Assert.Equal(removed, purge.Removes(url, fetched: Noon.AddSeconds(-1), now: Noon.AddSeconds(20)));
    }

    [Fact]
    public void An_invalidation_acts_when_it_completes_and_on_what_was_fetched_before_that()
    {
        var purge = new Purge(new Invalidation("I", "E", "r", ["/a"], Noon, Noon.AddSeconds(20)));

        Assert.False(purge.Removes("/a", fetched: Noon.AddSeconds(-1), now: Noon.AddSeconds(19)));
        Assert.True(purge.Removes("/a", fetched: Noon.AddSeconds(19), now: Noon.AddSeconds(30)));
        Assert.False(purge.Removes("/a", fetched: Noon.AddSeconds(20), now: Noon.AddSeconds(30)));
    }

    private static IEnumerable<string> Lines(OriginRequest sent) => sent.Headers.Select(header => $"{header.Key}: {header.Value}").Order(StringComparer.Ordinal);

    private static Behaviour Behaviour(string cache, string? forwards)
    {
        XElement behaviour = Config.Behaviour("api", cache: cache, forwards: forwards, all: true);
        return CloudFront.Behaviour.Read(behaviour, new CloudFrontState());
    }

    private static ViewerRequest Request(string target, params string[] headers)
    {
        var given = headers.Select(header => KeyValuePair.Create(header.Split(": ")[0], header.Split(": ")[1])).ToList();
        return new(
            "GET", target.Split('?')[0], [.. target.Split('?').Skip(1).SelectMany(query => query.Split('&')).Select(QueryPart.Parse)],
            given.FindAll(header => header.Key != "Cookie"),
            [.. given.Where(header => header.Key == "Cookie").SelectMany(header => header.Value.Split("; ")).Select(cookie => KeyValuePair.Create(cookie.Split('=')[0], cookie.Split('=')[1]))],
            "192.0.2.9", 50000);
    }
}
