namespace Slipway.Processes;

/// <summary>One process of this machine at a time: a turn is a file that is held open, so that it ends with the process, however that ends.</summary>
internal static class FileTurn
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the turn; disposing of what it returns gives it back.</summary>
    /// <param name="path">Of the file; made where it is missing.</param>
    /// <exception cref="IOException">Another process has had the turn for all of <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> Take(string path, TimeSpan patience, TimeProvider time, CancellationToken ct)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var began = time.GetTimestamp(); ; await Task.Delay(Pause, time, ct))
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (time.GetElapsedTime(began) < patience)
            {
                // The other process's turn.
            }
        }
    }
}
