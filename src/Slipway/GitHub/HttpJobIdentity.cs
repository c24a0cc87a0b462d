using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.GitHub;

/// <summary>Asks the server that the job's variables name, and for keys the issuer itself.</summary>
/// <param name="variable">Gives an environment variable; null: it is not set.</param>
internal sealed class HttpJobIdentity(Func<string, string?> variable) : IJobIdentity
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    // https://docs.github.com/actions/reference/security/oidc#methods-for-requesting-the-oidc-token
    public async Task<string?> Token(string audience, CancellationToken ct)
    {
        if (variable("ACTIONS_ID_TOKEN_REQUEST_TOKEN") is not { Length: > 0 } token
            || !Uri.TryCreate(variable("ACTIONS_ID_TOKEN_REQUEST_URL"), UriKind.Absolute, out var url))
        {
            return null;
        }

        var address = new Uri($"{url.AbsoluteUri}{(url.Query.Length > 0 ? '&' : '?')}audience={Uri.EscapeDataString(audience)}");
        var answer = await Get(address, token, ct);
        return Value(answer) ?? throw new DeployException("GitHub's answer to the request for the job's identity has no token in it.");
    }

    public Task<string> Keys(string issuer, CancellationToken ct) => Get(new Uri($"{issuer}/.well-known/jwks"), token: null, ct);

    private static async Task<string> Get(Uri address, string? token, CancellationToken ct)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = !address.IsLoopback }) { Timeout = Limit };
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("slipway", productVersion: null));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var reply = await http.SendAsync(request, ct);
            return reply.IsSuccessStatusCode
                ? await reply.Content.ReadAsStringAsync(ct)
                : throw new DeployException($"GitHub answered {(int)reply.StatusCode} to {address.GetLeftPart(UriPartial.Path)}.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or TaskCanceledException { InnerException: TimeoutException })
        {
            throw new DeployException($"GitHub did not answer at {address.GetLeftPart(UriPartial.Path)}: {exception.Message}", inner: exception);
        }
    }

    private static string? Value(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject answer && answer["value"] is JsonValue value ? value.GetValue<string>() : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
