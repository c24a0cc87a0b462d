using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Backing;

/// <summary>The private endpoint of a cloud in this process, with scripted containers.</summary>
public sealed class BackingStoresTests : IAsyncLifetime
{
    private const string Redis = """{ "engine": "redis", "account": "000000000000", "region": "us-east-1", "secret": "chat/local/redis" }""";
    private const string Postgres = """{ "engine": "postgres", "account": "000000000000", "region": "us-east-1", "secret": "chat/local/db", "database": "chat" }""";

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedStores _containers = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });
    private RehearsalCloud _cloud = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cloud = await Start(_containers);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _cloud.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_store_is_started_once_and_its_secret_tells_how_to_reach_it()
    {
        var first = await Put("db", Postgres);
        var second = await Put("db", Postgres);

        Assert.Equal((HttpStatusCode.OK, true), (first.Status, (bool)first.Body["changed"]!));
        Assert.Equal((HttpStatusCode.OK, false), (second.Status, (bool)second.Body["changed"]!));
        Assert.Equal(["image postgres new", "run db postgres:1", "answers db"], _containers.Calls);
        Assert.Equal(("10.1.2.1", 40001), ((string?)second.Body["host"], (int)second.Body["port"]!));
        Assert.Matches("^arn:aws:secretsmanager:us-east-1:000000000000:secret:chat/local/db-[A-Za-z0-9]{6}$", (string)first.Body["secretArn"]!);
        Assert.Equal((string?)first.Body["secretArn"], (string?)second.Body["secretArn"]);

        var secret = await Secret("chat/local/db");
        var password = (string)secret["password"]!;
        Assert.Matches("^[A-Za-z0-9]{32}$", password);
        Assert.Equal(
            $$"""{"engine":"postgres","host":"10.1.2.1","port":40001,"username":"chat","password":"{{password}}","dbname":"chat","url":"postgresql://chat:{{password}}@10.1.2.1:40001/chat"}""",
            secret.ToJsonString());
    }

    [Theory]
    [InlineData("redis", "\"username\":\"default\"", "\"dbname\":\"0\"", "redis://:")]
    [InlineData("mysql", "\"username\":\"shop\"", "\"dbname\":\"shop\"", "mysql://shop:")]
    public async Task Every_engine_has_the_form_of_its_clients(string engine, string username, string database, string url)
    {
        await Put("a", $$"""{ "engine": "{{engine}}", "account": "000000000000", "region": "us-east-1", "secret": "s", "database": "shop" }""");

        var secret = (await Secret("s")).ToJsonString();

        Assert.Contains(username, secret, StringComparison.Ordinal);
        Assert.Contains(database, secret, StringComparison.Ordinal);
        Assert.Contains($"\"url\":\"{url}", secret, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callers_at_the_same_moment_get_one_store()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Put("cache", Redis)));

        Assert.Equal(["image redis new", "run cache redis:1", "answers cache"], _containers.Calls);
        Assert.Single(answers, answer => (bool)answer.Body["changed"]!);
        Assert.Single(answers.Select(answer => (string?)answer.Body["secretArn"]).Distinct());
    }

    [Fact]
    public async Task A_secret_that_somebody_changed_says_the_truth_again_and_another_secret_can_be_asked_for()
    {
        await Put("cache", Redis);
        var right = (await Secret("chat/local/redis")).ToJsonString();
        await Secrets("PutSecretValue", """{ "SecretId": "chat/local/redis", "SecretString": "wrong" }""");

        Assert.True((bool)(await Put("cache", Redis)).Body["changed"]!);
        Assert.Equal(right, (await Secret("chat/local/redis")).ToJsonString());

        Assert.True((bool)(await Put("cache", Redis.Replace("chat/local/redis", "other", StringComparison.Ordinal))).Body["changed"]!);
        Assert.Equal(right, (await Secret("other")).ToJsonString());
    }

    [Fact]
    public async Task What_ran_is_there_again_after_a_restart_and_secrets_follow_an_address_that_was_taken()
    {
        await Put("cache", Redis);
        var before = await Secret("chat/local/redis");
        await _cloud.DisposeAsync();

        // The containers live on, as in a machine's own engine.
        _cloud = await Start(_containers);
        await Until(async () => (string?)(await List())[0]!["state"] == "running");
        Assert.Equal(["image redis new", "run cache redis:1", "answers cache", "answers cache"], _containers.Calls);
        Assert.Equal(before.ToJsonString(), (await Secret("chat/local/redis")).ToJsonString());
        await _cloud.DisposeAsync();

        // They ended with a private one, and something else took the port.
        _containers.EndAll();
        (_containers.AddressIsFree, _containers.Next) = (false, new IPEndPoint(IPAddress.Parse("10.1.2.1"), 40002));
        _cloud = await Start(_containers);
        await Until(async () => (int)(await Secret("chat/local/redis"))["port"]! == 40002);

        Assert.Equal(["image redis redis:1", "run cache redis:1", "answers cache"], _containers.Calls.TakeLast(3));
        Assert.Equal((string?)before["password"], (string?)(await Secret("chat/local/redis"))["password"]);
        Assert.False((bool)(await Put("cache", Redis)).Body["changed"]!);
    }

    [Fact]
    public async Task A_store_that_does_not_come_up_is_told_and_tried_again_with_the_same_password()
    {
        _containers.Failure = new DeployException("The backing store cache (Redis) is not ready: its container ended with exit code 1.");
        var failed = await Put("cache", Redis);

        Assert.Equal(HttpStatusCode.InternalServerError, failed.Status);
        Assert.Equal(_containers.Failure.Message, (string?)failed.Body["message"]);
        Assert.Equal(("stopped", _containers.Failure.Message), ((string?)(await List())[0]!["state"], (string?)(await List())[0]!["failure"]));
        await Assert.ThrowsAsync<HttpRequestException>(() => Secret("chat/local/redis"));

        _containers.Failure = null;
        var kept = await File.ReadAllTextAsync(Path.Combine(_folder.Path, "state", "backing.json"), Ct);
        Assert.Equal(HttpStatusCode.OK, (await Put("cache", Redis)).Status);
        Assert.Contains((string)(await Secret("chat/local/redis"))["password"]!, kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_fails_is_told_and_tasks_do_not_wait_for_it()
    {
        await Put("cache", Redis);
        await _cloud.DisposeAsync();
        _containers.EndAll();
        _containers.Failure = new HttpRequestException("Connection refused (docker:80)");

        _cloud = await Start(_containers);
        await Until(async () => (string?)(await List())[0]!["failure"] == "Connection refused (docker:80)");
        var refused = await Put("cache", Redis);
        Assert.Equal(HttpStatusCode.InternalServerError, refused.Status);
        Assert.Contains("the rehearsal's Docker Engine failed. Its data are untouched.\n  reason  Connection refused (docker:80)\n", (string)refused.Body["message"]!, StringComparison.Ordinal);

        _containers.Failure = null;
        Assert.Equal(HttpStatusCode.OK, (await Put("cache", Redis)).Status);
        Assert.Null((await List())[0]!["failure"]);
    }

    [Fact]
    public async Task Another_store_under_a_taken_name_is_refused()
    {
        await Put("db", Postgres);

        var engine = await Put("db", Redis);
        var database = await Put("db", Postgres.Replace("\"chat\"", "\"shop\"", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (engine.Status, database.Status));
        Assert.Contains("asked for  postgres shop\n  found      postgres chat", (string)database.Body["message"]!, StringComparison.Ordinal);
        Assert.Equal(3, _containers.Calls.Count);
    }

    [Fact]
    public async Task Wrong_requests_and_wrong_secret_names_are_refused()
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await Put("Cache", Redis)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Put("cache", "nothing")).Status);
        Assert.Empty(_containers.Calls);

        var secret = await Put("cache", Redis.Replace("chat/local/redis", "no blanks", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, secret.Status);
        Assert.Contains("no blanks", (string)secret.Body["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cloud_without_containers_says_so()
    {
        using var folder = new TemporaryFolder();
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(folder.Path, _ => new NoTasks()), Ct);

        using var answer = await _http.PutAsync(new Uri(cloud.AwsEndpoint, "/_slipway/backing/cache"), new StringContent(Redis), Ct);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("this cloud runs no containers. Nothing was changed.", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal("[]", await _http.GetStringAsync(new Uri(cloud.AwsEndpoint, "/_slipway/backing"), Ct));
    }

    private Task<RehearsalCloud> Start(ScriptedStores containers) =>
        RehearsalCloud.Start(new RehearsalOptions(_folder.Path, _ => new NoTasks()) { Stores = containers }, Ct);

    private async Task<(HttpStatusCode Status, JsonNode Body)> Put(string name, string body)
    {
        using var answer = await _http.PutAsync(new Uri(_cloud.AwsEndpoint, $"/_slipway/backing/{name}"), new StringContent(body), Ct);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!);
    }

    private async Task<JsonArray> List() => (await _http.GetFromJsonAsync<JsonArray>(new Uri(_cloud.AwsEndpoint, "/_slipway/backing"), Ct))!;

    private async Task<JsonNode> Secret(string name) =>
        JsonNode.Parse((string)(await Secrets("GetSecretValue", $$"""{ "SecretId": "{{name}}" }"""))["SecretString"]!)!;

    private async Task<JsonNode> Secrets(string operation, string input)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _cloud.AwsEndpoint) { Content = new StringContent(input, Encoding.UTF8, "application/x-amz-json-1.1") };
        request.Content.Headers.Add("X-Amz-Target", $"secretsmanager.{operation}");
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=000000000000/20260102/us-east-1/secretsmanager/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        using var answer = await _http.SendAsync(request, Ct);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(JsonSerializerOptions.Default, Ct))!;
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition())
            await Task.Delay(10, limit.Token);
    }
}
