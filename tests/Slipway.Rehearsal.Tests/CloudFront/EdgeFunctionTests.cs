using System.Net;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Sites;

namespace Slipway.Rehearsal.CloudFront;

/// <summary>Functions in a real JavaScript engine: Node.js or QuickJS, whichever the machine has.</summary>
public sealed class EdgeFunctionTests
{
    /// <summary>The function that sites come with.</summary>
    private static readonly string Rewrite = RewriteFunction.Of(SiteRouting.SinglePage, folder: "");

    [Fact]
    public async Task Paths_of_the_application_become_its_page_while_an_api_s_404_stays_its_own()
    {
        await using var cloud = await Start();
        await using var api = await Backend.Start("api");
        cloud.Buckets.Put("index.html", "<h1>app</h1>");
        cloud.Buckets.Put("app.js", "code");
        var arn = await cloud.Publish("rewrite", Rewrite);
        var site = await cloud.Distribute(Config.Site(
            Config.Behaviour("bucket", functions: ("viewer-request", arn)), [Config.Server(api.Endpoint.Port)],
            Config.Behaviours(Config.Behaviour("api", "/status/*", Config.Uncached, Config.AllViewerExceptHost, all: true))));

        var seen = new[] { "/", "/users/42?tab=1", "/app.js", "/users/43", "/missing.js", "/status/404" };
        var answers = new List<string>();
        foreach (var path in seen)
            answers.Add($"{await cloud.Get(site, path)}");

        Assert.Equal(
            ["200 Miss <h1>app</h1>", "200 Hit <h1>app</h1>", "200 Miss code", "200 Hit <h1>app</h1>", "403 Error <Error><Code>AccessDenied</Code></Error>", "404 Error "],
            answers);
        Assert.Equal(["index.html", "app.js", "missing.js"], cloud.Buckets.Asked);
    }

