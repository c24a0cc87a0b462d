using System.Net.WebSockets;
using System.Text;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>A server behind the edge, as a load balancer is.</summary>
public sealed class EdgeProxyTests : IAsyncLifetime
{
    private EdgeCloud _cloud = null!;
    private Backend _api = null!;

    public async ValueTask InitializeAsync()
    {
        _cloud = await EdgeCloud.Start();
        _api = await Backend.Start("api");
        _cloud.Buckets.Put("index.html", "<h1>site</h1>");
    }

    public async ValueTask DisposeAsync()
    {
        await _api.DisposeAsync();
        await _cloud.DisposeAsync();
    }

    [Fact]
    public async Task The_path_decides_between_the_bucket_and_the_server_and_the_server_s_errors_are_its_own()
    {
        var site = await Distribute();

        var page = await _cloud.Get(site, "/index.html");
        var api = await _cloud.Get(site, "/api/users");
        var missing = await _cloud.Get(site, "/status/404");
        var posted = await _cloud.Send(HttpMethod.Post, site, "/echo");

        Assert.Equal(["200 Miss <h1>site</h1>", "200 Miss api", "404 Error ", "200 Miss posted"], new[] { page, api, missing, posted }.Select(seen => $"{seen}"));
        Assert.Equal(3, _api.Requests);
    }

    [Fact]
    public async Task An_uncached_behaviour_asks_the_server_each_time_and_tells_it_of_the_viewer_what_the_policy_says()
    {
        var site = await Distribute();

        await _cloud.Get(site, "/headers", "Cookie: id=1");
        var seen = await _cloud.Get(site, "/headers", "Cookie: id=1", "Authorization: Bearer x", "X-Forwarded-For: 192.0.2.1");

        var headers = seen.Body.Split('\n');
        Assert.Contains($"Host: 127.0.0.1:{_api.Endpoint.Port}", headers);
        Assert.Contains("Cookie: id=1", headers);
        Assert.Contains("Authorization: Bearer x", headers);
        Assert.Contains("X-Forwarded-For: 192.0.2.1, 127.0.0.1", headers);
        Assert.Contains("X-Origin-Key: secret", headers);
        Assert.Equal(("Miss", 2), (seen.Cache, _api.Requests));
    }

    [Fact]
    public async Task Custom_error_responses_hold_for_the_whole_distribution_so_they_swallow_an_api_s_errors_too()
    {
        var site = await Distribute(Config.Error(404, "/index.html", 200));

        var seen = await _cloud.Get(site, "/status/404");
        var other = await _cloud.Get(site, "/status/409");

        Assert.Equal("200 Error <h1>site</h1>", $"{seen}");
        Assert.Equal("text/html", seen.Header("Content-Type"));
        Assert.Equal("409 Error ", $"{other}");
    }

    [Fact]
    public async Task A_custom_error_page_turns_deep_links_into_the_application_each_with_a_cache_entry_of_its_own()
    {
        _cloud.Buckets.Missing = 404;
        var site = await Distribute(Config.Error(404, "/index.html", 200, ttl: 300));

        Assert.Equal("200 Error <h1>site</h1>", $"{await _cloud.Get(site, "/users/42")}");
        _cloud.Buckets.Put("users/42", "a real page by now");
        Assert.Equal("200 Error <h1>site</h1>", $"{await _cloud.Get(site, "/users/42")}");
        _cloud.Clock.Advance(TimeSpan.FromSeconds(300));
        Assert.Equal("200 Miss a real page by now", $"{await _cloud.Get(site, "/users/42")}");
    }

    [Fact]
    public async Task A_custom_error_page_that_is_missing_itself_leaves_the_error_as_it_was()
    {
        var site = await Distribute(Config.Error(403, "/nowhere.html", 200));

        Assert.Equal("403 Error <Error><Code>AccessDenied</Code></Error>", $"{await _cloud.Get(site, "/users/42")}");
        var passed = await _cloud.Get(site, "/status/403");
        Assert.Equal((403, "Error", true), (passed.Status, passed.Cache, passed.Body.Contains("custom error page", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_server_that_is_down_is_502_and_one_that_is_silent_504()
    {
        var site = await Distribute();

        var silent = await _cloud.Get(site, "/hang");
        var gone = await _cloud.Get(site, "/hang-up");
        await _api.Kill();
        var down = await _cloud.Get(site, "/api/users");

        Assert.Equal([(504, "Error", "CloudFront"), (502, "Error", "CloudFront"), (502, "Error", "CloudFront")], new[] { silent, gone, down }.Select(seen => (seen.Status, seen.Cache, seen.Header("Server")!)));
        Assert.All([silent, gone, down], seen => Assert.Contains("The request could not be satisfied", seen.Body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_s_answer_is_kept_where_a_behaviour_caches_and_still_served_when_the_server_fails()
    {
        var config = Config.Site(origins: [Config.Server(_api.Endpoint.Port)], more: Config.Behaviours(Config.Behaviour("api", "/cached", Config.Optimized)));
        var site = await _cloud.Distribute(config);

        Assert.Equal(["200 Miss api", "200 Hit api"], [$"{await _cloud.Get(site, "/cached")}", $"{await _cloud.Get(site, "/cached")}"]);
        await _api.Kill();
        _cloud.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal("200 Hit api", $"{await _cloud.Get(site, "/cached")}");
        Assert.Equal(1, _api.Requests);
    }

    [Fact]
    public async Task WebSockets_pass_and_outlive_invalidations_and_changes_of_the_distribution()
    {
        var site = await Distribute();
        using var socket = new ClientWebSocket();
        socket.Options.Proxy = null;
        await socket.ConnectAsync(new Uri($"ws://{site.Url.Authority}/ws"), TestContext.Current.CancellationToken);

        Assert.Equal("before", await Echo(socket, "before"));
        await _cloud.Invalidate(site, "/*");
        await _cloud.Change(site, config => config.Element("Comment")!.Value = "changed");
        Assert.Equal("after", await Echo(socket, "after"));
        Assert.Equal(200, (await _cloud.Get(site, "/api/users")).Status);
    }

    [Fact]
    public async Task What_is_not_kept_reaches_the_viewer_while_it_comes()
    {
        await using var slow = await DrippingServer.Start();
        var config = Config.Site(
            origins: [Config.Server(slow.Port)],
            more: Config.Behaviours(Config.Behaviour("api", "/events", Config.Uncached), Config.Behaviour("api", "/private", Config.OriginHeaders)));
        var site = await _cloud.Distribute(config);

        foreach (var path in new[] { "/events", "/private" })
        {
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var response = await client.GetAsync(new Uri(site.Url, path), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

            // The server sends the second line only when the first one has arrived.
            Assert.Equal("first", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
            slow.Continue();
            Assert.Equal("second", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        }
    }

    private Task<TestDistribution> Distribute(params System.Xml.Linq.XElement[] more) => _cloud.Distribute(Config.Site(
        origins: [Config.Server(_api.Endpoint.Port, ("X-Origin-Key", "secret"))],
        more:
        [
            Config.Behaviours([.. new[] { "/api/*", "/status/*", "/echo", "/headers", "/hang*", "/ws" }.Select(pattern => Config.Behaviour("api", pattern, Config.Uncached, Config.AllViewerExceptHost, all: true))]),
            .. more,
        ]));

    private static async Task<string> Echo(ClientWebSocket socket, string text)
    {
        var buffer = new byte[100];
        await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        var message = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(buffer, 0, message.Count);
    }
}
