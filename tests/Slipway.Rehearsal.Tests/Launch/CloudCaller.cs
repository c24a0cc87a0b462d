using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Tests.Launch;

/// <summary>Calls a cloud that runs as a process of its own, as AWS's clients do.</summary>
internal sealed class CloudCaller(Uri endpoint) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };

    public Task<JsonNode> Ecs(string operation, string input, CancellationToken ct) => Json("ecs", $"AmazonEC2ContainerServiceV20141113.{operation}", input, ct);

    public async Task<JsonNode> Json(string service, string target, string input, CancellationToken ct)
    {
        using var content = new StringContent(input, Encoding.UTF8, "application/x-amz-json-1.1");
        content.Headers.Add("X-Amz-Target", target);
        return JsonNode.Parse(await Send(service, content, ct))!;
    }

    /// <summary>Calls Elastic Load Balancing; the ARN in its answer.</summary>
    public async Task<string> Balancing(string form, CancellationToken ct)
    {
        using var content = new StringContent($"Version=2015-12-01&{form}", Encoding.UTF8, "application/x-www-form-urlencoded");
        var answer = System.Xml.Linq.XDocument.Parse(await Send("elasticloadbalancing", content, ct));
        return answer.Descendants().First(element => element.Name.LocalName.EndsWith("Arn", StringComparison.Ordinal)).Value;
    }

    /// <summary>The body of the answer; null while nobody answers with 200.</summary>
    public async Task<string?> Get(int port, CancellationToken ct)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri($"http://127.0.0.1:{port}/"), ct);
            return response.IsSuccessStatusCode ? (await response.Content.ReadAsStringAsync(ct)).Trim() : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> Send(string service, HttpContent content, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential=000000000000/20260102/us-east-1/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        using var response = await _http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        Assert.True(response.IsSuccessStatusCode, text);
        return text;
    }
}
