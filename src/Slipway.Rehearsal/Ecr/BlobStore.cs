namespace Slipway.Rehearsal.Ecr;

/// <summary>
/// Blobs and manifests on disk, each under its digest, whichever repositories have it. What is being uploaded lies beside them
/// and does not outlive the process.
/// </summary>
internal sealed class BlobStore
{
    private readonly string _blobs;
    private readonly string _uploads;

    public BlobStore(string folder)
    {
        (_blobs, _uploads) = (Path.Combine(folder, "sha256"), Path.Combine(folder, "uploads"));
        Directory.CreateDirectory(_blobs);
        if (Directory.Exists(_uploads))
            Directory.Delete(_uploads, recursive: true);

        Directory.CreateDirectory(_uploads);
    }

    /// <summary>The file that holds a blob. <paramref name="digest"/> must be of valid form.</summary>
    public string PathOf(string digest) => Path.Combine(_blobs, digest["sha256:".Length..]);

    public bool Has(string digest) => File.Exists(PathOf(digest));

    public byte[] Read(string digest) => File.ReadAllBytes(PathOf(digest));

    public void Write(string digest, ReadOnlySpan<byte> content)
    {
        if (Has(digest))
            return;

        var path = Path.Combine(_uploads, Guid.NewGuid().ToString("N"));
        using (var stream = new FileStream(path, FileMode.CreateNew))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(path, PathOf(digest), overwrite: true);
    }

    public BlobUpload Begin()
    {
        var id = Guid.NewGuid().ToString();
        return new BlobUpload(id, Path.Combine(_uploads, id));
    }

    /// <summary>Takes a finished upload in. Its content must have been found to be of <paramref name="digest"/>.</summary>
    public void Take(BlobUpload upload, string digest) => File.Move(upload.Path, PathOf(digest), overwrite: true);
}
