using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecr;

/// <summary>Speaks to the registry as docker does, one request at a time.</summary>
internal sealed class RegistryClient : IDisposable
{
    public const string ManifestType = "application/vnd.oci.image.manifest.v1+json";
    private readonly HttpClient _http;

    public RegistryClient(Uri endpoint, string? password)
    {
        _http = new HttpClient { BaseAddress = new Uri(endpoint, "/v2/") };
        if (password is not null)
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"AWS:{password}")));
    }

    public async Task<Reply> Send(string method, string path, ReadOnlyMemory<byte>? body = null, string? type = null, string? contentRange = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is { } bytes)
        {
            request.Content = new ByteArrayContent(bytes.ToArray());
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type ?? "application/octet-stream");
            if (contentRange is not null)
                request.Content.Headers.TryAddWithoutValidation("Content-Range", contentRange);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Reply(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    public async Task<string> PushBlob(string repository, string text)
    {
        var digest = Digest.Of(Encoding.UTF8.GetBytes(text));
        var begun = await Send("POST", $"{repository}/blobs/uploads/");
        var done = await Send("PUT", $"{begun.Headers["Location"]}?digest={digest}", Encoding.UTF8.GetBytes(text));
        Assert.Equal((201, digest), (done.Status, done.Headers["Docker-Content-Digest"]));
        return digest;
    }

    /// <summary>Pushes an image of one layer with all its parts.</summary>
    public async Task<Reply> PushImage(string repository, string reference, string layer)
    {
        await PushBlob(repository, "{}");
        await PushBlob(repository, layer);
        return await Send("PUT", $"{repository}/manifests/{reference}", ManifestOf(layer), ManifestType);
    }

    public static byte[] ManifestOf(string layer) =>
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["schemaVersion"] = 2,
            ["mediaType"] = ManifestType,
            ["config"] = Descriptor("application/vnd.oci.image.config.v1+json", "{}"),
            ["layers"] = new JsonArray(Descriptor("application/vnd.oci.image.layer.v1.tar", layer)),
        }.ToJsonString());

    public void Dispose() => _http.Dispose();

    private static JsonObject Descriptor(string type, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return new JsonObject { ["mediaType"] = type, ["digest"] = Digest.Of(bytes), ["size"] = bytes.Length };
    }

    internal sealed record Reply(int Status, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        /// <summary>The status and the error code of the distribution specification.</summary>
        public (int, string) Error => (Status, ((JsonObject)JsonNode.Parse(Body)!).Objects("errors").Single().RequiredString("code"));
    }
}
