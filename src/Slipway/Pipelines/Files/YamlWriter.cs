using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Pipelines.Files;

/// <summary>Writes <see cref="Yaml"/> in one way only: two spaces, line feeds, nothing folded, quotes where they are needed.</summary>
internal static partial class YamlWriter
{
    public static string Write(Yaml.Map document)
    {
        var text = new StringBuilder();
        Entries(text, document, indent: 0);
        return text.ToString();
    }

    /// <param name="isInItem">Whether the first entry follows the sign of a list's item on its line.</param>
    private static void Entries(StringBuilder text, Yaml.Map map, int indent, bool isInItem = false)
    {
        foreach (var (key, value) in map.Entries)
        {
            text.Append(' ', isInItem ? 0 : indent).Append(Key(key)).Append(':');
            isInItem = false;
            Value(text, value, indent + 2);
        }
    }

    /// <summary>What follows a key, to the end of its last line.</summary>
    private static void Value(StringBuilder text, Yaml value, int indent)
    {
        switch (value)
        {
            case Yaml.Map { Entries.Count: > 0 } map:
                text.Append('\n');
                Entries(text, map, indent);
                break;
            case Yaml.List { Items.Count: > 0 } list:
                text.Append('\n');
                Items(text, list, indent);
                break;
            case Yaml.Nothing:
                text.Append('\n');
                break;
            default:
                text.Append(' ');
                Scalar(text, value, indent);
                break;
        }
    }

    private static void Items(StringBuilder text, Yaml.List list, int indent, bool isInItem = false)
    {
        foreach (var item in list.Items)
        {
            text.Append(' ', isInItem ? 0 : indent).Append("- ");
            isInItem = false;
            if (item is Yaml.Map { Entries.Count: > 0 } map)
                Entries(text, map, indent + 2, isInItem: true);
            else if (item is Yaml.List { Items.Count: > 0 } inner)
                Items(text, inner, indent + 2, isInItem: true);
            else
                Scalar(text, item, indent + 2);
        }
    }

    /// <summary>A value that is no collection, or an empty one, to the end of its last line.</summary>
    private static void Scalar(StringBuilder text, Yaml value, int indent)
    {
        if (value is Yaml.Text { Value: var block } && Block().IsMatch(block))
        {
            // A line feed at the end belongs to the text, or is not in it: https://yaml.org/spec/1.2.2/#8112-block-chomping-indicator
            text.Append(block.EndsWith('\n') ? "|\n" : "|-\n");
            foreach (var line in (block.EndsWith('\n') ? block[..^1] : block).Split('\n'))
                text.Append(' ', line.Length == 0 ? 0 : indent).Append(line).Append('\n');

            return;
        }

        text.Append(value switch
        {
            Yaml.Plain plain => plain.Value,
            Yaml.Text { Comment: { } comment } commented => $"{Quoted(commented.Value)} # {comment}",
            Yaml.Text other => Quoted(other.Value),
            Yaml.Map => "{}",
            Yaml.List => "[]",
            _ => "",
        }).Append('\n');
    }

    // "on" is a key of GitHub's, and stays as people write it.
    private static string Key(string key) => PlainText().IsMatch(key) && !key.Contains(": ", StringComparison.Ordinal) && !key.Contains(" #", StringComparison.Ordinal) ? key : Quoted(key);

    // What a plain scalar may not be, and some of what it may: https://yaml.org/spec/1.2.2/#733-plain-style; and words that YAML 1.1 takes for others.
    private static string Quoted(string text) =>
        text.Any(char.IsControl) ? Escaped(text)
        : PlainText().IsMatch(text) && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !Reserved().IsMatch(text) ? text
        : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>In double quotes, which alone can hold any character: https://yaml.org/spec/1.2.2/#731-double-quoted-style</summary>
    private static string Escaped(string text)
    {
        var escaped = new StringBuilder("\"");
        foreach (var c in text)
            escaped.Append(c switch
            {
                '"' or '\\' => $"\\{c}",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => $"{c}",
            });

        return escaped.Append('"').ToString();
    }

    // Several lines that a block shows as they are: the first does not begin with a space, and one line feed at most stands last.
    [GeneratedRegex(@"^[^\x00-\x20\x7F][^\x00-\x09\x0B-\x1F\x7F]*\n[^\x00-\x09\x0B-\x1F\x7F]*(?<!\n\n)\z")]
    private static partial Regex Block();

    [GeneratedRegex(@"^([A-Za-z_/]|\./|\$\{\{ )([^\x00-\x1F\x7F]*[^\x00-\x20\x7F:])?\z")]
    private static partial Regex PlainText();

    [GeneratedRegex("^(true|false|null|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
