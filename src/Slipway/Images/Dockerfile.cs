using System.Text.RegularExpressions;

namespace Slipway.Images;

/// <summary>The part of a Dockerfile that says which other images it builds on.</summary>
internal static partial class Dockerfile
{
    /// <summary>
    /// The images that <c>FROM</c>, <c>COPY --from</c> and <c>RUN --mount=from=</c> name, in ordinal order, build arguments put in;
    /// earlier stages and <c>scratch</c> are none.
    /// </summary>
    /// <param name="arguments">Build arguments. They give values only to what the Dockerfile declares by <c>ARG</c>.</param>
    public static IReadOnlyList<string> Bases(string text, IReadOnlyDictionary<string, string> arguments)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var stages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "scratch" };
        var bases = new SortedSet<string>(StringComparer.Ordinal);
        var inStage = false;

        foreach (var (keyword, rest) in Instructions(text))
        {
            switch (keyword)
            {
                // Only an ARG before the first FROM can be used in a FROM.
                case "ARG" when !inStage:
                    foreach (var declaration in rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                        Declare(declaration);
                    break;
                case "FROM":
                    inStage = true;
                    var words = rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
                    if (words.Length > 0)
                        Add(Expand(words[0].Trim('"'), variables));
                    if (words.Length > 2 && string.Equals(words[1], "AS", StringComparison.OrdinalIgnoreCase))
                        stages.Add(words[2]);
                    break;
                case "COPY" or "RUN":
                    foreach (Match from in From().Matches(rest))
                        Add(from.Groups["image"].Value);
                    break;
            }
        }

        return [.. bases];

        void Declare(string declaration)
        {
            var (name, value) = declaration.Split('=', 2) is [var left, var right] ? (left, Expand(right.Trim('"', '\''), variables)) : (declaration, null);
            if (arguments.TryGetValue(name, out var given) || (given = value) is not null)
                variables[name] = given;
        }

        // A number names a stage by its place.
        void Add(string image)
        {
            if (image.Length > 0 && !stages.Contains(image) && !image.All(char.IsAsciiDigit))
                bases.Add(image);
        }
    }

    /// <summary>Puts values in for <c>$name</c>, <c>${name}</c>, <c>${name:-default}</c> and <c>${name:+other}</c>.</summary>
    private static string Expand(string text, Dictionary<string, string> variables) =>
        Variable().Replace(text, match =>
        {
            var value = variables.GetValueOrDefault(match.Groups["name"].Value, "");
            var word = match.Groups["word"].Value;
            return match.Groups["operator"].Value switch
            {
                ":-" => value.Length > 0 ? value : Expand(word, variables),
                ":+" => value.Length > 0 ? Expand(word, variables) : "",
                _ => value,
            };
        });

    /// <summary>Instructions without comments; continued lines are joined, and the bodies of here-documents left out.</summary>
    private static IEnumerable<(string Keyword, string Arguments)> Instructions(string text)
    {
        var escape = EscapeDirective().IsMatch(text) ? '`' : '\\';
        using var lines = text.TrimStart('\uFEFF').Split('\n').Select(line => line.Trim()).GetEnumerator();
        while (lines.MoveNext())
        {
            if (lines.Current is "" or ['#', ..])
                continue;

            var instruction = lines.Current;
            while (instruction.EndsWith(escape) && lines.MoveNext())
            {
                if (lines.Current is not ['#', ..])
                    instruction = $"{instruction[..^1].TrimEnd()} {lines.Current}";
            }

            var keyword = instruction.Split([' ', '\t'], 2);
            yield return (keyword[0].ToUpperInvariant(), keyword.Length > 1 ? keyword[1].Trim() : "");

            foreach (Match document in HereDocument().Matches(instruction))
            {
                while (lines.MoveNext() && lines.Current != document.Groups["end"].Value)
                {
                    // The body is the program's, not Docker's.
                }
            }
        }
    }

    [GeneratedRegex(@"\$(\{(?<name>\w+)((?<operator>:[-+])(?<word>[^}]*))?\}|(?<name>\w+))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"(--from=|--mount=\S*\bfrom=)(?<image>[^\s,]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex From();

    [GeneratedRegex(@"<<-?[""']?(?<end>\w+)[""']?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HereDocument();

    [GeneratedRegex(@"\A\uFEFF?(#\s*\w+\s*=.*\n)*#\s*escape\s*=\s*`", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeDirective();
}
