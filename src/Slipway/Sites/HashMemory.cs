using System.Collections.Concurrent;

namespace Slipway.Sites;

/// <summary>A file as it was when it was hashed.</summary>
/// <param name="Path">In its folder. One text for all plans of a run: there may be a hundred thousand of them.</param>
internal sealed record HashedContent(string Path, long Size, DateTime Written, string Sha256);

/// <summary>
/// Remembers for one run what the files of a folder contain: a deploy plans before and under its lock. A file is the same while its size and the time of its last write are. One
/// that was written just before it was hashed is not remembered, since file systems' clocks tick, FAT's every two seconds.
/// </summary>
internal sealed class HashMemory(TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, HashedContent> _known = new(StringComparer.Ordinal);

    /// <summary>Null: the file was not hashed yet, or is another now.</summary>
    public HashedContent? Recall(FoundFile file) =>
        !file.IsLink && _known.TryGetValue(file.Path, out var known) && (known.Size, known.Written) == (file.Size, file.Written) ? known : null;

    /// <summary>Gives back what it is given.</summary>
    public HashedContent Keep(HashedContent content)
    {
        if (time.GetUtcNow().UtcDateTime - content.Written > Tick)
            _known[content.Path] = content;

        return content;
    }
}
