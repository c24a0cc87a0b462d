using System.Text.Json;
using System.Text.Json.Nodes;

namespace Slipway.Output;

/// <summary>How an event is written as text.</summary>
internal interface IEventFormat
{
    string Render(OutputEvent happened);
}

internal static class EventFormat
{
    /// <summary>The format for the place where this process runs.</summary>
    /// <param name="redirected">Whether the output goes into a file or to another program.</param>
    public static IEventFormat Here(bool redirected) =>
        Environment.GetEnvironmentVariable("GITHUB_ACTIONS") == "true" ? new GitHubFormat()
        : !redirected && Environment.GetEnvironmentVariable("NO_COLOR") is null or "" ? new TerminalFormat()
        : new PlainFormat();
}

/// <summary>Lines without colours, for logs and files.</summary>
internal sealed class PlainFormat : IEventFormat
{
    public string Render(OutputEvent happened) => $"{Mark(happened.Kind)} {happened.Text.ReplaceLineEndings("\n  ")}";

    /// <summary>One column, so that a reader finds what went wrong by its first character.</summary>
    internal static char Mark(EventKind kind) => kind switch
    {
        EventKind.Success => '+',
        EventKind.Warning => '!',
        EventKind.Failure => 'x',
        EventKind.Detail => ' ',
        _ => '-',
    };
}

/// <summary>The plain lines in colours.</summary>
internal sealed class TerminalFormat : IEventFormat
{
    private readonly PlainFormat _plain = new();

    public string Render(OutputEvent happened)
    {
        var colour = happened.Kind switch
        {
            EventKind.Success => "32",
            EventKind.Warning => "33",
            EventKind.Failure => "31",
            EventKind.Detail => "90",
            _ => null,
        };
        return colour is null ? _plain.Render(happened) : $"\e[{colour}m{_plain.Render(happened)}\e[0m";
    }
}

/// <summary>The log of GitHub Actions: warnings and failures become annotations of the run.</summary>
internal sealed class GitHubFormat : IEventFormat
{
    private readonly PlainFormat _plain = new();

    public string Render(OutputEvent happened) => happened.Kind switch
    {
        EventKind.Warning => $"::warning::{Escape(happened.Text)}",
        EventKind.Failure => $"::error::{Escape(happened.Text)}",
        _ => Inert(_plain.Render(happened)),
    };

    /// <summary>As the toolkit of GitHub Actions escapes the data of a workflow command.</summary>
    internal static string Escape(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>A line of a container that begins with :: must not be taken for a workflow command.</summary>
    private static string Inert(string text) => text.Replace("::", ":\u200b:", StringComparison.Ordinal);
}

/// <summary>One JSON object per event and line, with the event's type, for other programs.</summary>
internal sealed class JsonFormat(TimeProvider time) : IEventFormat
{
    public string Render(OutputEvent happened)
    {
        var line = new JsonObject
        {
            ["at"] = time.GetUtcNow(),
            ["event"] = happened.GetType().Name,
            ["kind"] = happened.Kind.ToString(),
            ["text"] = happened.Text,
        };
        return line.ToJsonString(Options);
    }

    private static readonly JsonSerializerOptions Options = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
