using System.Net.Http.Headers;
using System.Text;

namespace Slipway.Rollouts.Doctor;

/// <summary>Calls that a person makes and the tool never, which its clients do not have.</summary>
internal sealed class AwsWire(Uri cloud) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = cloud };

    public Task Scale(string operation, string body) => Json("application-autoscaling", $"AnyScaleFrontendService.{operation}", body);

    public Task Json(string service, string target, string body)
    {
        var content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse("application/x-amz-json-1.1"));
        return Send(service, content, target);
    }

    public Task Query(string service, string version, params IReadOnlyList<(string Name, string Value)> members) => Send(
        service, new FormUrlEncodedContent([.. members.Select(member => KeyValuePair.Create(member.Name, member.Value)), new("Version", version)]), target: null);

    public void Dispose() => _http.Dispose();

    private async Task Send(string service, HttpContent content, string? target)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.TryAddWithoutValidation(
            "Authorization", $"AWS4-HMAC-SHA256 Credential={Practice.Account}/20260101/{Practice.Region}/{service}/aws4_request, SignedHeaders=host, Signature={new string('0', 64)}");
        if (target is not null)
            request.Headers.Add("X-Amz-Target", target);

        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
