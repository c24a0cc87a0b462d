using System.Text.Json.Nodes;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecr;

/// <summary>The registry over HTTP, as docker speaks it.</summary>
public sealed class RegistryTests : IAsyncLifetime
{
    private static readonly Caller Caller = new("000000000000", "000000000000", "us-east-1");
    private readonly TemporaryFolder _folder = new();
    private readonly FileStateStore _state;
    private readonly MovableClock _clock = new();
    private ApiServer _server = null!;
    private EcrApi _ecr = null!;
    private RegistryTokens _tokens = null!;
    private RegistryClient _client = null!;

    public RegistryTests() => _state = new FileStateStore(_folder.Path);

    public async ValueTask InitializeAsync()
    {
        var (repositories, blobs) = (new Repositories(_state), new BlobStore(Path.Combine(_folder.Path, "registry")));
        _tokens = new RegistryTokens(_state, _clock);
        var registry = new OciRegistry(new BlobRoutes(repositories, blobs), new ManifestRoutes(repositories, blobs, _clock), _tokens, ConfinedRoles.None);
        var socket = LoopbackSocket.Bind(0);
        _ecr = new EcrApi(repositories, blobs, _tokens, new RegistryScanning(_state), socket.Endpoint, new RehearsalTime(_clock, 1));
        _server = await ApiServer.Start([_ecr], [], new NoCallFaults(), ConfinedRoles.None, socket, registry.Map, TestContext.Current.CancellationToken);
        _client = new RegistryClient(_server.Endpoint, _tokens.Issue("000000000000").Password);
        await Create("chat/server", "IMMUTABLE");
        await Create("chat/web", "MUTABLE");
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task An_image_that_was_pushed_is_pulled_byte_for_byte_by_tag_and_by_digest()
    {
        var pushed = await _client.PushImage("chat/server", "v1", "layer");
        var digest = Digest.Of(RegistryClient.ManifestOf("layer"));
        Assert.Equal((201, digest), (pushed.Status, pushed.Headers["Docker-Content-Digest"]));

        foreach (var reference in new[] { "v1", digest })
        {
            var pulled = await _client.Send("GET", $"chat/server/manifests/{reference}");
            Assert.Equal((200, RegistryClient.ManifestType, digest), (pulled.Status, pulled.Headers["Content-Type"], pulled.Headers["Docker-Content-Digest"]));
            Assert.Equal(RegistryClient.ManifestOf("layer"), pulled.Body);

            var head = await _client.Send("HEAD", $"chat/server/manifests/{reference}");
            Assert.Equal((200, $"{pulled.Body.Length}", 0), (head.Status, head.Headers["Content-Length"], head.Body.Length));
        }

        var blob = await _client.Send("GET", $"chat/server/blobs/{Digest.Of("layer"u8)}");
        Assert.Equal((200, "layer"), (blob.Status, blob.Text));
        Assert.Equal("""{"name":"chat/server","tags":["v1"]}""", (await _client.Send("GET", "chat/server/tags/list")).Text);
    }

    [Fact]
    public async Task A_tag_of_an_immutable_repository_is_pushed_once_and_never_again_not_even_with_the_same_content()
    {
        await _client.PushImage("chat/server", "v1", "layer");

        Assert.Equal((400, "TAG_INVALID"), (await _client.PushImage("chat/server", "v1", "other layer")).Error);
        Assert.Equal((400, "TAG_INVALID"), (await _client.PushImage("chat/server", "v1", "layer")).Error);
        Assert.Equal(201, (await _client.PushImage("chat/server", "v2", "layer")).Status);
        Assert.Equal(RegistryClient.ManifestOf("layer"), (await _client.Send("GET", "chat/server/manifests/v1")).Body);
        Assert.Equal(404, (await _client.Send("GET", $"chat/server/manifests/{Digest.Of(RegistryClient.ManifestOf("other layer"))}")).Status);
    }

    [Fact]
    public async Task A_tag_of_a_mutable_repository_moves_and_may_be_pushed_again()
    {
        await _client.PushImage("chat/web", "main", "one");
        Assert.Equal(201, (await _client.PushImage("chat/web", "main", "one")).Status);
        Assert.Equal(201, (await _client.PushImage("chat/web", "main", "two")).Status);

        Assert.Equal(RegistryClient.ManifestOf("two"), (await _client.Send("GET", "chat/web/manifests/main")).Body);
        Assert.Equal(200, (await _client.Send("HEAD", $"chat/web/manifests/{Digest.Of(RegistryClient.ManifestOf("one"))}")).Status);
    }

    [Fact]
    public async Task A_blob_may_come_in_chunks_each_of_which_must_begin_where_the_last_ended()
    {
        var digest = Digest.Of("hello world"u8);
        var upload = (await _client.Send("POST", "chat/web/blobs/uploads/")).Headers["Location"];

        var first = await _client.Send("PATCH", upload, "hello"u8.ToArray(), contentRange: "0-4");
        Assert.Equal((202, "0-4"), (first.Status, first.Headers["Range"]));
        var wrong = await _client.Send("PATCH", upload, "world"u8.ToArray(), contentRange: "9-13");
        Assert.Equal((416, "0-4"), (wrong.Status, wrong.Headers["Range"]));
        Assert.Equal("0-4", (await _client.Send("GET", upload)).Headers["Range"]);
        Assert.Equal(202, (await _client.Send("PATCH", upload, " wor"u8.ToArray(), contentRange: "5-8")).Status);
        var done = await _client.Send("PUT", $"{upload}?digest={digest}", "ld"u8.ToArray());

        Assert.Equal((201, digest), (done.Status, done.Headers["Docker-Content-Digest"]));
        Assert.Equal("hello world", (await _client.Send("GET", done.Headers["Location"])).Text);
        Assert.Equal((404, "BLOB_UPLOAD_UNKNOWN"), (await _client.Send("PATCH", upload, "x"u8.ToArray())).Error);
    }

    [Fact]
    public async Task Content_of_another_digest_is_refused_and_nothing_is_kept()
    {
        var wrong = Digest.Of("other"u8);

        Assert.Equal((400, "DIGEST_INVALID"), (await _client.Send("POST", $"chat/web/blobs/uploads/?digest={wrong}", "content"u8.ToArray())).Error);
        Assert.Equal((400, "DIGEST_INVALID"), (await _client.Send("PUT", $"chat/web/manifests/{wrong}", RegistryClient.ManifestOf("x"), RegistryClient.ManifestType)).Error);
        Assert.Equal(404, (await _client.Send("HEAD", $"chat/web/blobs/{wrong}")).Status);
        Assert.Equal(404, (await _client.Send("HEAD", $"chat/web/blobs/{Digest.Of("content"u8)}")).Status);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder.Path, "registry"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_blob_is_mounted_from_a_repository_that_has_it_and_uploaded_otherwise()
    {
        var digest = await _client.PushBlob("chat/web", "shared");
        Assert.Equal((404, "BLOB_UNKNOWN"), (await _client.Send("GET", $"chat/server/blobs/{digest}")).Error);

        Assert.Equal(201, (await _client.Send("POST", $"chat/server/blobs/uploads/?mount={digest}&from=chat/web")).Status);
        Assert.Equal("shared", (await _client.Send("GET", $"chat/server/blobs/{digest}")).Text);
        Assert.Equal(202, (await _client.Send("POST", $"chat/server/blobs/uploads/?mount={Digest.Of("nowhere"u8)}&from=chat/web")).Status);
    }

    [Fact]
    public async Task Accounts_have_repositories_of_one_name_each_and_what_is_pulled_is_found_in_any()
    {
        const string other = "111122223333";
        await _ecr.Call("CreateRepository", new JsonObject { ["repositoryName"] = "chat/server" }, Caller with { AccessKey = other, Account = other }, TestContext.Current.CancellationToken);
        using var theirs = new RegistryClient(_server.Endpoint, _tokens.Issue(other).Password);
        await _client.PushImage("chat/server", "v1", "ours");
        var digest = Digest.Of(RegistryClient.ManifestOf("theirs"));

        // Asked about before a push: were another account's layer told, the push would leave it out.
        Assert.Equal(404, (await theirs.Send("HEAD", $"chat/server/blobs/{Digest.Of("ours"u8)}")).Status);
        Assert.Equal(201, (await theirs.PushImage("chat/server", "v1", "theirs")).Status);

        Assert.Equal(Digest.Of(RegistryClient.ManifestOf("ours")), (await _client.Send("HEAD", "chat/server/manifests/v1")).Headers["Docker-Content-Digest"]);
        Assert.Equal(digest, (await theirs.Send("HEAD", "chat/server/manifests/v1")).Headers["Docker-Content-Digest"]);
        Assert.Equal(404, (await _client.Send("HEAD", $"chat/server/manifests/{digest}")).Status);
        Assert.Equal(200, (await _client.Send("GET", $"chat/server/manifests/{digest}")).Status);
        Assert.Equal("theirs", (await _client.Send("GET", $"chat/server/blobs/{Digest.Of("theirs"u8)}")).Text);
    }

    [Fact]
    public async Task A_repository_must_exist_and_a_manifest_must_be_whole()
    {
        Assert.Equal((404, "NAME_UNKNOWN"), (await _client.Send("POST", "nowhere/blobs/uploads/")).Error);
        Assert.Equal((404, "NAME_UNKNOWN"), (await _client.Send("GET", "nowhere/manifests/v1")).Error);
        Assert.Equal((404, "MANIFEST_UNKNOWN"), (await _client.Send("GET", "chat/web/manifests/v1")).Error);
        Assert.Equal((400, "MANIFEST_BLOB_UNKNOWN"), (await _client.Send("PUT", "chat/web/manifests/v1", RegistryClient.ManifestOf("absent"), RegistryClient.ManifestType)).Error);
        Assert.Equal((400, "MANIFEST_INVALID"), (await _client.Send("PUT", "chat/web/manifests/v1", "{}"u8.ToArray(), RegistryClient.ManifestType)).Error);
        Assert.Equal((400, "MANIFEST_INVALID"), (await _client.Send("PUT", "chat/web/manifests/v1", RegistryClient.ManifestOf("absent"), "application/json")).Error);
        Assert.Equal((405, "UNSUPPORTED"), (await _client.Send("DELETE", "chat/web/manifests/v1")).Error);
        Assert.Equal((404, "UNSUPPORTED"), (await _client.Send("GET", "_catalog")).Error);
    }

    [Fact]
    public async Task A_password_is_asked_for_and_lasts_twelve_hours()
    {
        using var stranger = new RegistryClient(_server.Endpoint, null);
        using var forger = new RegistryClient(_server.Endpoint, $"000000000000.{long.MaxValue}.{new string('0', 64)}");

        var refused = await stranger.Send("GET", "");
        Assert.Equal((401, "UNAUTHORIZED"), refused.Error);
        Assert.Equal($"Basic realm=\"{_server.Endpoint}\",service=\"ecr.amazonaws.com\"", refused.Headers["WWW-Authenticate"]);
        Assert.Equal(401, (await forger.Send("GET", "")).Status);

        Assert.Equal(200, (await _client.Send("GET", "")).Status);
        Assert.Equal(RegistryTokens.Check.Valid, new RegistryTokens(_state, _clock).Verify(_tokens.Issue("1").Password));
        _clock.Offset = TimeSpan.FromHours(12);
        Assert.Equal((403, "DENIED"), (await _client.Send("GET", "")).Error);
    }

    [Fact]
    public async Task Images_are_found_again_after_a_restart()
    {
        await _client.PushImage("chat/server", "v1", "layer");
        var again = new EcrImages(new Repositories(_state), _server.Endpoint.Authority);
        var digest = Digest.Of(RegistryClient.ManifestOf("layer"));
        var image = $"{_server.Endpoint.Authority}/chat/server";

        Assert.Equal(digest, again.Resolve($"{image}:v1"));
        Assert.Equal(digest, again.Resolve($"{image}@{digest}"));
        Assert.Equal(digest, again.Resolve($"{image}:v1@{digest}"));
        Assert.Null(again.Resolve($"{image}:v2"));
        Assert.Null(again.Resolve("example.com/chat/server:v1"));
        Assert.True(again.IsOurs($"{image}:v2"));
        Assert.False(again.IsOurs("chat/server:v1"));
    }

    private Task<JsonObject> Create(string name, string mutability) =>
        _ecr.Call("CreateRepository", new JsonObject { ["repositoryName"] = name, ["imageTagMutability"] = mutability }, Caller, CancellationToken.None);

    private sealed class MovableClock : TimeProvider
    {
        public TimeSpan Offset { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
    }
}
