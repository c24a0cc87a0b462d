namespace Slipway.Rehearsal.State;

/// <summary>Keeps a second cloud out of a folder. The lock ends with the process, however that ends.</summary>
internal sealed class FolderLock : IDisposable
{
    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <exception cref="DeployException">Another cloud runs from <paramref name="folder"/>.</exception>
    public static FolderLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "lock");
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
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

    public void Dispose() => _file.Dispose();
}
