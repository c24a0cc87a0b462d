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
internal sealed class BuildConsole(TextWriter writer, bool colours)
{
    /// <summary>NUKE colours redirected output too where TERM begins with xterm; here a file or a pipe gets plain text.</summary>
    public static bool TerminalShowsColours =>
        !Console.IsOutputRedirected
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } and not "dumb";

    public void Line(string text = "", Tone tone = Tone.Plain)
    {
        lock (writer)
            writer.WriteLine(colours && Code(tone) is { } code ? $"\e[{code}m{text}\e[0m" : text);
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
