using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Logs;

/// <summary>
/// A filter pattern over plain text: all terms, none of those with a minus, one of those with a question mark; quotes hold a
/// phrase together. Case matters (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html).
/// </summary>
internal sealed partial record LogPattern(IReadOnlyList<string> All, IReadOnlyList<string> None, IReadOnlyList<string> Any)
{
    /// <exception cref="AwsError">The pattern is over JSON fields or columns, which the rehearsal does not have, or its quotes do not match.</exception>
    public static LogPattern Parse(string pattern)
    {
        var text = pattern.Trim();
        if (text.StartsWith('{') || text.StartsWith('[') || text.StartsWith('%'))
            throw new AwsError("InvalidParameterException", $"The rehearsal cloud reads filter patterns of terms only, found {text}");

        if (text.Count(c => c == '"') % 2 != 0)
            throw new AwsError("InvalidParameterException", "Invalid filter pattern: a quote is not closed");

        var terms = Term().Matches(text).Select(match => (Sign: match.Groups["sign"].Value, Text: match.Groups["quoted"].Success ? match.Groups["quoted"].Value : match.Groups["bare"].Value)).ToList();
        return new LogPattern(With(""), With("-"), With("?"));

        IReadOnlyList<string> With(string sign) => [.. terms.Where(term => term.Sign == sign).Select(term => term.Text)];
    }

    public bool Matches(string message)
    {
        return All.All(Within) && !None.Any(Within) && (Any.Count == 0 || Any.Any(Within));

        bool Within(string term) => message.Contains(term, StringComparison.Ordinal);
    }

    [GeneratedRegex("(?<sign>[-?]?)(\"(?<quoted>[^\"]*)\"|(?<bare>[^\\s\"]+))", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Term();
}
