using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Images;

/// <summary>
/// The patterns of a <c>.dockerignore</c> file, matched as Docker does (moby/patternmatcher and moby's ignorefile reader), where it
/// differs from git's rules among them: patterns are relative to the context's root, the last match wins, a folder's match holds for
/// all that is in it, and a later <c>!</c> pattern can bring a file of an ignored folder back.
/// </summary>
internal sealed class Dockerignore
{
    private readonly IReadOnlyList<Pattern> _patterns;

    private Dockerignore(IReadOnlyList<Pattern> patterns) => _patterns = patterns;

    /// <summary>Ignores nothing.</summary>
    public static Dockerignore None { get; } = new([]);

    /// <exception cref="DeployException">A pattern that Docker refuses, too.</exception>
    public static Dockerignore Parse(string text, string file = ".dockerignore")
    {
        List<Pattern> patterns = [];
        foreach (var line in text.TrimStart('\uFEFF').Split('\n'))
        {
            if (line.StartsWith('#') || line.Trim() is not { Length: > 0 } trimmed)
                continue;

            var exception = trimmed[0] == '!';
            var clean = Clean(exception ? trimmed[1..].Trim() : trimmed);
            patterns.Add(exception && clean == "."
                ? throw Refused(file, trimmed, "an exception needs a pattern")
                : Compile(clean, exception, file));
        }

        return new Dockerignore(patterns);
    }

    /// <summary>Whether Docker leaves the file or folder out. <paramref name="path"/> is relative to the context, with slashes.</summary>
    public bool Ignores(string path)
    {
        var segments = path.Split('/');
        var ignored = false;
        foreach (var pattern in _patterns)
        {
            // Only a pattern that would change the answer is asked.
            if (pattern.Exception == ignored && Matches(pattern))
                ignored = !pattern.Exception;
        }

        return ignored;

        // A pattern that matches one of the parents matches the path as well.
        bool Matches(Pattern pattern) =>
            Enumerable.Range(1, segments.Length).Any(count => pattern.Regex.IsMatch(string.Join('/', segments.Take(count))));
    }

    /// <summary>Whether a file in the ignored <paramref name="folder"/> may have been brought back by a <c>!</c> pattern.</summary>
    public bool MayKeepInside(string folder) =>
        _patterns.Any(pattern => pattern.Exception && (
            pattern.Text.IndexOfAny(['*', '?', '[', '\\']) is var wildcard && wildcard >= 0
                ? $"{folder}/".StartsWith(pattern.Text[..wildcard], StringComparison.Ordinal)
                    || pattern.Text[..wildcard].StartsWith($"{folder}/", StringComparison.Ordinal)
                : pattern.Text.StartsWith($"{folder}/", StringComparison.Ordinal)));

    /// <summary>Go's <c>filepath.Clean</c>, and no leading slash.</summary>
    private static string Clean(string pattern)
    {
        List<string> parts = [];
        foreach (var part in pattern.Split('/'))
        {
            if (part is "" or ".")
                continue;
            if (part == ".." && parts.Count > 0 && parts[^1] != "..")
                parts.RemoveAt(parts.Count - 1);
            else if (part != ".." || !pattern.StartsWith('/'))
                parts.Add(part);
        }

        return parts.Count == 0 ? "." : string.Join('/', parts);
    }

    private static Pattern Compile(string pattern, bool exception, string file)
    {
        try
        {
            return new Pattern(pattern, exception, new Regex(Expression(pattern), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking));
        }
        catch (ArgumentException)
        {
            throw Refused(file, pattern, "not a pattern: [ needs a ] and \\ needs something after it");
        }
    }

    private static string Expression(string pattern)
    {
        var expression = new StringBuilder("^");
        var plain = true;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    var first = i == 0;
                    i += i + 2 < pattern.Length && pattern[i + 2] == '/' ? 2 : 1;
                    var rest = pattern[(i + 1)..];
                    if (rest.Length == 0)
                        expression.Append(".*");
                    // Docker takes a leading ** before plain text for "ends in that text": **foo ignores barfoo, **/foo does not.
                    else if (first && rest.IndexOfAny(['*', '?', '[', '\\']) < 0)
                        expression.Append(pattern[i] == '/' ? "(.*/)?" : ".*");
                    else
                        expression.Append("(.*/)?");
                    plain = false;
                    break;
                case '*':
                    expression.Append("[^/]*");
                    plain = false;
                    break;
                case '?':
                    expression.Append("[^/]");
                    plain = false;
                    break;
                // Docker compares a pattern without wildcards as it is; a lone backslash at the end is refused by both.
                case '\\':
                    expression.Append(i + 1 < pattern.Length ? Regex.Escape(pattern[++i].ToString()) : "\\");
                    plain = false;
                    break;
                case '[':
                case ']':
                    expression.Append(pattern[i]);
                    plain = false;
                    break;
                case '^' when !plain:
                    expression.Append(pattern[i]);
                    break;
                default:
                    expression.Append(Regex.Escape(pattern[i].ToString()));
                    break;
            }
        }

        return expression.Append("\\z").ToString();
    }

    private static DeployException Refused(string file, string pattern, string reason) => new(
        $"""
         {file} has a pattern that Docker refuses. Nothing was changed.
           pattern  {pattern}
           reason   {reason}
         """,
        Verdict.Usage);

    private sealed record Pattern(string Text, bool Exception, Regex Regex);
}
