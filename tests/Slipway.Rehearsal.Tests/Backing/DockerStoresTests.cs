using System.Diagnostics;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Backing;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.Secrets;
using Slipway.Rehearsal.State;
using Slipway.Rehearsal.Tests.Engine;

namespace Slipway.Rehearsal.Tests.Backing;

/// <summary>Real data stores in containers, asked by their own clients from other containers.</summary>
public sealed class DockerStoresTests(EngineFixture fixture) : IAsyncLifetime
{
    private static readonly SecretPlace Place = new("000000000000", "us-east-1", "s");

    private readonly TemporaryFolder _folder = new();
    private DockerApi _docker = null!;
    private StoreImages _images = null!;
    private string? _image;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _docker = new DockerApi((await fixture.Host(Ct)).Socket);
        _images = new StoreImages(_docker, new DebianPackages(EngineFixture.Processes, EngineFixture.Packages) { Whole = true }, Path.Combine(_folder.Path, "work"), _ => { });
    }

    public async ValueTask DisposeAsync()
    {
        await EndContainers();
        _images.Dispose();
        _docker.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public Task Redis_keeps_its_data_its_password_and_its_address_over_a_restart() => Keeps(
        BackingEngine.Redis,
        secret => $"[ \"$({Redis(secret)} SET greeting hello)\" = OK ]",
        secret => $"{Redis(secret)} GET greeting");

    [Fact]
    [Trait("Category", "Long")]
    public Task PostgreSql_keeps_its_data_its_password_and_its_address_over_a_restart() => Keeps(
        BackingEngine.Postgres,
        secret => $"{Psql} '{secret["url"]}' -qtAc \"CREATE TABLE t (said text); INSERT INTO t VALUES ('hello')\"",
        secret => $"{Psql} '{secret["url"]}' -qtAc 'SELECT said FROM t'");

    [Fact]
    public Task MariaDb_keeps_its_data_its_password_and_its_address_over_a_restart() => Keeps(
        BackingEngine.MySql,
        secret => $"{MySql(secret)} -e \"CREATE TABLE t (said text); INSERT INTO t VALUES ('hello')\"",
        secret => $"{MySql(secret)} -BNe 'SELECT said FROM t'");

    [Fact]
    [Trait("Category", "Long")]
    public Task A_dump_of_PostgreSql_brings_back_what_was_there_before_a_migration() => Restores(
        BackingEngine.Postgres,
        (secret, sql) => $"{Psql} '{secret["url"]}' -qtA -v ON_ERROR_STOP=1 <<'SQL'\n{sql}\nSQL");

    [Fact]
    public Task A_dump_of_MariaDb_brings_back_what_was_there_before_a_migration() => Restores(
        BackingEngine.MySql,
        (secret, sql) => $"{MySql(secret)} -BN <<'SQL'\n{sql}\nSQL");

    [Fact]
    public async Task A_store_that_ends_is_told_with_its_last_words_and_what_to_do()
    {
        var stores = Stores("ends");
        var store = new Store("cache", "redis", "", "secret", "volume");
        // An image without a Redis.
        var running = await stores.Run(store, EngineFixture.Image, Ct);

        var error = await Assert.ThrowsAsync<DeployException>(() => stores.Answers(store, running, Ct));

        Assert.StartsWith("The backing store cache (Redis) is not ready: its container ended with exit code 127.\n", error.Message, StringComparison.Ordinal);
        Assert.Contains("last    /bin/sh: exec: line 0: redis-server: not found", error.Message, StringComparison.Ordinal);
        Assert.Contains("was kept", error.Message, StringComparison.Ordinal);
    }

    private const string Psql = "$(echo /usr/lib/postgresql/*/bin/psql)";

    private static string Redis(JsonNode secret) => $"redis-cli -h {secret["host"]} -p {secret["port"]} -a '{secret["password"]}' --no-auth-warning";

    private static string MySql(JsonNode secret) =>
        $"mariadb --no-defaults -h {secret["host"]} -P {secret["port"]} -u {secret["username"]} -p'{secret["password"]}' {secret["dbname"]}";

    private async Task Keeps(BackingEngine engine, Func<JsonNode, string> write, Func<JsonNode, string> read)
    {
        var request = new BackingRequest("main", engine, engine.HasDatabases ? "shop" : "", Place);
        var (backing, api) = Cloud();
        var first = await backing.Ensure(request, Ct);
        var secret = await Secret(api);
        Assert.True(first.Changed);
        Assert.Equal((first.Host, first.Port), ((string?)secret["host"], (int)secret["port"]!));
        Assert.Equal((0, ""), await Client(engine, write(secret)));

        var wrong = secret.DeepClone();
        wrong["password"] = "wrong";
        wrong["url"] = ((string)secret["url"]!).Replace((string)secret["password"]!, "wrong", StringComparison.Ordinal);
        var refused = await Client(engine, read(wrong));
        Assert.DoesNotContain("hello", refused.Output, StringComparison.Ordinal);
        Assert.Matches("(?i)password|denied|auth", refused.Output);

        var began = Stopwatch.GetTimestamp();
        Assert.Equal(first with { Changed = false }, await backing.Ensure(request, Ct));
        Assert.True(Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(2), "It was not quick.");

        // The engine goes without a farewell, and another cloud finds the folder.
        await EndContainers();
        var (again, sameApi) = Cloud();
        await again.Resume(Ct);

        Assert.Equal("running", Assert.Single(await again.List(Ct)).State);
        Assert.Equal(secret.ToJsonString(), (await Secret(sameApi)).ToJsonString());
        Assert.Equal((0, "hello"), await Client(engine, read(secret)));
        Assert.Equal(first with { Changed = false }, await again.Ensure(request, Ct));
    }

    /// <param name="run">A script that runs SQL in the database of a secret.</param>
    private async Task Restores(BackingEngine engine, Func<JsonNode, string, string> run)
    {
        var (backing, api) = Cloud();
        await backing.Ensure(new BackingRequest("main", engine, "shop", Place), Ct);
        var secret = await Secret(api);
        Assert.Equal((0, ""), await Client(engine, run(secret, "CREATE TABLE people (id int PRIMARY KEY, said text); INSERT INTO people VALUES (1, 'it''s'), (2, '안녕');")));

        using var dump = new MemoryStream();
        await backing.Dump("main", dump, Ct);
        Assert.Equal((0, ""), await Client(engine, run(secret, "ALTER TABLE people DROP COLUMN said; DELETE FROM people WHERE id = 2;")));

        // A database of its own, as RDS restores into none that is there.
        await backing.Ensure(new BackingRequest("restored", engine, "shop", Place with { Name = "t" }), Ct);
        var restored = await Secret(api, "t");
        Assert.Equal(0, (await Client(engine, run(restored, System.Text.Encoding.UTF8.GetString(dump.ToArray())))).ExitCode);

        const string all = "SELECT id, said FROM people ORDER BY id;";
        Assert.Equal((0, "1 it's\n2 안녕"), Plain(await Client(engine, run(restored, all))));
        Assert.NotEqual(0, (await Client(engine, run(secret, all))).ExitCode);

        static (int, string) Plain((int ExitCode, string Output) seen) => (seen.ExitCode, seen.Output.Replace('|', ' ').Replace('\t', ' '));
    }

    private (BackingStores Stores, SecretsManagerApi Api) Cloud()
    {
        var state = new FileStateStore(Path.Combine(_folder.Path, "state"));
        var api = new SecretsManagerApi(new SecretVault(state), TimeProvider.System);
        return (new BackingStores(state, new StoreSecrets(api), Stores("cloud")), api);
    }

    private DockerStores Stores(string name) => new(_docker, _images, Path.Combine(_folder.Path, name), TimeProvider.System);

    private static async Task<JsonNode> Secret(SecretsManagerApi api, string? name = null) =>
        JsonNode.Parse((string)(await api.Call("GetSecretValue", new JsonObject { ["SecretId"] = name ?? Place.Name }, new Caller("", Place.Account, Place.Region), Ct))["SecretString"]!)!;

    /// <summary>Runs a script in another container of the store's image, which has the client too.</summary>
    private async Task<(int ExitCode, string Output)> Client(BackingEngine engine, string script)
    {
        var request = new JsonObject
        {
            ["Image"] = _image ??= await _images.Ensure(engine, last: null, Ct),
            ["Entrypoint"] = new JsonArray("/bin/sh", "-c", script),
            ["Env"] = new JsonArray("PATH=/usr/bin:/usr/sbin", "HOME=/tmp"),
            ["User"] = $"{BackingEngine.User}",
        };
        var id = (string)(await _docker.Post("containers/create", request, Ct))!["Id"]!;
        await _docker.Post($"containers/{id}/start", null, Ct);
        var code = (int)(await _docker.Post($"containers/{id}/wait", null, Ct))!["StatusCode"]!;
        var lines = new List<string>();
        await using (var log = await _docker.Stream($"containers/{id}/logs?stdout=1&stderr=1&timestamps=1", Ct))
            await DockerLogs.Read(log, (_, line) => lines.Add(line), Ct);
        await _docker.Delete($"containers/{id}?force=1", Ct);
        return (code, string.Join('\n', lines));
    }

    /// <summary>Kills the containers of this test's clouds; their volumes stay, in an engine that the tests take away.</summary>
    private async Task EndContainers()
    {
        foreach (var name in new[] { "cloud", "ends" })
        {
            var filters = new JsonObject { ["label"] = new JsonArray($"{DockerTaskRuntime.CloudLabel}={Path.Combine(_folder.Path, name)}") };
            foreach (var container in (await _docker.Get($"containers/json?all=1&filters={Uri.EscapeDataString(filters.ToJsonString())}", Ct))!.AsArray())
                await _docker.Delete($"containers/{container!["Id"]}?force=1", Ct);
        }
    }
}
