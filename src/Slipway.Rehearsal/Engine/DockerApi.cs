using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Engine;

/// <summary>
/// Docker Engine's HTTP API on its unix socket. Paths carry no version: engines of the last years speak neither the same
/// newest nor the same oldest one, and all take their own newest without.
/// </summary>
internal sealed class DockerApi : IDisposable
{
    private readonly HttpClient _http;

    public DockerApi(string socket)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            ConnectCallback = async (_, ct) =>
            {
                var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                try
                {
                    await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), ct);
                    return new NetworkStream(connection, ownsSocket: true);
                }
                catch
                {
                    connection.Dispose();
                    throw;
                }
            },
        };
        _http = new HttpClient(handler) { BaseAddress = new Uri("http://docker/"), Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Null when there is nothing of that name.</summary>
    public async Task<JsonNode?> Get(string path, CancellationToken ct)
    {
        using var response = await _http.GetAsync(Relative(path), ct);
        return response.StatusCode == HttpStatusCode.NotFound ? null : await Read(response, ct);
    }

    public async Task<JsonNode?> Post(string path, JsonNode? body, CancellationToken ct)
    {
        using var content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.PostAsync(Relative(path), content, ct);
        return await Read(response, ct);
    }

    /// <summary>Removes it, or does nothing when it is gone already.</summary>
    public async Task Delete(string path, CancellationToken ct)
    {
        using var response = await _http.DeleteAsync(Relative(path), ct);
        // 409: another removal of it is under way.
        if (response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Conflict))
            await Read(response, ct);
    }

    /// <summary>Posts <paramref name="body"/> and gives each line of the answer.</summary>
    public async IAsyncEnumerable<JsonNode> Lines(
        string path, string? registryAuth, Stream? body, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(path));
        if (registryAuth is not null)
            request.Headers.TryAddWithoutValidation("X-Registry-Auth", registryAuth);
        if (body is not null)
        {
            request.Content = new StreamContent(body);
            request.Content.Headers.ContentType = new("application/x-tar");
        }

        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode)
            await Read(response, ct);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(ct));
        while (await reader.ReadLineAsync(ct) is { } line)
        {
            if (line.Length > 0 && JsonNode.Parse(line) is { } node)
                yield return node;
        }
    }

    public async Task<Stream> Stream(string path, CancellationToken ct)
    {
        var response = await _http.GetAsync(Relative(path), HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode)
            await Read(response, ct);

        return await response.Content.ReadAsStreamAsync(ct);
    }

    /// <summary>Posts <paramref name="body"/> and gives the answer as it comes.</summary>
    public async Task<Stream> StreamOf(string path, JsonNode body, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(path)) { Content = JsonContent.Create(body) };
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        if (!response.IsSuccessStatusCode)
            await Read(response, ct);

        return await response.Content.ReadAsStreamAsync(ct);
    }

    public void Dispose() => _http.Dispose();

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task<JsonNode?> Read(HttpResponseMessage response, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        if (response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.NotModified)
            return text.StartsWith('{') || text.StartsWith('[') ? JsonNode.Parse(text) : null;

        var message = text.StartsWith('{') ? (string?)JsonNode.Parse(text)?["message"] : text.Trim();
        throw new DockerApiException(response.StatusCode, message ?? response.ReasonPhrase ?? "no reason given");
    }
}

/// <summary>A refusal of Docker Engine, in its own words.</summary>
internal sealed class DockerApiException(HttpStatusCode status, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;
}
