using ChatLoad;

namespace Slipway.EndToEnd;

/// <summary>A run of the load client in this process. Disposing of it ends it.</summary>
internal sealed class ShiftLoad(Uri url, int clients, int rate) : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway-load-");
    private Task<LoadReport>? _running;

    public string Marks => Path.Combine(_folder.FullName, "marks");

    private string UntilFile => Path.Combine(_folder.FullName, "done");

    /// <summary>Begins, and returns when everybody is in the room.</summary>
    public async Task Begin(CancellationToken ct)
    {
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var options = new LoadOptions(url) { Clients = clients, Rate = rate, Marks = Marks, UntilFile = UntilFile };
        _running = new LoadRun(options, TimeProvider.System, _ => begun.TrySetResult()).Run(ct);
        await Task.WhenAny(begun.Task, _running).Unwrap();
    }

    public Task Mark(string mark, CancellationToken ct) => File.AppendAllTextAsync(Marks, $"{mark}\n", ct);

    public async Task<LoadReport> End(CancellationToken ct)
    {
        await File.WriteAllTextAsync(UntilFile, "", ct);
        return await _running!;
    }

    public async ValueTask DisposeAsync()
    {
        await File.WriteAllTextAsync(UntilFile, "");
        if (_running is not null)
            await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _folder.Delete(recursive: true);
    }
}
