namespace Slipway.Rehearsal.S3;

/// <summary>
/// The bytes of all objects, each a file named after its SHA-256, however many objects have it. What nothing refers to any more
/// stays a minute, for those who have just looked the object up and are about to read it.
/// </summary>
internal sealed class BlobFiles
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly Queue<(string Name, DateTimeOffset At)> _unused = new();
    private readonly TimeProvider _clock;
    private readonly string _blobs;
    private readonly string _incoming;

    public BlobFiles(string folder, TimeProvider clock)
    {
        (_clock, _blobs, _incoming) = (clock, Path.Combine(folder, "blobs"), Path.Combine(folder, "incoming"));
        if (Directory.Exists(_incoming))
            Directory.Delete(_incoming, recursive: true);

        Directory.CreateDirectory(_incoming);
        for (var first = 0; first < 256; first++)
            Directory.CreateDirectory(Path.Combine(_blobs, $"{first:x2}"));
    }

    public string PathOf(Content content) => PathOf(content.Sha256);

    public Stream Open(Content content) =>
        new FileStream(PathOf(content), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan);

    /// <summary>Where bytes go while they come in.</summary>
    public string NewPath() => Path.Combine(_incoming, Guid.NewGuid().ToString("N"));

    /// <summary>Takes bytes that have come in as those of one more object.</summary>
    public void Take(IncomingBlob incoming)
    {
        var name = incoming.Content.Sha256;
        lock (_gate)
        {
            if (!_uses.TryGetValue(name, out var uses))
                File.Move(incoming.Path, PathOf(name), overwrite: true);

            _uses[name] = uses + 1;
        }
    }

    /// <summary>One more object refers to a file; false: it is gone.</summary>
    public bool Keep(string name)
    {
        lock (_gate)
        {
            if (!_uses.TryGetValue(name, out var uses) && !File.Exists(PathOf(name)))
                return false;

            _uses[name] = uses + 1;
            return true;
        }
    }

    /// <summary>One object less refers to a file.</summary>
    public void Release(string name)
    {
        lock (_gate)
        {
            if (_uses.TryGetValue(name, out var left) && (_uses[name] = left - 1) == 0)
                _unused.Enqueue((name, _clock.GetUtcNow()));

            while (_unused.TryPeek(out var oldest) && oldest.At + Grace < _clock.GetUtcNow())
            {
                _unused.Dequeue();
                if (_uses.TryGetValue(oldest.Name, out var uses) && uses == 0)
                    Delete(oldest.Name);
            }
        }
    }

    /// <summary>Deletes what no bucket has referred to with <see cref="Keep"/> since the start.</summary>
    public void DeleteUnused()
    {
        lock (_gate)
        {
            foreach (var path in Directory.EnumerateFiles(_blobs, "*", SearchOption.AllDirectories).Where(path => !_uses.ContainsKey(Path.GetFileName(path))).ToList())
                File.Delete(path);
        }
    }

    private void Delete(string name)
    {
        _uses.Remove(name);
        File.Delete(PathOf(name));
    }

    private string PathOf(string name) => Path.Combine(_blobs, name[..2], name);
}
