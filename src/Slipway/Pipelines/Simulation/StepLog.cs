using System.Text.RegularExpressions;
using Slipway.Output;

namespace Slipway.Pipelines.Simulation;

/// <summary>The log of a job: passes on what its steps write, reads the commands in it, and keeps the end of it for failures.</summary>
// https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
internal sealed partial class StepLog(IOutput output)
{
    private const int Kept = 40;
    private readonly HashSet<string> _masks = new(StringComparer.Ordinal);
    private readonly Queue<string> _last = new();
    private string? _resumesAt;

    /// <summary>The last lines that the present step wrote.</summary>
    public IReadOnlyList<string> Last => [.. _last];

    /// <summary>Hides a value wherever it is written.</summary>
    public void Mask(string value)
    {
        if (value.Length > 0)
            _masks.Add(value);
    }

    /// <summary>Begins another step.</summary>
    public void Clear()
    {
        _last.Clear();
        _resumesAt = null;
    }

    /// <summary>A line of a program.</summary>
    public void Write(string line)
    {
        if (Command().Match(line) is { Success: true } command)
            Obey(command.Groups["name"].Value, Unescaped(command.Groups["data"].Value), line);
        else
            Say(line);
    }

    /// <summary>A text without what must not be seen.</summary>
    public string Masked(string text) => _masks.Aggregate(text, (masked, secret) => masked.Replace(secret, "***", StringComparison.Ordinal));

    private void Obey(string name, string data, string line)
    {
        if (_resumesAt is not null)
        {
            if (name == _resumesAt)
                _resumesAt = null;
            else
                Say(line);

            return;
        }

        switch (name)
        {
            case "add-mask":
                Mask(data.Trim());
                break;
            case "stop-commands":
                _resumesAt = data.Trim();
                break;
            case "error" or "warning" or "notice":
                Keep(data);
                output.Emit(new StepAnnotated(name, Masked(data)));
                break;
            case "group":
                Say(data);
                break;
            case "endgroup" or "echo" or "debug":
                break;
            default:
                Say(line);
                break;
        }
    }

    private void Say(string line)
    {
        Keep(line);
        output.Emit(new StepSaid(Masked(line)));
    }

    private void Keep(string line)
    {
        _last.Enqueue(Masked(line));
        if (_last.Count > Kept)
            _last.Dequeue();
    }

    private static string Unescaped(string data) =>
        data.Replace("%0D", "\r", StringComparison.Ordinal).Replace("%0A", "\n", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);

    [GeneratedRegex(@"^\s*::(?<name>[A-Za-z0-9_-]+)( [^:]*?)?::(?<data>.*)$")]
    private static partial Regex Command();
}
