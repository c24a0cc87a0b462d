using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Slipway.Traffic;

/// <summary>Over HTTP. A proxy is not asked for addresses on this machine.</summary>
/// <param name="onThisMachine">Whether every host name stands for this machine: the rehearsal serves hosts whose names lead elsewhere, or nowhere.</param>
internal sealed class HttpWebViewer(bool onThisMachine = false) : IWebViewer, IDisposable
{
    private const int MostText = 1024 * 1024;
    private const int MostHashed = 16 * 1024 * 1024;

    /// <summary>For all of an answer: one that never ends, such as a stream of events, is none that can be looked at.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient _client = Client(onThisMachine);
    private readonly HttpClient _local = Client(onThisMachine: true);

    /// <inheritdoc/>
    public async Task<Viewed> Get(Uri address, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Longest);
        try
        {
            using var response = await (address.IsLoopback ? _local : _client).GetAsync(address, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            var type = response.Content.Headers.ContentType?.MediaType;
            var (body, hash) = IsText(type) ? await Read(response, patience.Token) : ("", null);
            return new Viewed((int)response.StatusCode, type, body) { CacheControl = CacheControl(response), Sha256 = hash };
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException || (exception is OperationCanceledException && !ct.IsCancellationRequested))
        {
            throw new DeployException($"{address} did not answer: {exception.Message}", inner: exception) { MayPass = true };
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _local.Dispose();
    }

    private static HttpClient Client(bool onThisMachine)
    {
        var connections = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = !onThisMachine,
            AutomaticDecompression = DecompressionMethods.All,
        };
        if (onThisMachine)
            connections.ConnectCallback = Loopback;

        return new HttpClient(connections) { Timeout = TimeSpan.FromSeconds(10) };
    }

    private static async ValueTask<Stream> Loopback(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsText(string? type) => type is not null
        && (type.StartsWith("text/", StringComparison.Ordinal) || type.EndsWith("json", StringComparison.Ordinal) || type.EndsWith("xml", StringComparison.Ordinal));

    // The typed property has the directives in another order than they were sent.
    private static string? CacheControl(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Cache-Control", out var values) ? string.Join(", ", values) : null;

    private static async Task<(string Text, string? Sha256)> Read(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var length = 0L;
        while (length <= MostHashed && await stream.ReadAsync(buffer, ct) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            text.Write(buffer, 0, (int)Math.Min(read, MostText - text.Length));
            length += read;
        }

        return (Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length), length > MostHashed ? null : Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
