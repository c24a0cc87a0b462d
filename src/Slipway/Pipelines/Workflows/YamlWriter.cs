using System.Text;
using System.Text.RegularExpressions;

namespace Slipway.Pipelines.Workflows;

/// <summary>Writes <see cref="Yaml"/> in one way only: two spaces, line feeds, nothing folded, quotes where they are needed.</summary>
internal static partial class YamlWriter
{
    public static string Write(Yaml.Map document)
    {
        var text = new StringBuilder();
        Entries(text, document, indent: 0);
        return text.ToString();
    }

    private static void Entries(StringBuilder text, Yaml.Map map, int indent, bool isInItem = false)
    {
        foreach (var (key, value) in map.Entries)
        {
            text.Append(isInItem ? "" : new string(' ', indent)).Append(key).Append(':');
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
                foreach (var item in list.Items)
                    Item(text, item, indent);

                break;
            case Yaml.Text { Value: var block } when block.Contains('\n', StringComparison.Ordinal):
                text.Append(" |\n");
                foreach (var line in block.TrimEnd('\n').Split('\n'))
                    text.Append(line.Length == 0 ? "" : new string(' ', indent)).Append(line).Append('\n');

                break;
            case Yaml.Nothing:
                text.Append('\n');
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void Item(StringBuilder text, Yaml item, int indent)
    {
        text.Append(' ', indent).Append("- ");
        if (item is Yaml.Map { Entries.Count: > 0 } map)
            Entries(text, map, indent + 2, isInItem: true);
        else
            text.Append(Scalar(item)).Append('\n');
    }

    private static string Scalar(Yaml value) => value switch
    {
        Yaml.Plain plain => plain.Value,
        Yaml.Text { Comment: { } comment } text => $"{Quoted(text.Value)} # {comment}",
        Yaml.Text text => Quoted(text.Value),
        Yaml.Map => "{}",
        Yaml.List => "[]",
        _ => "",
    };

    // What a plain scalar may not be, and some of what it may: https://yaml.org/spec/1.2.2/#733-plain-style; and words that YAML 1.1 takes for others.
    private static string Quoted(string text) =>
        PlainText().IsMatch(text) && !text.Contains(": ", StringComparison.Ordinal) && !text.Contains(" #", StringComparison.Ordinal) && !Reserved().IsMatch(text)
            ? text
            : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    [GeneratedRegex(@"^([A-Za-z_/]|\./|\$\{\{ )([^\x00-\x1F\x7F]*[^\x00-\x20\x7F:])?\z")]
    private static partial Regex PlainText();

    [GeneratedRegex("^(true|false|null|yes|no|on|off|y|n)$", RegexOptions.IgnoreCase)]
    private static partial Regex Reserved();
}
