using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Slipway.Import;

/// <summary>Pieces of C# for whatever text comes.</summary>
internal static partial class CSharpText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
            literal.Append(c is '"' or '\\' ? $"\\{c}" : c == '\n' ? "\\n" : c == '\t' ? "\\t" : IsShown(c) ? $"{c}" : Escaped(c));

        return literal.Append('"').ToString();
    }

    public static string List(IEnumerable<string> texts) => $"[{string.Join(", ", texts.Select(Literal))}]";

    /// <summary>What may stand behind the two slashes of a comment: nothing in it ends the line.</summary>
    public static string Comment(string text) => string.Concat(text.Select(c => c == '\n' ? "\\n" : IsShown(c) || c == '\t' ? $"{c}" : Escaped(c)));

    /// <summary>In one line.</summary>
    public static string Json(JsonNode node) => node.ToJsonString(Readable);

    /// <summary>In whole seconds.</summary>
    public static string Seconds(int seconds) => $"TimeSpan.FromSeconds({seconds.ToString(CultureInfo.InvariantCulture)})";

    /// <summary>A name of a class: <c>my-shop</c> becomes <c>MyShop</c>.</summary>
    public static string ClassName(string name)
    {
        var words = NotInNames().Split(name).Where(word => word.Length > 0).Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}");
        var joined = string.Concat(words);
        return joined.Length == 0 ? "Imported" : char.IsAsciiDigit(joined[0]) ? $"App{joined}" : joined;
    }

    // Some end a line of C#, some cannot be seen, halves of a pair are no characters.
    private static bool IsShown(char c) => char.GetUnicodeCategory(c) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static string Escaped(char c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