    [Fact]
    public async Task A_function_sees_the_whole_request_and_may_answer_it()
    {
        await using var cloud = await Start();
        var arn = await cloud.Publish("echo", "async function handler(event) { return { statusCode: 418, headers: { 'x-made-by': { value: 'function' } }, cookies: { seen: { value: '1', attributes: 'Path=/' } }, body: JSON.stringify(event) }; }");
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));

        var seen = await cloud.Get(site, "/a%20b?x=1&x=2&flag", "Cookie: id=7", "X-Twice: one");

        Assert.Equal((418, "FunctionGeneratedResponse", "function", "seen=1; Path=/"), (seen.Status, seen.Cache, seen.Header("X-Made-By"), seen.Header("Set-Cookie")));
        var input = System.Text.Json.Nodes.JsonNode.Parse(seen.Body)!;
        Assert.Equal(("1.0", "viewer-request", site.Id, site.Url.Authority), ((string)input["version"]!, (string)input["context"]!["eventType"]!, (string)input["context"]!["distributionId"]!, (string)input["context"]!["distributionDomainName"]!));
        Assert.Equal("""{"x":{"value":"1","multiValue":[{"value":"1"},{"value":"2"}]},"flag":{"value":""}}""", input["request"]!["querystring"]!.ToJsonString());
        Assert.Equal(("GET", "/a%20b", "7", "one", "127.0.0.1"), (
            (string)input["request"]!["method"]!, (string)input["request"]!["uri"]!, (string)input["request"]!["cookies"]!["id"]!["value"]!, (string)input["request"]!["headers"]!["x-twice"]!["value"]!, (string)input["viewer"]!["ip"]!));
        Assert.Empty(cloud.Buckets.Asked);
    }

    [Fact]
    public async Task A_function_at_the_response_changes_headers_of_hits_too_and_is_not_asked_about_errors()
    {
        await using var cloud = await Start();
        cloud.Buckets.Put("index.html", "page");
        var arn = await cloud.Publish("headers", "function handler(event) { event.response.headers['strict-transport-security'] = { value: 'max-age=60' }; event.response.headers['x-uri'] = { value: event.request.uri }; return event.response; }");
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-response", arn))));

        var (miss, hit, error) = (await cloud.Get(site, "/index.html"), await cloud.Get(site, "/index.html"), await cloud.Get(site, "/missing"));

        Assert.Equal(["200 Miss page", "200 Hit page"], [$"{miss}", $"{hit}"]);
        Assert.Equal(("max-age=60", "/index.html", "text/html", null), (miss.Header("Strict-Transport-Security"), hit.Header("X-Uri"), hit.Header("Content-Type"), error.Header("X-Uri")));
    }

    [Theory]
    [InlineData("function handler(event) { throw new Error('boom'); }", "Error: boom")]
    [InlineData("function handler(event) { return event.request.nothing.uri; }", "TypeError")]
    [InlineData("function handler(event) { event.request.uri = 'relative'; return event.request; }", "begins with")]
    [InlineData("function handler(event) { while (true) { } }", "did not return")]
    [InlineData("function handler(event) { setTimeout(() => 1, 1); return event.request; }", "ReferenceError")]
    [InlineData("function other() { }", "handler")]
    [InlineData("function handler( {", "SyntaxError")]
    public async Task A_function_that_fails_is_503_and_the_page_tells_why(string code, string reason)
    {
        await using var cloud = await Start();
        cloud.Buckets.Put("index.html", "page");
        var arn = await cloud.Publish("failing", code);
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));

        var seen = await cloud.Get(site, "/index.html");

        Assert.Equal((503, "FunctionExecutionError"), (seen.Status, seen.Cache));
        Assert.Contains(reason, WebUtility.HtmlDecode(seen.Body), StringComparison.Ordinal);
        Assert.Empty(cloud.Buckets.Asked);
    }

    [Fact]
    public async Task A_function_that_did_not_return_works_again_for_the_next_viewer()
    {
        await using var cloud = await Start();
        cloud.Buckets.Put("index.html", "page");
        var arn = await cloud.Publish("sometimes", "function handler(event) { while (event.request.uri === '/loop') { } return event.request; }");
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));

        Assert.Equal(503, (await cloud.Get(site, "/loop")).Status);
        Assert.Equal("200 Miss page", $"{await cloud.Get(site, "/index.html")}");
    }

    [Fact]
    public async Task Viewers_get_what_was_published_not_what_is_being_written()
    {
        await using var cloud = await Start();
        await cloud.Publish("versions", "function handler() { return { statusCode: 200, body: 'one' }; }");
        var arn = (await cloud.Call(FunctionOperations.Describe, name: "versions", query: ("Stage", "LIVE"))).Body!.Element("FunctionMetadata")!.Element("FunctionARN")!.Value;
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));
        var before = await cloud.Call(FunctionOperations.Describe, name: "versions");

        var updated = await cloud.Call(FunctionOperations.Update, Config.Function("versions", "function handler() { return { statusCode: 200, body: 'two' }; }"), before.ETag, name: "versions");
        Assert.Equal("one", (await cloud.Get(site, "/")).Body);
        Assert.Equal("PreconditionFailed", (await cloud.Refused(FunctionOperations.Publish, ifMatch: before.ETag, name: "versions")).Code);
        await cloud.Call(FunctionOperations.Publish, ifMatch: updated.ETag, name: "versions");
        Assert.Equal("two", (await cloud.Get(site, "/")).Body);
        Assert.Equal("FunctionInUse", (await cloud.Refused(FunctionOperations.Delete, ifMatch: updated.ETag, name: "versions")).Code);
    }

    [Fact]
    public async Task What_a_function_writes_is_in_the_log_group_of_its_name()
    {
        await using var cloud = await Start();
        cloud.Buckets.Put("index.html", "page");
        var arn = await cloud.Publish("talking", "function handler(event) { if (event.request.uri === '/quiet') return event.request; console.log('asked', { uri: event.request.uri }); return event.request.nothing.more; }");
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));

        await cloud.Get(site, "/quiet");
        await cloud.Get(site, "/index.html");

        Assert.Equal([$"START DistributionID: {site.Id}", "asked {\"uri\":\"/index.html\"}", "END"], cloud.Logs.Lines.Where(line => !line.Contains("ERROR", StringComparison.Ordinal)).Select(line => line.Split(" | ")[1]));
        Assert.Contains(cloud.Logs.Lines, line => line.StartsWith("/aws/cloudfront/function/talking | ERROR TypeError", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("node")]
    [InlineData("qjs")]
    public async Task Every_engine_runs_the_same_functions(string engine)
    {
        if (ScriptEngines.OnPath(engine) is not { } program)
        {
            Assert.Skip($"{engine} is not on the PATH");
            return;
        }

        await using var cloud = await EdgeCloud.Start(onPath: name => name == engine ? program : null);
        await CheckEngine(cloud);
    }

    [Fact]
    public async Task A_Debian_machine_without_an_engine_gets_one_that_is_installed_nowhere()
    {
        var machine = Machine.This();
        if (!machine.IsDebian)
            Assert.Skip($"{machine.OsName} has no packages of Debian");

        await using var cloud = await EdgeCloud.Start(onPath: _ => null, machine: machine);
        await CheckEngine(cloud);
    }

    [Fact]
    public async Task Functions_that_are_started_at_once_do_not_disturb_each_other()
    {
        await using var cloud = await Start();
        var sites = new List<TestDistribution>();
        foreach (var number in Enumerable.Range(0, 8))
        {
            var arn = await cloud.Publish($"one-{number}", $"function handler() {{ return {{ statusCode: 200, body: '{number}' }}; }}");
            sites.Add(await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn)))));
        }

        var answers = await Task.WhenAll(sites.Select(site => Task.Run(() => cloud.Get(site, "/"))));

        Assert.Equal(Enumerable.Range(0, 8).Select(number => $"200 FunctionGeneratedResponse {number}"), answers.Select(answer => $"{answer}"));
    }

    [Fact]
    public async Task A_new_version_of_a_function_costs_no_viewer_an_answer()
    {
        await using var cloud = await Start();
        var arn = await cloud.Publish("busy", "function handler() { return { statusCode: 200, body: 'version 0' }; }");
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));
        using var enough = new CancellationTokenSource();

        var viewers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var seen = new List<string>();
            while (!enough.IsCancellationRequested)
                seen.Add($"{await cloud.Get(site, "/")}");
            return seen;
        })).ToList();
        foreach (var version in Enumerable.Range(1, 5))
        {
            var tag = (await cloud.Call(FunctionOperations.Describe, name: "busy")).ETag;
            var updated = await cloud.Call(FunctionOperations.Update, Config.Function("busy", $"function handler() {{ return {{ statusCode: 200, body: 'version {version}' }}; }}"), tag, name: "busy");
            await cloud.Call(FunctionOperations.Publish, ifMatch: updated.ETag, name: "busy");
            Assert.EndsWith($"version {version}", $"{await cloud.Get(site, "/")}", StringComparison.Ordinal);
        }

        await enough.CancelAsync();
        var all = (await Task.WhenAll(viewers)).SelectMany(seen => seen).ToList();
        var wrong = all.Where(seen => !seen.StartsWith("200 FunctionGeneratedResponse version ", StringComparison.Ordinal)).ToList();
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {all.Count}: {wrong.FirstOrDefault()}");
    }

    [Fact]
    public async Task Without_a_JavaScript_engine_the_page_says_what_to_install()
    {
        await using var cloud = await EdgeCloud.Start(onPath: _ => null);
        var arn = await cloud.Publish("rewrite", Rewrite);
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));

        var seen = await cloud.Get(site, "/");

        Assert.Equal(503, seen.Status);
        Assert.Contains("install Node.js (nodejs) or QuickJS (quickjs)", seen.Body, StringComparison.Ordinal);
        var error = await Assert.ThrowsAsync<DeployException>(() => cloud.Network.Functions.Prepare(TestContext.Current.CancellationToken));
        Assert.Contains("Test Linux", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Newer syntax, promises, characters beyond ASCII both ways, a body, and what is not there on AWS either.</summary>
    private static async Task CheckEngine(EdgeCloud cloud)
    {
        var arn = await cloud.Publish(
            "engine",
            """
            const name = request => request.querystring.name && decodeURIComponent(request.querystring.name.value);
            const greet = async who => `안녕 ${who ?? 'nobody'}`;
            async function handler({ request }) {
              console.log(await greet(name(request)));
              return { statusCode: 200, body: `${await greet(name(request))} ${typeof process} ${typeof fetch} ${typeof std}` };
            }
            """);
        var site = await cloud.Distribute(Config.Site(Config.Behaviour("bucket", functions: ("viewer-request", arn))));

        Assert.Equal("안녕 지수 undefined undefined undefined", (await cloud.Get(site, "/?name=%EC%A7%80%EC%88%98")).Body);
        Assert.Equal("안녕 nobody undefined undefined undefined", (await cloud.Get(site, "/")).Body);
        Assert.Contains("/aws/cloudfront/function/engine | 안녕 지수", cloud.Logs.Lines);
    }

    private static async Task<EdgeCloud> Start()
    {
        if (ScriptEngines.OnPath("node") is null && ScriptEngines.OnPath("qjs") is null)
            Assert.Skip("neither node nor qjs is on the PATH");

        return await EdgeCloud.Start();
    }
}
