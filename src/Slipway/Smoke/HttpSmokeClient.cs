using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Slipway.Smoke;

/// <summary>Asks over HTTP. Addresses on loopback are reached past every proxy.</summary>
internal sealed class HttpSmokeClient : ISmokeClient, IDisposable
{
    private const int MostBytes = 1024 * 1024;

    private readonly bool _onThisMachine;
    private readonly HttpClient _direct;
    private readonly HttpClient _proxied;

    /// <param name="onThisMachine">
    /// Whether every host is this machine, as in the rehearsal: a service with a route by host is asked by that host, and no name server knows it.
    /// </param>
    public HttpSmokeClient(bool onThisMachine)
    {
        _onThisMachine = onThisMachine;
        var direct = Handler();
        direct.UseProxy = false;
        if (onThisMachine)
            direct.ConnectCallback = ToLoopback;

        _direct = new HttpClient(direct) { Timeout = Timeout.InfiniteTimeSpan };
        _proxied = new HttpClient(Handler()) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public async Task<SmokeAnswer> Get(Uri url, TimeSpan within, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(within);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { CacheControl = new CacheControlHeaderValue { NoCache = true } } };
            using var response = await (_onThisMachine || url.IsLoopback ? _direct : _proxied)
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return new SmokeAnswer.Answered((int)response.StatusCode, await Body(response, limit.Token));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SmokeAnswer.Unanswered(FormattableString.Invariant($"no whole answer within {within.TotalSeconds:0.#} s"));
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return new SmokeAnswer.Unanswered(exception.GetBaseException().Message);
        }
    }

    public void Dispose()
    {
        _direct.Dispose();
        _proxied.Dispose();
    }

    private static SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        UseCookies = false,
    };

    private static async Task<string> Body(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var bytes = new byte[MostBytes];
        var count = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    private static async ValueTask<Stream> ToLoopback(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
