namespace Slipway.Rehearsal.State;

/// <summary>Replaces files as a whole.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Writes beside <paramref name="path"/>, to the disk, and then renames: readers see the old content or the new. Two writers
    /// of one file must take turns.
    /// </summary>
    public static void Replace(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.new";

        using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
