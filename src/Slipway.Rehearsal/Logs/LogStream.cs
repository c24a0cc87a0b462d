using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Logs;

/// <param name="Sequence">Its place in the stream, from 1; never given twice.</param>
/// <param name="At">Milliseconds since 1970, as all times of CloudWatch Logs.</param>
internal sealed record LogEvent(long Sequence, long At, long IngestedAt, string Message);

/// <summary>
/// One log stream: its last events in memory, and the same in a file of JSON lines to which each event is added. What falls out
/// of memory is gone from the file as well when it is next rewritten.
/// </summary>
internal sealed class LogStream
{
    private const int MaxEvents = 5_000;
    private const long MaxCharacters = 1_000_000;
    private const int MaxMessage = 256 * 1024;
    private readonly Lock _gate = new();
    private readonly Queue<LogEvent> _events = new();
    private readonly string _path;
    private long _characters;
    private long _last;
    private long _dropped;

    private LogStream(string path, string group, string name, long createdAt) =>
        (_path, Group, Name, CreatedAt) = (path, group, name, createdAt);

    public string Group { get; }

    public string Name { get; }

    public long CreatedAt { get; }

    public static LogStream Create(string path, string group, string name, long createdAt)
    {
        var stream = new LogStream(path, group, name, createdAt);
        File.WriteAllText(path, stream.Header());
        return stream;
    }

    /// <summary>Null: the file is not a stream's, or its header was not written to the end.</summary>
    public static LogStream? Load(string path)
    {
        LogStream? stream = null;
        foreach (var line in File.ReadLines(path))
        {
            var json = Parse(line);
            if (stream is null && json is null)
                return null;

            if (stream is null)
                stream = new LogStream(path, (string)json!["group"]!, (string)json["stream"]!, (long)json["createdAt"]!);
            else if (json is not null)
                stream.Remember((long)json["t"]!, (long)json["i"]!, (string)json["m"]!);
        }

        return stream;
    }

    public IReadOnlyList<LogEvent> Events()
    {
        lock (_gate)
            return [.. _events];
    }

    public void Append(long at, long ingestedAt, string message)
    {
        var kept = message.Length <= MaxMessage ? message : message[..MaxMessage];
        lock (_gate)
        {
            Remember(at, ingestedAt, kept);
            if (_dropped < MaxEvents)
                File.AppendAllText(_path, Line(at, ingestedAt, kept));
            else
                Rewrite();
        }
    }

    private void Remember(long at, long ingestedAt, string message)
    {
        _events.Enqueue(new LogEvent(++_last, at, ingestedAt, message));
        _characters += message.Length;
        while (_events.Count > MaxEvents || (_characters > MaxCharacters && _events.Count > 1))
        {
            _characters -= _events.Dequeue().Message.Length;
            _dropped++;
        }
    }

    private void Rewrite()
    {
        var all = new StringBuilder(Header());
        foreach (var each in _events)
            all.Append(Line(each.At, each.IngestedAt, each.Message));

        File.WriteAllText($"{_path}.new", all.ToString());
        File.Move($"{_path}.new", _path, overwrite: true);
        _dropped = 0;
    }

    private string Header() => new JsonObject { ["group"] = Group, ["stream"] = Name, ["createdAt"] = CreatedAt }.ToJsonString() + "\n";

    private static string Line(long at, long ingestedAt, string message) =>
        new JsonObject { ["t"] = at, ["i"] = ingestedAt, ["m"] = message }.ToJsonString() + "\n";

    private static JsonObject? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line) as JsonObject;
        }
        catch (JsonException)
        {
            // The process ended in the middle of this line.
            return null;
        }
    }
}
