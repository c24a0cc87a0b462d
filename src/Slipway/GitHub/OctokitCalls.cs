using System.Net;
using System.Runtime.Serialization;
using System.Text.Json;
using Octokit;
using Octokit.Internal;

namespace Slipway.GitHub;

/// <summary>
/// Asks GitHub something of one repository, and tells in this project's words why it could not be had. Rests as long as GitHub wants, within bounds; reads
/// again where GitHub itself was in trouble. What writes is sent once: it may have been done although the answer was lost.
/// </summary>
/// <param name="api">Such as <c>https://api.github.com</c>.</param>
/// <param name="repository"><c>owner/name</c>.</param>
/// <param name="patience">How long all rests of a call may take together.</param>
/// <param name="limit">How long an answer may take; null: 5 seconds, since a release does not wait for GitHub.</param>
internal sealed class OctokitCalls(Uri api, string repository, string token, TimeSpan patience, TimeProvider time, TimeSpan? limit = null)
{
    private static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(5);
    private static readonly IReadOnlyList<TimeSpan> Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];

    private readonly GitHubClient _client = new(Connect(api, token, limit ?? UsualLimit));

    public string Owner => repository.Split('/')[0];

    public string Name => repository.Split('/')[^1];

    /// <exception cref="DeployException">GitHub refused, or could not be reached.</exception>
    public async Task<T> Send<T>(GitHubCall call, Func<GitHubClient, Task<T>> send, CancellationToken ct)
        where T : class
    {
        var left = patience;
        for (var attempt = 0; ; attempt++)
        {
            var (answer, trouble, thrown) = await Try(call, send, ct);
            if (trouble is null)
                return answer!;

            var pause = trouble.Rest ?? (call.IsRead && trouble.MayPass && attempt < Pauses.Count ? Pauses[attempt] : TimeSpan.MaxValue);
            if (pause > left)
                throw trouble.Error(call, repository, patience, thrown!);

            left -= pause;
            await Task.Delay(pause, time, ct);
        }
    }

    /// <summary>As <see cref="Send"/>; null: GitHub knows no such thing, or does not let the token see it.</summary>
    public async Task<T?> Find<T>(GitHubCall call, Func<GitHubClient, Task<T>> send, CancellationToken ct)
        where T : class
    {
        try
        {
            return await Send(call, send, ct);
        }
        catch (DeployException exception) when (exception.InnerException is NotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads what Octokit has no model for.</summary>
    /// <param name="path">After <c>repos/owner/name</c>; empty or beginning with a slash.</param>
    /// <typeparam name="T">Its properties that have setters are filled, by their names in snake case.</typeparam>
    public async Task<T> Read<T>(GitHubCall call, string path, CancellationToken ct)
        where T : class =>
        await Send(call, client => Body<T>(client, path, ct), ct);

    /// <inheritdoc cref="Find"/>
    public async Task<T?> FindAt<T>(GitHubCall call, string path, CancellationToken ct)
        where T : class =>
        await Find(call, client => Body<T>(client, path, ct), ct);

    private async Task<T> Body<T>(GitHubClient client, string path, CancellationToken ct)
        where T : class =>
        (await client.Connection.Get<T>(new Uri($"repos/{repository}{path}", UriKind.Relative), new Dictionary<string, string>(), "application/vnd.github+json", ct)).Body!;

    private async Task<(T? Answer, GitHubTrouble? Trouble, Exception? Thrown)> Try<T>(GitHubCall call, Func<GitHubClient, Task<T>> send, CancellationToken ct)
        where T : class
    {
        try
        {
            // Octokit's own calls take no token. It gives null for an answer that is no JSON.
            return await send(_client).WaitAsync(ct) is { } answer
                ? (answer, null, null)
                : (null, GitHubTrouble.Unreachable("the answer is not GitHub's: it has nothing in it"), new InvalidDataException());
        }
        catch (ApiException exception)
        {
            return (null, GitHubTrouble.Of(call, (int)exception.StatusCode, Message(exception), name => Header(exception, name), time.GetUtcNow()), exception);
        }
        catch (Exception exception) when (IsOfTheWire(exception) && !ct.IsCancellationRequested)
        {
            var seen = exception is OperationCanceledException ? $"no answer within {(limit ?? UsualLimit).TotalSeconds:0} s" : exception.Message;
            return (null, GitHubTrouble.Unreachable($"{seen} ({api.Host})"), exception);
        }
    }

    // The last two: what answers is not GitHub, but a proxy on the way, with a page in place of JSON.
    private static bool IsOfTheWire(Exception exception) =>
        exception is HttpRequestException or IOException or OperationCanceledException or JsonException or SerializationException;

    private static string Message(ApiException exception)
    {
        var details = (exception.ApiError?.Errors ?? []).Select(error => error.Message ?? $"{error.Resource} {error.Field} {error.Code}".Trim());
        var message = string.Join("; ", [exception.Message, .. details]).ReplaceLineEndings(" ");
        // A gateway answers with a page.
        return message.StartsWith('<') ? $"{(HttpStatusCode)exception.StatusCode}, with a page for people" : message;
    }

    private static string? Header(ApiException exception, string name) =>
        exception.HttpResponse?.Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    private static Connection Connect(Uri api, string token, TimeSpan limit)
    {
        // Octokit takes the address as it is from a connection alone; with a slash, since its own addresses are relative.
        var connection = new Connection(
            new ProductHeaderValue("slipway"), new Uri($"{api.AbsoluteUri.TrimEnd('/')}/"), new InMemoryCredentialStore(new Credentials(token)));
        connection.SetRequestTimeout(limit);
        return connection;
    }
}
