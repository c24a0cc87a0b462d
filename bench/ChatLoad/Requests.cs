using System.Text.Json;

namespace ChatLoad;

/// <summary>One HTTP request and what came of it.</summary>
/// <param name="Due">When it was to be sent. The latency counts from here, so that what waits behind a slow answer counts too.</param>
/// <param name="Version">Of the server that answered; null: it failed.</param>
/// <param name="Failure">Why it failed; null: it did not.</param>
internal sealed record Answer(TimeSpan Due, TimeSpan Took, string? Version, string? Failure)
{
    public TimeSpan At => Due + Took;
}

/// <summary>Asks for <c>/api/version</c> at a fixed rate. Late answers do not slow it.</summary>
internal sealed class Requests(Uri url, int rate, RunTime time) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = Limit };
    private readonly Uri _version = new(url, "api/version");

    /// <summary>Sends until <paramref name="until"/>, and waits for the answers to what was sent.</summary>
    public async Task<IReadOnlyList<Answer>> Send(CancellationToken until)
    {
        var asked = new List<Task<Answer>>();
        var began = time.Now;
        while (await time.Until(began + (TimeSpan.FromSeconds(1) * asked.Count / rate), until))
            asked.Add(Ask(began + (TimeSpan.FromSeconds(1) * asked.Count / rate)));

        return await Task.WhenAll(asked);
    }

    public void Dispose() => _http.Dispose();

    private async Task<Answer> Ask(TimeSpan due)
    {
        try
        {
            using var response = await _http.GetAsync(_version, CancellationToken.None);
            var body = await response.Content.ReadAsStringAsync(CancellationToken.None);
            return !response.IsSuccessStatusCode ? Failed($"status {(int)response.StatusCode}")
                : Version(body) is { } version ? new Answer(due, time.Now - due, version, Failure: null)
                : Failed("an answer without a version");
        }
        catch (TaskCanceledException)
        {
            return Failed($"no answer within {Limit.TotalSeconds:0} s");
        }
        catch (HttpRequestException exception)
        {
            return Failed(exception.HttpRequestError == HttpRequestError.Unknown ? exception.Message : exception.HttpRequestError.ToString());
        }

        Answer Failed(string why) => new(due, time.Now - due, Version: null, why);
    }

    private static string? Version(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<VersionAnswer>(body, JsonSerializerOptions.Web)?.Version;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record VersionAnswer(string? Version);
}
