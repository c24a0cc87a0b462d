namespace Nuke.Common.Output;

/// <summary>How a line is meant; a terminal shows it as a colour.</summary>
internal enum Tone
{
    Plain,
    Faint,
    Good,
    Warning,
    Bad,
}

/// <summary>Writes whole lines, so that lines of concurrent writers do not mix.</summary>
/// <param name="writer">Asked for each line: a build may replace the console's writer, such as by one that masks secrets.</param>
internal sealed class BuildConsole(Func<TextWriter> writer, bool colours)
{
    private readonly Lock _whole = new();

    /// <summary>NUKE colours redirected output too where TERM begins with xterm; here a file or a pipe gets plain text.</summary>
    public static bool TerminalShowsColours =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    public void Line(string text = "", Tone tone = Tone.Plain)
    {
        lock (_whole)
            writer().WriteLine(colours && Code(tone) is { } code ? $"\e[{code}m{text}\e[0m" : text);
    }

    private static string? Code(Tone tone) => tone switch
    {
        Tone.Faint => "90",
        Tone.Good => "32",
        Tone.Warning => "33",
        Tone.Bad => "31",
        _ => null,
    };
}
