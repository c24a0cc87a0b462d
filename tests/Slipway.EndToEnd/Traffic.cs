namespace Slipway.EndToEnd;

/// <summary>One request after the other to an address on this machine, 20 a second, until it is stopped; five minutes at most.</summary>
internal static class Traffic
{
    /// <summary>The status of every request that ended, or the kind of exception.</summary>
    public static async Task<IReadOnlyList<string>> Send(Uri url, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(10) };
        var answers = new List<string>();

        while (!stop.IsCancellationRequested && answers.Count < 6000)
        {
            try
            {
                using var response = await client.GetAsync(url, CancellationToken.None);
                answers.Add($"{(int)response.StatusCode}");
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
            {
                answers.Add(exception.Message);
            }

            await Task.WhenAny(Task.Delay(50, CancellationToken.None), Task.Delay(Timeout.Infinite, stop));
        }

        return answers;
    }
}
