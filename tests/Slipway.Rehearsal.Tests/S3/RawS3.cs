using System.Net;
using System.Text;
using System.Xml.Linq;

namespace Slipway.Rehearsal.S3;

/// <summary>S3 without a client: just the headers that a test gives, and a signature that nobody checks.</summary>
internal sealed class RawS3(Uri endpoint) : IDisposable
{
    public static readonly string Authorization =
        $"AWS4-HMAC-SHA256 Credential=000000000000/20260102/us-east-1/s3/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}";

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    /// <summary>Status and, where it is refused, the code.</summary>
    public async Task<(HttpStatusCode Status, string Code)> Put(string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(endpoint, path)) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes(body)) };
        request.Headers.TryAddWithoutValidation("Authorization", Authorization);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? "" : XElement.Parse(text).Element("Code")!.Value);
    }

    public void Dispose() => _http.Dispose();
}
