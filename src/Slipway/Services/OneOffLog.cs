namespace Slipway.Services;

/// <summary>What a one-off task writes: each line once, and the last of them for the report.</summary>
internal sealed class OneOffLog(ILogs logs, string group, string stream)
{
    private const int Kept = 20;

    private readonly Queue<string> _last = new();
    private string? _place;

    /// <summary>The last lines so far, oldest first, at most 20.</summary>
    public IReadOnlyList<string> Last => [.. _last];

    /// <summary>The lines since the last call. A log that cannot be read has none: it explains the task and does not decide on it.</summary>
    public async Task<IReadOnlyList<string>> Next(CancellationToken ct)
    {
        List<string> lines = [];
        try
        {
            // A page may be cut short; the end of the stream is a page without lines.
            while (await logs.Read(group, stream, _place, ct) is { Lines.Count: > 0 } page)
            {
                lines.AddRange(page.Lines);
                _place = page.Next;
            }
        }
        catch (DeployException)
        {
            // Read again at the next look.
        }

        foreach (var line in lines)
        {
            _last.Enqueue(line);
            if (_last.Count > Kept)
                _last.Dequeue();
        }

        return lines;
    }
}
