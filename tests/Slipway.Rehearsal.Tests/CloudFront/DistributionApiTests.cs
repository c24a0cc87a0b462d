using System.Xml.Linq;
using Amazon.CloudFront;
using Amazon.Runtime;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;
using Slipway.Sites;
using MemoryStore = Slipway.Rehearsal.LoadBalancing.MemoryStore;

namespace Slipway.Rehearsal.CloudFront;

public sealed class DistributionApiTests : IAsyncLifetime
{
    private readonly MemoryStore _store = new();
    private EdgeCloud _cloud = null!;

    public async ValueTask InitializeAsync() => _cloud = await EdgeCloud.Start(_store);

    public ValueTask DisposeAsync() => _cloud.DisposeAsync();

    [Theory]
    [InlineData("Origins/Quantity=2", "InconsistentQuantities")]
    [InlineData("DefaultCacheBehavior/TargetOriginId=nowhere", "NoSuchOrigin")]
    [InlineData("DefaultCacheBehavior/CachePolicyId=658327ea-0000-0000-0000-000000000000", "NoSuchCachePolicy")]
    [InlineData("DefaultCacheBehavior/CachePolicyId=", "InvalidArgument")]
    [InlineData("DefaultCacheBehavior/OriginRequestPolicyId=216adef6-0000-0000-0000-000000000000", "NoSuchOriginRequestPolicy")]
    [InlineData("DefaultCacheBehavior/ViewerProtocolPolicy=http", "InvalidArgument")]
    [InlineData("DefaultRootObject=/index.html", "InvalidDefaultRootObject")]
    [InlineData("Origins/Items/Origin/DomainName=site.example.org", "InvalidOrigin")]
    [InlineData("Origins/Items/Origin/OriginPath=v1/", "InvalidArgument")]
    [InlineData("Origins/Items/Origin/OriginAccessControlId=E000", "InvalidOriginAccessControl")]
    [InlineData("CustomErrorResponses/Items/CustomErrorResponse/ErrorCode=418", "InvalidErrorCode")]
    [InlineData("CustomErrorResponses/Items/CustomErrorResponse/ResponseCode=302", "InvalidResponseCode")]
    [InlineData("CustomErrorResponses/Items/CustomErrorResponse/ResponsePagePath=index.html", "InvalidArgument")]
    [InlineData("CacheBehaviors/Items/CacheBehavior/PathPattern=/b/*", "InvalidArgument")]
    [InlineData("CallerReference=", "MalformedXML")]
    [InlineData("Enabled=yes", "MalformedXML")]
    public async Task A_config_that_AWS_refuses_is_refused_and_nothing_is_made(string change, string code)
    {
        var config = DistributionDefaults.Fill(Config.Site(more:
        [
            Config.Behaviours(Config.Behaviour("bucket", "/a/*"), Config.Behaviour("bucket", "/b/*")), Config.Error(404, "/index.html", 200), Config.Root("index.html"),
        ]));
        Set(config, change.Split('=')[0].Split('/'), change.Split('=')[1]);

        var error = await _cloud.Refused(DistributionOperations.Create, config);

        Assert.Equal(code, error.Code);
        Assert.Empty(_cloud.Network.StateOf(EdgeCloud.Caller.Account).Distributions);
    }

