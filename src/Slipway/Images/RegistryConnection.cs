using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Slipway.Images;

/// <summary>
/// A registry over its own HTTP API, for bytes as they are: docker's pull and push unpack layers and pack them anew, which may change the digest.
/// </summary>
internal sealed class RegistryConnection : IDisposable
{
    // https://github.com/opencontainers/distribution-spec/blob/main/spec.md, and the types that docker wrote before it.
    private static readonly string[] ManifestTypes =
    [
        "application/vnd.oci.image.manifest.v1+json", "application/vnd.oci.image.index.v1+json",
        "application/vnd.docker.distribution.manifest.v2+json", "application/vnd.docker.distribution.manifest.list.v2+json",
    ];

    private readonly HttpClient _http;

    public RegistryConnection(RegistryCredentials credentials)
    {
        Host = credentials.Registry;
        var isHere = new Uri($"http://{Host}").IsLoopback;
        // A proxy cannot reach this machine's loopback. Redirects of a blob lead to storage that signs its own addresses; the password is not sent along.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = !isHere, UseCookies = false })
        {
            BaseAddress = new Uri($"{(isHere ? "http" : "https")}://{Host}/v2/"),
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credentials.User}:{credentials.Password.Reveal()}")));
    }

    /// <summary>Host and port.</summary>
    public string Host { get; }

    /// <summary>Whether a repository has a blob.</summary>
    public async Task<bool> HasBlob(string repository, string digest, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Head, $"{repository}/blobs/{digest}", content: null, ct, HttpStatusCode.NotFound);
        return answer.IsSuccessStatusCode;
    }

    /// <summary>Copies a blob's bytes into <paramref name="to"/>.</summary>
    public async Task ReadBlob(string repository, string digest, Stream to, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Get, $"{repository}/blobs/{digest}", content: null, ct);
        await answer.Content.CopyToAsync(to, ct);
    }

    /// <summary>Writes a blob; the registry checks that its bytes have that digest.</summary>
    public async Task WriteBlob(string repository, string digest, Func<Stream> open, CancellationToken ct)
    {
        using var begun = await Send(HttpMethod.Post, $"{repository}/blobs/uploads/", content: null, ct);
        var place = Location(begun);
        await using (var bytes = open())
        {
            using var sent = await Send(HttpMethod.Patch, place, Bytes(bytes), ct);
            place = Location(sent);
        }

        var finish = new UriBuilder(place) { Query = $"{place.Query.TrimStart('?')}{(place.Query.Length > 1 ? "&" : "")}digest={Uri.EscapeDataString(digest)}" };
        using var done = await Send(HttpMethod.Put, finish.Uri, Bytes(Stream.Null), ct);
    }

    /// <summary>A manifest's bytes and media type; null: there is none.</summary>
    /// <param name="reference">A tag, or a digest.</param>
    public async Task<(byte[] Content, string MediaType)?> Manifest(string repository, string reference, CancellationToken ct)
    {
        using var answer = await Send(HttpMethod.Get, $"{repository}/manifests/{reference}", content: null, ct, HttpStatusCode.NotFound);
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadAsByteArrayAsync(ct), answer.Content.Headers.ContentType?.MediaType ?? ManifestTypes[0])
            : null;
    }

    /// <summary>Writes a manifest as it is.</summary>
    /// <param name="reference">A tag, or its digest.</param>
    public async Task WriteManifest(string repository, string reference, byte[] content, string mediaType, CancellationToken ct)
    {
        var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        using var done = await Send(HttpMethod.Put, $"{repository}/manifests/{reference}", body, ct);
    }

    public void Dispose() => _http.Dispose();

    private Task<HttpResponseMessage> Send(HttpMethod method, string path, HttpContent? content, CancellationToken ct, HttpStatusCode? expected = null) =>
        Send(method, new Uri(_http.BaseAddress!, path), content, ct, expected);

    private async Task<HttpResponseMessage> Send(HttpMethod method, Uri address, HttpContent? content, CancellationToken ct, HttpStatusCode? expected = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var type in ManifestTypes)
            request.Headers.Accept.ParseAdd(type);

        request.Headers.Accept.ParseAdd("*/*;q=0.1");
        try
        {
            var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return answer.IsSuccessStatusCode || answer.StatusCode == expected ? answer : throw await Refused(method, address, answer, ct);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new DeployException(
                $"""
                 The registry {Host} broke off {method} {address.AbsolutePath}. No service was changed.
                   reason  {exception.Message}
                   try     the same again: what was copied is there already
                 """,
                inner: exception)
            {
                MayPass = true,
            };
        }
    }

    private async Task<DeployException> Refused(HttpMethod method, Uri address, HttpResponseMessage answer, CancellationToken ct)
    {
        using (answer)
        {
            return new DeployException(
                $"""
                 The registry {Host} refused {method} {address.AbsolutePath}. No service was changed.
                   answer  {(int)answer.StatusCode} {(await answer.Content.ReadAsStringAsync(ct)).Trim()}
                   try     check that the caller may pull there (ecr:BatchGetImage, ecr:GetDownloadUrlForLayer) or push (ecr:PutImage, ecr:UploadLayerPart and the like)
                 """)
            {
                MayPass = answer.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.TooManyRequests,
            };
        }
    }

    private static Uri Location(HttpResponseMessage answer) => new(answer.RequestMessage!.RequestUri!, answer.Headers.Location!);

    private static StreamContent Bytes(Stream stream)
    {
        var content = new StreamContent(stream);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return content;
    }
}
