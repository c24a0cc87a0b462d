using System.Collections.Concurrent;

namespace Slipway.Rollouts;

/// <summary>People who use the shop: so many requests a second, at even distances, until they are told to stop or a minute and a half is over.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(90);

    private readonly CancellationTokenSource _end = new(Longest);
    private readonly ConcurrentQueue<(long At, string Version, int Status)> _answers = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = TimeSpan.FromSeconds(10) };
    private readonly Task _coming;

    public Visitors(Uri shop, int perSecond) => _coming = Task.Run(() => Come(shop, TimeSpan.FromSeconds(1) / perSecond));

    /// <summary>Everything that was answered, and what was not as status 0.</summary>
    public IReadOnlyList<(string Version, int Status)> Answers => [.. _answers.Select(answer => (answer.Version, answer.Status))];

    public IEnumerable<(string Version, int Status)> Failed => Answers.Where(answer => answer.Status != 200);

    /// <summary>The share that a version had of the last second's answers.</summary>
    public double Share(string version)
    {
        var recent = _answers.Where(answer => TimeProvider.System.GetElapsedTime(answer.At) < TimeSpan.FromSeconds(1)).ToList();
        return recent.Count == 0 ? 0 : recent.Count(answer => answer.Version == version) / (double)recent.Count;
    }

    public async Task Stop()
    {
        await _end.CancelAsync();
        await _coming;
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _http.Dispose();
        _end.Dispose();
    }

    private async Task Come(Uri shop, TimeSpan pause)
    {
        using var timer = new PeriodicTimer(pause);
        List<Task> open = [];
        try
        {
            while (await timer.WaitForNextTickAsync(_end.Token))
            {
                open.RemoveAll(request => request.IsCompleted);
                open.Add(Ask(shop));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task Ask(Uri shop)
    {
        try
        {
            using var answer = await _http.GetAsync(shop);
            _answers.Enqueue((TimeProvider.System.GetTimestamp(), await answer.Content.ReadAsStringAsync(), (int)answer.StatusCode));
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            _answers.Enqueue((TimeProvider.System.GetTimestamp(), exception.Message, 0));
        }
    }
}
