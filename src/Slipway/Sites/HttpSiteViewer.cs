using System.Net;
using System.Text;

namespace Slipway.Sites;

/// <summary>Over HTTP. A proxy is not asked for addresses on this machine.</summary>
internal sealed class HttpSiteViewer : ISiteViewer, IDisposable
{
    private const int MostText = 1024 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, AutomaticDecompression = DecompressionMethods.All })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    private readonly HttpClient _local = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    /// <inheritdoc/>
    public async Task<Viewed> Get(Uri address, CancellationToken ct)
    {
        try
        {
            using var response = await (address.IsLoopback ? _local : _client).GetAsync(address, HttpCompletionOption.ResponseHeadersRead, ct);
            var type = response.Content.Headers.ContentType?.MediaType;
            return new Viewed((int)response.StatusCode, type, type == "text/html" ? await Text(response, ct) : "");
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

    private static async Task<string> Text(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[MostText];
        var length = await stream.ReadAtLeastAsync(buffer, MostText, throwOnEndOfStream: false, ct);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
