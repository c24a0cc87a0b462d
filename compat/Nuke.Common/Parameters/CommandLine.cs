namespace Nuke.Common.Parameters;

/// <summary>
/// The words of a command line: targets first, then <c>--name value value</c> or <c>--name=value</c>. Dashes and case do not count in names;
/// the last of several parameters with one name wins.
/// </summary>
/// <remarks>NUKE knows no <c>--name=value</c> and drops it without a word.</remarks>
internal sealed class CommandLine
{
    private readonly List<Given> _given = [];
    private readonly List<string> _targets = [];

    /// <summary>The words before the first parameter.</summary>
    public IReadOnlyList<string> Targets => _targets;

    public static CommandLine Parse(IEnumerable<string> words)
    {
        var line = new CommandLine();
        Given? open = null;

        foreach (var word in words)
        {
            if (IsName(word))
                open = line.Begin(word);
            else if (open is { Closed: false })
                open.Values.Add(word);
            else
                line._targets.Add(word);
        }

        return line;
    }

    /// <summary>The values given under a name, possibly none; null when the name does not occur.</summary>
    public IReadOnlyList<string>? Find(string name) => _given.FindLast(given => given.Name.Equals(Plain(name), StringComparison.OrdinalIgnoreCase))?.Values;

    public bool Has(string name) => Find(name) is not null;

    private static string Plain(string name) => name.Replace("-", "", StringComparison.Ordinal);

    // "-5" is a number, and "-" alone stands for standard input with many tools.
    private static bool IsName(string word) => word.Length > 1 && word[0] == '-' && !char.IsAsciiDigit(word[1]);

    private Given Begin(string word)
    {
        var end = word.IndexOf('=', StringComparison.Ordinal);
        var given = end < 0
            ? new Given(Plain(word), [], Closed: false)
            : new Given(Plain(word[..end]), [word[(end + 1)..]], Closed: true);

        _given.Add(given);
        return given;
    }

    private sealed record Given(string Name, List<string> Values, bool Closed);
}
