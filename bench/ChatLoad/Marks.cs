namespace ChatLoad;

/// <summary>A step of the shift, at the time at which its line was found.</summary>
internal sealed record Mark(string Name, TimeSpan At)
{
    /// <summary>The weights begin to move.</summary>
    public const string ShiftBegin = "shift-begin";

    /// <summary>The last weight was moved. What is closed from here on is closed by the end of the old tasks, not by the shift.</summary>
    public const string ShiftEnd = "shift-end";
}

/// <summary>Reads the lines that the driver of a shift appends to a file.</summary>
internal sealed class Marks(string? path, RunTime time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly List<Mark> _seen = [];

    public IReadOnlyList<Mark> Seen => _seen;

    /// <summary>The marks that are new since the last call. A line counts when it has its end.</summary>
    public async Task<IReadOnlyList<Mark>> Read(CancellationToken ct)
    {
        if (path is null || !File.Exists(path))
            return [];

        var lines = (await File.ReadAllTextAsync(path, ct)).Split('\n')[..^1];
        var fresh = lines.Skip(_seen.Count).Select(line => new Mark(line.Trim(), time.Now)).ToList();
        _seen.AddRange(fresh);
        return fresh;
    }
}