    [Fact]
    public async Task Methods_functions_and_servers_elsewhere_are_refused()
    {
        var methods = Config.Site();
        methods.Element("DefaultCacheBehavior")!.Add(CloudFrontXml.List("AllowedMethods", "Method", ["GET", "POST"]));
        var function = Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", "arn:aws:cloudfront::111122223333:function/none")));
        var server = Config.Site(origins: [Config.Server(80)]);
        server.Descendants("DomainName").Single(one => one.Value == "127.0.0.1").Value = "example.org";

        Assert.Equal("InvalidArgument", (await _cloud.Refused(DistributionOperations.Create, methods)).Code);
        Assert.Equal("InvalidFunctionAssociation", (await _cloud.Refused(DistributionOperations.Create, function)).Code);
        Assert.Contains("this machine only", (await _cloud.Refused(DistributionOperations.Create, server)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_it_is_made_from_and_takes_its_time()
    {
        var site = await _cloud.Distribute(Config.Site());
        var config = await _cloud.Call(DistributionOperations.GetConfig, id: site.Id);

        Assert.Equal("InvalidIfMatchVersion", (await _cloud.Refused(DistributionOperations.Update, config.Body, null, site.Id)).Code);
        Assert.Equal("PreconditionFailed", (await _cloud.Refused(DistributionOperations.Update, config.Body, "EOTHER", site.Id)).Code);
        var updated = await _cloud.Call(DistributionOperations.Update, config.Body, config.ETag, site.Id);
        Assert.Equal("PreconditionFailed", (await _cloud.Refused(DistributionOperations.Update, config.Body, config.ETag, site.Id)).Code);

        Assert.Equal("InProgress", updated.Body!.Element("Status")!.Value);
        _cloud.Clock.Advance(DistributionOperations.Propagation);
        Assert.Equal("Deployed", (await _cloud.Call(DistributionOperations.Get, id: site.Id)).Body!.Element("Status")!.Value);

        config.Body!.Element("CallerReference")!.Value = "another";
        Assert.Equal("IllegalUpdate", (await _cloud.Refused(DistributionOperations.Update, config.Body, updated.ETag, site.Id)).Code);
    }

    [Fact]
    public async Task Only_a_disabled_distribution_is_deleted_and_its_viewers_find_nobody_then()
    {
        var site = await _cloud.Distribute(Config.Site());
        var before = await _cloud.Call(DistributionOperations.Get, id: site.Id);
        Assert.Equal("DistributionNotDisabled", (await _cloud.Refused(DistributionOperations.Delete, ifMatch: before.ETag, id: site.Id)).Code);

        await _cloud.Change(site, config => config.Element("Enabled")!.Value = "false");
        var disabled = await _cloud.Call(DistributionOperations.Get, id: site.Id);
        await _cloud.Call(DistributionOperations.Delete, ifMatch: disabled.ETag, id: site.Id);

        Assert.Equal("NoSuchDistribution", (await _cloud.Refused(DistributionOperations.Get, id: site.Id)).Code);
        await Assert.ThrowsAsync<HttpRequestException>(() => _cloud.Get(site, "/"));
    }

    [Fact]
    public async Task The_same_caller_reference_gives_the_same_invalidation_and_other_paths_are_refused()
    {
        var site = await _cloud.Distribute(Config.Site());

        var first = await Invalidate("release-1", "/a", "/b");
        var again = await Invalidate("release-1", "/a", "/b");
        var error = await _cloud.Refused(InvalidationOperations.Create, Config.Invalidation("release-1", "/a"), id: site.Id);

        Assert.Equal((201, first.Body!.Element("Id")!.Value), (again.Status, again.Body!.Element("Id")!.Value));
        Assert.Equal("InvalidArgument", error.Code);
        Assert.Contains("caller reference", error.Message, StringComparison.Ordinal);

        Task<Reply> Invalidate(string reference, params string[] paths) => _cloud.Call(InvalidationOperations.Create, Config.Invalidation(reference, paths), id: site.Id);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("/a*b")]
    [InlineData("/**")]
    [InlineData("")]
    public async Task A_path_that_is_none_is_refused(string path)
    {
        var site = await _cloud.Distribute(Config.Site());

        Assert.Equal("InvalidArgument", (await _cloud.Refused(InvalidationOperations.Create, Config.Invalidation("r", path), id: site.Id)).Code);
    }

    [Fact]
    public async Task Three_thousand_paths_and_fifteen_wildcards_can_be_in_progress_until_they_are_done()
    {
        var site = await _cloud.Distribute(Config.Site());
        string[] wildcards = [.. Enumerable.Range(0, 15).Select(number => $"/{number}/*")];
        string[] paths = [.. Enumerable.Range(0, 3000).Select(number => $"/{number}")];
        await _cloud.Call(InvalidationOperations.Create, Config.Invalidation("1", wildcards), id: site.Id);
        await _cloud.Call(InvalidationOperations.Create, Config.Invalidation("2", paths), id: site.Id);

        Assert.Equal("TooManyInvalidationsInProgress", (await _cloud.Refused(InvalidationOperations.Create, Config.Invalidation("3", "/*"), id: site.Id)).Code);
        Assert.Equal("TooManyInvalidationsInProgress", (await _cloud.Refused(InvalidationOperations.Create, Config.Invalidation("3", "/one-more"), id: site.Id)).Code);
        Assert.Equal("2", (await _cloud.Call(DistributionOperations.Get, id: site.Id)).Body!.Element("InProgressInvalidationBatches")!.Value);

        _cloud.Clock.Advance(InvalidationOperations.Duration);
        Assert.Equal(201, (await _cloud.Call(InvalidationOperations.Create, Config.Invalidation("3", "/*"), id: site.Id)).Status);
    }

    [Fact]
    public async Task A_restarted_cloud_serves_its_distributions_at_the_same_addresses()
    {
        _cloud.Buckets.Put("index.html", "page");
        var arn = await _cloud.Publish("unused", "function handler(event) { return event.request; }");
        var site = await _cloud.Distribute(Config.Site(more: Config.Root("index.html")));
        await _cloud.Invalidate(site, "/*");
        var before = await _cloud.Call(DistributionOperations.Get, id: site.Id);
        await _cloud.DisposeAsync();

        _cloud = await EdgeCloud.Start(_store);
        _cloud.Clock.Advance(TimeSpan.FromHours(1));
        _cloud.Buckets.Put("index.html", "page");
        var after = await _cloud.Call(DistributionOperations.Get, id: site.Id);

        Assert.Equal((before.ETag, before.Body!.ToString()), (after.ETag, after.Body!.ToString()));
        Assert.Equal("200 Miss page", $"{await _cloud.Get(site, "/")}");
        Assert.Equal(arn, (await _cloud.Call(FunctionOperations.Describe, name: "unused", query: ("Stage", "LIVE"))).Body!.Element("FunctionMetadata")!.Element("FunctionARN")!.Value);
    }

    [Fact]
    public async Task A_port_that_was_taken_meanwhile_is_replaced_and_the_domain_name_tells_so()
    {
        var site = await _cloud.Distribute(Config.Site());
        await _cloud.DisposeAsync();
        using var other = LoopbackSocket.Bind(site.Url.Port);
        other.Socket.Listen();

        _cloud = await EdgeCloud.Start(_store);

        Assert.NotEqual(site.Url.Authority, (await _cloud.Call(DistributionOperations.Get, id: site.Id)).Body!.Element("DomainName")!.Value);
    }

    [Fact]
    public async Task A_policy_of_one_s_own_is_used_and_AWS_s_own_cannot_be_changed()
    {
        var optimized = await _cloud.Call(PolicyOperations.GetConfig, id: Config.Optimized);
        var own = new XElement(optimized.Body!);
        own.Element("Name")!.Value = "with-version";
        own.Element("ParametersInCacheKeyAndForwardedToOrigin")!.Element("QueryStringsConfig")!.ReplaceWith(Selection.Of("v").Show("QueryStringsConfig", "QueryStringBehavior", "QueryStrings"));
        var created = await _cloud.Call(PolicyOperations.Create, own);
        _cloud.Buckets.Put("app.js", "code");
        var site = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: created.Body!.Element("Id")!.Value)));

        string[] seen = [(await _cloud.Get(site, "/app.js?v=1")).Cache, (await _cloud.Get(site, "/app.js?v=1&w=2")).Cache, (await _cloud.Get(site, "/app.js?v=2")).Cache];
        Assert.Equal(["Miss", "Hit", "Miss"], seen);
        await _cloud.Invalidate(site, "/app.js");
        Assert.Equal("Hit", (await _cloud.Get(site, "/app.js?v=1")).Cache);
        await _cloud.Invalidate(site, "/app.js?v=1");
        Assert.Equal("Miss", (await _cloud.Get(site, "/app.js?v=1")).Cache);

        Assert.Equal("IllegalUpdate", (await _cloud.Refused(PolicyOperations.Update, own, optimized.ETag, Config.Optimized)).Code);
        Assert.Equal("CachePolicyInUse", (await _cloud.Refused(PolicyOperations.Delete, ifMatch: created.ETag, id: created.Body.Element("Id")!.Value)).Code);
    }

