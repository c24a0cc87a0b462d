using System.IO.Compression;
using System.Text;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>A bucket behind the edge.</summary>
public sealed class EdgeCacheTests : IAsyncLifetime
{
    private EdgeCloud _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await EdgeCloud.Start();

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Fact]
    public async Task The_first_request_is_a_miss_and_the_next_ones_are_hits_that_tell_their_age()
    {
        _cloud.Buckets.Put("app.js", "v1", "Cache-Control: max-age=60");
        var site = await _cloud.Distribute(Config.Site());

        var first = await _cloud.Get(site, "/app.js");
        _cloud.Buckets.Put("app.js", "v2", "Cache-Control: max-age=60");
        _cloud.Clock.Advance(TimeSpan.FromSeconds(42));
        var second = await _cloud.Get(site, "/app.js?unkeyed=1");

        Assert.Equal(["200 Miss v1", "200 Hit v1"], [$"{first}", $"{second}"]);
        Assert.Equal((null, "42"), (first.Header("Age"), second.Header("Age")));
        Assert.Equal(("1.1 rehearsal.cloudfront.net (CloudFront)", "AmazonS3", "2"), (second.Header("Via"), second.Header("Server"), second.Header("Content-Length")));
        Assert.NotNull(second.Header("X-Amz-Cf-Pop"));
        Assert.NotEqual(first.Header("X-Amz-Cf-Id"), second.Header("X-Amz-Cf-Id"));
        Assert.Equal(["app.js"], _cloud.Buckets.Asked);
    }

    [Fact]
    public async Task What_is_stale_is_asked_for_again_and_costs_no_body_when_it_did_not_change()
    {
        _cloud.Buckets.Put("index.html", "v1", "Cache-Control: max-age=60");
        var site = await _cloud.Distribute(Config.Site());
        await _cloud.Get(site, "/index.html");

        _cloud.Clock.Advance(TimeSpan.FromSeconds(61));
        var same = await _cloud.Get(site, "/index.html");
        var fresh = await _cloud.Get(site, "/index.html");
        _cloud.Clock.Advance(TimeSpan.FromSeconds(61));
        _cloud.Buckets.Put("index.html", "v2", "Cache-Control: max-age=60");
        var changed = await _cloud.Get(site, "/index.html");

        Assert.Equal(["200 RefreshHit v1", "200 Hit v1", "200 Miss v2"], [$"{same}", $"{fresh}", $"{changed}"]);
        Assert.Equal(["index.html", "index.html if changed", "index.html if changed"], _cloud.Buckets.Asked);
    }

    [Fact]
    public async Task A_policy_with_a_minimum_keeps_even_what_the_origin_forbids_to_keep_and_one_without_obeys()
    {
        _cloud.Buckets.Put("index.html", "v1", "Cache-Control: no-store");
        var optimized = await _cloud.Distribute(Config.Site());
        var obeying = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: Config.OriginHeaders)));

        Assert.Equal(["Miss", "Hit"], [(await _cloud.Get(optimized, "/index.html")).Cache, (await _cloud.Get(optimized, "/index.html")).Cache]);
        Assert.Equal(["Miss", "Miss"], [(await _cloud.Get(obeying, "/index.html")).Cache, (await _cloud.Get(obeying, "/index.html")).Cache]);
    }

    [Fact]
    public async Task Viewers_that_come_at_once_cost_the_origin_one_request()
    {
        _cloud.Buckets.Put("app.js", new string('x', 200_000));
        var site = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", compress: true)));

        var seen = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => _cloud.Get(site, "/app.js", "Accept-Encoding: br")));

        Assert.All(seen, one => Assert.Equal((200, "br"), (one.Status, one.Header("Content-Encoding"))));
        Assert.Single(seen, one => one.Cache == "Miss");
        Assert.Equal(["app.js"], _cloud.Buckets.Asked);
    }

    [Fact]
    public async Task The_root_object_stands_for_the_root_alone_and_is_invalidated_by_the_root()
    {
        _cloud.Buckets.Put("index.html", "v1");
        var site = await _cloud.Distribute(Config.Site(more: Config.Root("index.html")));

        Assert.Equal(["200 v1", "403 AccessDenied"], [Show(await _cloud.Get(site, "/")), Show(await _cloud.Get(site, "/docs/"))]);
        _cloud.Buckets.Put("index.html", "v2");
        await _cloud.Invalidate(site, "/index.html");
        Assert.Equal(["200 v1", "200 v2"], [Show(await _cloud.Get(site, "/")), Show(await _cloud.Get(site, "/index.html"))]);
        await _cloud.Invalidate(site, "/");
        Assert.Equal("200 v2", Show(await _cloud.Get(site, "/")));

        static string Show(Seen seen) => $"{seen.Status} {(seen.Body.Contains("AccessDenied", StringComparison.Ordinal) ? "AccessDenied" : seen.Body)}";
    }

    [Fact]
    public async Task An_invalidation_takes_time_and_until_then_the_old_is_served()
    {
        _cloud.Buckets.Put("a.js", "v1");
        _cloud.Buckets.Put("b.js", "v1");
        var site = await _cloud.Distribute(Config.Site());
        await Both();
        _cloud.Buckets.Put("a.js", "v2");
        _cloud.Buckets.Put("b.js", "v2");

        var created = await _cloud.Call(InvalidationOperations.Create, Config.Invalidation("r", "/a*"), id: site.Id);
        _cloud.Clock.Advance(InvalidationOperations.Duration - TimeSpan.FromSeconds(1));
        Assert.Equal(["200 Hit v1", "200 Hit v1"], await Both());
        Assert.Equal("InProgress", await Status());

        _cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["200 Miss v2", "200 Hit v1"], await Both());
        Assert.Equal("Completed", await Status());

        async Task<string[]> Both() => [$"{await _cloud.Get(site, "/a.js")}", $"{await _cloud.Get(site, "/b.js")}"];

        async Task<string> Status()
        {
            var one = new RestCall(EdgeCloud.Caller, _cloud.Time, new Dictionary<string, string> { ["DistributionId"] = site.Id, ["Id"] = created.Body!.Element("Id")!.Value }, _ => null, null, null, () => 0);
            return (await _cloud.Network.Change(InvalidationOperations.Get, one, TestContext.Current.CancellationToken)).Body!.Element("Status")!.Value;
        }
    }

    [Theory]
    [InlineData("br, gzip", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("identity", null)]
    public async Task Texts_are_compressed_as_the_viewer_understands_and_keep_their_content(string accepts, string? encoding)
    {
        var text = string.Concat(Enumerable.Range(0, 500).Select(number => $"line {number}\n"));
        _cloud.Buckets.Put("app.js", text);
        var site = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", compress: true)));

        await _cloud.Get(site, "/app.js", $"Accept-Encoding: {accepts}");
        var seen = await _cloud.Get(site, "/app.js", $"Accept-Encoding: {accepts}");

        Assert.Equal(("Hit", encoding), (seen.Cache, seen.Header("Content-Encoding")));
        Assert.Equal(encoding is not null, seen.Header("ETag")!.StartsWith("W/", StringComparison.Ordinal));
        Assert.Equal(text, Plain(seen));

        static string Plain(Seen seen)
        {
            using Stream stream = seen.Header("Content-Encoding") switch
            {
                "br" => new BrotliStream(new MemoryStream(seen.Bytes), CompressionMode.Decompress),
                "gzip" => new GZipStream(new MemoryStream(seen.Bytes), CompressionMode.Decompress),
                _ => new MemoryStream(seen.Bytes),
            };
            return new StreamReader(stream, Encoding.UTF8).ReadToEnd();
        }
    }

    [Fact]
    public async Task A_compressed_object_that_did_not_change_is_renewed_too()
    {
        _cloud.Buckets.Put("app.js", new string('x', 2000), "Cache-Control: max-age=60");
        var site = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", compress: true)));
        await _cloud.Get(site, "/app.js", "Accept-Encoding: br");
        _cloud.Clock.Advance(TimeSpan.FromSeconds(61));

        var seen = await _cloud.Get(site, "/app.js", "Accept-Encoding: br");

        Assert.Equal((200, "RefreshHit", "br"), (seen.Status, seen.Cache, seen.Header("Content-Encoding")));
        Assert.Equal(["app.js", "app.js if changed"], _cloud.Buckets.Asked);
    }

    [Fact]
    public async Task Conditions_ranges_and_HEAD_are_answered_from_the_cache()
    {
        _cloud.Buckets.Put("app.js", "0123456789");
        var site = await _cloud.Distribute(Config.Site());
        var tag = (await _cloud.Get(site, "/app.js")).Header("ETag");

        var unchanged = await _cloud.Get(site, "/app.js", $"If-None-Match: {tag}");
        var unmodified = await _cloud.Get(site, "/app.js", "If-Modified-Since: Wed, 31 Dec 2025 00:00:00 GMT");
        var other = await _cloud.Get(site, "/app.js", "If-None-Match: \"other\"");
        var middle = await _cloud.Get(site, "/app.js", "Range: bytes=2-4");
        var end = await _cloud.Get(site, "/app.js", "Range: bytes=-3");
        var beyond = await _cloud.Get(site, "/app.js", "Range: bytes=10-");
        var head = await _cloud.Send(HttpMethod.Head, site, "/app.js");

        Assert.Equal(["304 Hit ", "304 Hit ", "200 Hit 0123456789", "206 Hit 234", "206 Hit 789", "416 Hit ", "200 Hit "], new[] { unchanged, unmodified, other, middle, end, beyond, head }.Select(seen => $"{seen}"));
        Assert.Equal(("bytes 2-4/10", "bytes 7-9/10", "bytes */10", "10"), (middle.Header("Content-Range"), end.Header("Content-Range"), beyond.Header("Content-Range"), head.Header("Content-Length")));
        Assert.Equal(["app.js"], _cloud.Buckets.Asked);
    }

    [Fact]
    public async Task An_error_is_kept_for_ten_seconds_so_a_new_page_is_not_seen_at_once()
    {
        var site = await _cloud.Distribute(Config.Site());
        Assert.Equal((403, "Error"), Show(await _cloud.Get(site, "/new.html")));

        _cloud.Buckets.Put("new.html", "here");
        _cloud.Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal((403, "Error"), Show(await _cloud.Get(site, "/new.html")));
        _cloud.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((200, "Miss"), Show(await _cloud.Get(site, "/new.html")));

        static (int, string) Show(Seen seen) => (seen.Status, seen.Cache);
    }

    [Fact]
    public async Task A_bucket_lets_only_the_distribution_read_that_signs()
    {
        _cloud.Buckets.Put("v1/index.html", "private");
        var control = await _cloud.Call(AccessControlOperations.Create, new(
            "OriginAccessControlConfig",
            new System.Xml.Linq.XElement("Name", "site"), new System.Xml.Linq.XElement("SigningProtocol", "sigv4"),
            new System.Xml.Linq.XElement("SigningBehavior", "always"), new System.Xml.Linq.XElement("OriginAccessControlOriginType", "s3")));
        var signing = await _cloud.Distribute(With(Config.Bucket("/v1", control.Body!.Element("Id")!.Value)));
        var anonymous = await _cloud.Distribute(With(Config.Bucket("/v1")));
        _cloud.Buckets.Reader = $"arn:aws:cloudfront::111122223333:distribution/{signing.Id}";

        Assert.Equal("200 Miss private", $"{await _cloud.Get(signing, "/index.html")}");
        Assert.Equal("403 Error <Error><Code>AccessDenied</Code></Error>", $"{await _cloud.Get(anonymous, "/index.html")}");

        static System.Xml.Linq.XElement With(System.Xml.Linq.XElement bucket)
        {
            var config = Config.Site();
            config.Element("Origins")!.ReplaceWith(CloudFrontXml.Counted("Origins", [bucket]));
            return config;
        }
    }

    [Fact]
    public async Task Methods_that_a_behaviour_does_not_allow_are_refused_by_the_edge()
    {
        var site = await _cloud.Distribute(Config.Site());

        var seen = await _cloud.Send(HttpMethod.Post, site, "/app.js");

        Assert.Equal((403, "Error", "CloudFront"), (seen.Status, seen.Cache, seen.Header("Server")));
        Assert.Empty(_cloud.Buckets.Asked);
    }

    [Fact]
    public async Task A_change_is_served_once_it_is_deployed_and_a_disabled_distribution_serves_nothing()
    {
        _cloud.Buckets.Put("index.html", "root");
        var site = await _cloud.Distribute(Config.Site());
        var config = await _cloud.Call(DistributionOperations.GetConfig, id: site.Id);
        config.Body!.Element("DefaultRootObject")!.Value = "index.html";
        await _cloud.Call(DistributionOperations.Update, config.Body, config.ETag, site.Id);

        Assert.Equal(403, (await _cloud.Get(site, "/")).Status);
        _cloud.Clock.Advance(DistributionOperations.Propagation);
        Assert.Equal("200 Miss root", $"{await _cloud.Get(site, "/")}");

        await _cloud.Change(site, changed => changed.Element("Enabled")!.Value = "false");
        var disabled = await _cloud.Get(site, "/");
        Assert.Equal((403, true), (disabled.Status, disabled.Body.Contains("The distribution is disabled", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Times_of_the_cache_pass_as_fast_as_the_cloud_s_while_age_tells_AWS_s_seconds()
    {
        await using var cloud = await EdgeCloud.Start(speed: 60);
        cloud.Buckets.Put("app.js", "v1", "Cache-Control: max-age=120");
        var site = await cloud.Distribute(Config.Site());
        await cloud.Get(site, "/app.js");

        cloud.Clock.Advance(TimeSpan.FromSeconds(1.5));
        var hit = await cloud.Get(site, "/app.js");
        cloud.Clock.Advance(TimeSpan.FromSeconds(0.5));
        var stale = await cloud.Get(site, "/app.js");

        Assert.Equal(("Hit", "90", "RefreshHit"), (hit.Cache, hit.Header("Age"), stale.Cache));
    }

    [Theory]
    [InlineData("<ForwardedValues><QueryString>true</QueryString><Cookies><Forward>none</Forward></Cookies></ForwardedValues>", "/a?v=1", "/a?v=2", "Miss")]
    [InlineData("<ForwardedValues><QueryString>false</QueryString><Cookies><Forward>none</Forward></Cookies></ForwardedValues>", "/a?v=1", "/a?v=2", "Hit")]
    [InlineData("<ForwardedValues><QueryString>true</QueryString><Cookies><Forward>none</Forward></Cookies><QueryStringCacheKeys><Quantity>1</Quantity><Items><Name>w</Name></Items></QueryStringCacheKeys></ForwardedValues>", "/a?v=1&w=1", "/a?v=2&w=1", "Hit")]
    [InlineData("<ForwardedValues><QueryString>false</QueryString><Cookies><Forward>none</Forward></Cookies><Headers><Quantity>1</Quantity><Items><Name>*</Name></Items></Headers></ForwardedValues>", "/a", "/a", "Miss")]
    public async Task Behaviours_without_policies_work_as_they_always_did(string forwarded, string first, string second, string cache)
    {
        _cloud.Buckets.Put("a", "a");
        var behaviour = Config.Behaviour("bucket");
        behaviour.Element("CachePolicyId")!.ReplaceWith(System.Xml.Linq.XElement.Parse(forwarded));
        var site = await _cloud.Distribute(Config.Site(behaviour));

        await _cloud.Get(site, first);

        Assert.Equal(cache, (await _cloud.Get(site, second)).Cache);
    }
}
