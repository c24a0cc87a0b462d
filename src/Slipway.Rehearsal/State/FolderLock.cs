using Slipway.Processes;

namespace Slipway.Rehearsal.State;

/// <summary>Keeps a second cloud out of a folder. The lock ends with the process, however that ends.</summary>
internal static class FolderLock
{
    /// <summary>A process that was killed has its files open for a moment after it cannot be seen any more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="DeployException">Another cloud runs from <paramref name="folder"/>.</exception>
    public static async Task<IDisposable> Take(string folder, TimeProvider time, CancellationToken ct)
    {
        try
        {
            return await FileTurn.Take(Path.Combine(folder, "lock"), Patience, time, ct);
        }
        catch (IOException exception)
        {
            throw new DeployException(
                $"""
                 The rehearsal cloud was not started: another one runs from {folder}.
                   reason  {exception.Message}
                   try     use that one, end it first, or choose another --folder
                 """,
                inner: exception);
        }
    }
}