    [Fact]
    public async Task What_is_still_served_is_in_use_although_the_new_config_does_without_it()
    {
        var optimized = (await _cloud.Call(PolicyOperations.GetConfig, id: Config.Optimized)).Body!;
        optimized.Element("Name")!.Value = "old";
        var policy = await _cloud.Call(PolicyOperations.Create, optimized);
        var (id, tag) = (policy.Body!.Element("Id")!.Value, policy.ETag);
        var site = await _cloud.Distribute(Config.Site(Config.Behaviour("bucket", cache: id)));
        var config = await _cloud.Call(DistributionOperations.GetConfig, id: site.Id);
        config.Body!.Descendants("CachePolicyId").Single().Value = Config.Optimized;
        await _cloud.Call(DistributionOperations.Update, config.Body, config.ETag, site.Id);

        Assert.Equal("CachePolicyInUse", (await _cloud.Refused(PolicyOperations.Delete, ifMatch: tag, id: id)).Code);
        _cloud.Clock.Advance(DistributionOperations.Propagation);
        await _cloud.Call(PolicyOperations.Delete, ifMatch: tag, id: id);

        var now = _cloud.Clock.GetUtcNow();
        await _cloud.DisposeAsync();
        _cloud = await EdgeCloud.Start(_store);
        _cloud.Clock.Advance(now - _cloud.Clock.GetUtcNow());
        _cloud.Buckets.Put("app.js", "code");
        Assert.Equal("200 Miss code", $"{await _cloud.Get(site, "/app.js")}");
    }

