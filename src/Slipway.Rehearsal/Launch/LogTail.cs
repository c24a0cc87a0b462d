using System.Text;

namespace Slipway.Rehearsal.Launch;

/// <summary>Reads a log file while somebody else writes it.</summary>
internal sealed class LogTail(string path)
{
    private readonly List<string> _all = [];
    private long _position;
    private string _rest = "";

    /// <summary>The whole lines that were written since the last call.</summary>
    public IReadOnlyList<string> NewLines()
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        stream.Position = _position;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var lines = (_rest + reader.ReadToEnd()).Split('\n');
        _position = stream.Position;
        _rest = lines[^1];

        var complete = lines[..^1];
        _all.AddRange(complete);
        return complete;
    }

    /// <summary>The last lines of the whole file.</summary>
    public IReadOnlyList<string> Last(int count)
    {
        NewLines();
        return [.. _all.TakeLast(count)];
    }
}
