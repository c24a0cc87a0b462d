namespace Slipway.Output;

/// <summary>Appends every event to a file, secrets masked: the JSON lines of a run, or the summary of a GitHub Actions job.</summary>
internal sealed class EventFile(string path, IEventFormat format, Redactor redactor, EventKind quietest = EventKind.Detail) : IOutput
{
    private readonly Lock _gate = new();

    public void Emit(OutputEvent happened)
    {
        if (happened.Kind < quietest)
            return;

        lock (_gate)
            File.AppendAllText(path, redactor.Mask(format.Render(happened)) + "\n");
    }
}

/// <summary>Markdown for GITHUB_STEP_SUMMARY: a list entry per event, reports as code.</summary>
internal sealed class MarkdownFormat : IEventFormat
{
    public string Render(OutputEvent happened)
    {
        var lines = happened.Text.ReplaceLineEndings("\n").Split('\n', 2);
        var first = $"- {Icon(happened.Kind)}{lines[0]}";
        return lines.Length == 1 ? first : $"{first}\n\n  ```text\n  {lines[1].Replace("\n", "\n  ", StringComparison.Ordinal)}\n  ```\n";
    }

    private static string Icon(EventKind kind) => kind switch
    {
        EventKind.Success => "✅ ",
        EventKind.Warning => "⚠️ ",
        EventKind.Failure => "❌ ",
        _ => "",
    };
}
