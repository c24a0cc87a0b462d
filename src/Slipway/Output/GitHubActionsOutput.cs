namespace Slipway.Output;

/// <summary>The log of a GitHub Actions job: annotations for warnings and failures, and a job summary that grows as things happen.</summary>
/// <param name="summary">Path of <c>GITHUB_STEP_SUMMARY</c>; null: no summary.</param>
/// <param name="outputs">Path of <c>GITHUB_OUTPUT</c>; null: later jobs get nothing.</param>
internal sealed class GitHubActionsOutput(TextWriter writer, Redactor redactor, string? summary, string? outputs = null) : IOutput
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Type, string> _last = [];

    public void Emit(OutputEvent happened)
    {
        var text = redactor.Mask(happened.Text);
        lock (_lock)
        {
            if (_last.TryGetValue(happened.GetType(), out var last) && last == text)
                return;

            _last[happened.GetType()] = text;
            foreach (var line in Lines(happened.Kind, text, happened.Place))
                writer.WriteLine(line);

            writer.Flush();
            if (summary is not null && happened.IsForSummary)
                File.AppendAllText(summary, Markdown(happened.Kind, text));

            if (outputs is not null && happened.ForLaterJobs is { } output)
                File.AppendAllText(outputs, $"{output.Name}={output.Value}\n");
        }
    }

    private static IEnumerable<string> Lines(EventKind kind, string text, SourceLine? place) => kind switch
    {
        EventKind.Warning => [$"::warning{At(place)}::{Escape(text)}"],
        EventKind.Failure => [$"::error{At(place)}::{Escape(text)}"],
        EventKind.Detail when text.Contains('\n', StringComparison.Ordinal) =>
            [$"::group::{Harmless(text[..text.IndexOf('\n', StringComparison.Ordinal)])}", .. text.Split('\n').Skip(1).Select(Harmless), "::endgroup::"],
        _ => text.Split('\n').Select(Harmless),
    };

    private static string At(SourceLine? place) => place is null
        ? ""
        : $" file={Escape(place.File).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal)},line={place.Line}";

    // The data of a workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    private static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    // A container's log line must not command the runner.
    private static string Harmless(string line)
    {
        var shown = line.TrimEnd('\r').Replace("##[", "## [", StringComparison.Ordinal);
        return shown.TrimStart().StartsWith("::", StringComparison.Ordinal) ? $"| {shown}" : shown;
    }

    private static string Markdown(EventKind kind, string text)
    {
        var mark = kind switch
        {
            EventKind.Success => "✅",
            EventKind.Warning => "⚠️",
            EventKind.Failure => "❌",
            _ => "📄",
        };
        var lines = text.Split('\n');
        var first = lines[0].Replace("<", "&lt;", StringComparison.Ordinal);
        if (lines.Length == 1)
            return $"- {mark} {first}\n";

        // A fence longer than any run of backticks within.
        var fence = new string('`', Math.Max(3, lines.Max(line => line.TrimStart().TakeWhile(c => c == '`').Count()) + 1));
        return $"- {mark} {first}\n\n  {fence}text\n{string.Concat(lines.Skip(1).Select(line => $"  {line}\n"))}  {fence}\n";
    }
}
