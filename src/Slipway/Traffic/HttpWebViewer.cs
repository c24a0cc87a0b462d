using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Slipway.Traffic;

/// <summary>Over HTTP. A proxy is not asked for addresses on this machine.</summary>
/// <param name="onThisMachine">Whether every host name stands for this machine: the rehearsal serves hosts whose names lead elsewhere, or nowhere.</param>
internal sealed class HttpWebViewer(bool onThisMachine = false) : IWebViewer, IDisposable
{
    private const int MostText = 1024 * 1024;

    private readonly HttpClient _client = Client(onThisMachine);
    private readonly HttpClient _local = Client(onThisMachine: true);

    /// <inheritdoc/>
    public async Task<Viewed> Get(Uri address, CancellationToken ct)
    {
        try
        {
            using var response = await (address.IsLoopback ? _local : _client).GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
            var type = response.Content.Headers.ContentType?.MediaType;
            return new Viewed((int)response.StatusCode, type, IsText(type) ? await Text(response, ct) : "");
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

    private static async Task<string> Text(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MostText];
        var length = await stream.ReadAtLeastAsync(buffer, MostText, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