    [Fact]
    public async Task Long_lists_come_in_pages()
    {
        var site = await _cloud.Distribute(Config.Site());
        foreach (var number in Enumerable.Range(1, 5))
            await _cloud.Call(InvalidationOperations.Create, Config.Invalidation($"{number}", $"/{number}"), id: site.Id);

        var (seen, marker) = (new List<string>(), "");
        do
        {
            var page = (await _cloud.Call(InvalidationOperations.List, id: site.Id, query: [("MaxItems", "2"), ("Marker", marker)])).Body!;
            seen.AddRange(page.Items().Select(one => one.Element("Id")!.Value));
            marker = page.Text("NextMarker") ?? "";
            Assert.Equal(marker.Length > 0, page.Flag("IsTruncated"));
        }
        while (marker.Length > 0);

        Assert.Equal(_cloud.Network.StateOf(EdgeCloud.Caller.Account).Invalidations.Select(one => one.Id).Reverse(), seen);
    }

    [Fact]
    public async Task The_client_that_deploys_sites_reads_a_distribution_and_invalidates_it()
    {
        var site = await _cloud.Distribute(Config.Site(more: [Config.Root("index.html"), Config.Error(404, "/index.html", 200), Config.Behaviours(Config.Behaviour("bucket", "/api/*"))]));
        await using var server = await ApiServer.Start([], [new CloudFrontApi(_cloud.Network, _cloud.Time)], new NoCallFaults(), ConfinedRoles.None, LoopbackSocket.Bind(0), _ => { }, TestContext.Current.CancellationToken);
        using var client = new AmazonCloudFrontClient(
            new BasicAWSCredentials(EdgeCloud.Caller.Account, "any"), new AmazonCloudFrontConfig { ServiceURL = server.Endpoint.ToString(), AuthenticationRegion = "us-east-1" });
        var cdn = new AwsCdn(client);

        var facts = await cdn.Distribution(site.Id, TestContext.Current.CancellationToken);
        var invalidation = await cdn.Invalidate(site.Id, "release-1", ["/*"], TestContext.Current.CancellationToken);
        var again = await cdn.Invalidate(site.Id, "release-1", ["/*"], TestContext.Current.CancellationToken);
        var before = await cdn.IsCompleted(site.Id, invalidation!, TestContext.Current.CancellationToken);
        _cloud.Clock.Advance(InvalidationOperations.Duration);
        var after = await cdn.IsCompleted(site.Id, invalidation!, TestContext.Current.CancellationToken);

        Assert.Equal((site.Url.Authority, true, "index.html", "site"), (facts!.DomainName, facts.Enabled, facts.DefaultRootObject, facts.Has("site") ? "site" : ""));
        Assert.Equal(["/api/*", "*"], facts.Behaviors.Select(one => one.Path));
        Assert.Equal([(404, "/index.html", 200)], facts.ErrorPages.Select(page => (page.Status, page.Page, page.AnsweredAs)));
        Assert.Equal((invalidation, false, true), (again, before, after));
        Assert.Null(await cdn.Distribution("E000", TestContext.Current.CancellationToken));
        for (var number = 0; number < 15; number++)
            await cdn.Invalidate(site.Id, $"wild-{number}", [$"/{number}/*"], TestContext.Current.CancellationToken);
        Assert.Null(await cdn.Invalidate(site.Id, "one-more", ["/*"], TestContext.Current.CancellationToken));
    }

    private static void Set(XElement config, IEnumerable<string> path, string value)
    {
        var at = config;
        foreach (var name in path)
        {
            if (at.Element(name) is null)
                at.Add(new XElement(name));
            at = at.Element(name)!;
        }

        at.Value = value;
    }
}
