using System.Net;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>What conditions look at in a request.</summary>
/// <param name="Host">Without a port.</param>
/// <param name="Path">As sent, without the query.</param>
internal sealed record RequestFacts(
    string Method, string Host, string Path, IPAddress SourceIp,
    IReadOnlyList<KeyValuePair<string, string>> Query, Func<string, IReadOnlyList<string?>> Header);

/// <summary>Which rule takes a request.</summary>
internal static class RuleMatch
{
    /// <summary>The first rule of which all conditions match; the default rule, which comes last, has none.</summary>
    public static Rule First(IReadOnlyList<Rule> inOrder, RequestFacts request) =>
        inOrder.First(rule => rule.Conditions.All(condition => Matches(condition, request)));

    /// <summary>
    /// Paths and methods are compared by case, all else is not; a method knows no wildcards
    /// (Elastic Load Balancing user guide, "Condition types for listener rules").
    /// </summary>
    public static bool Matches(Condition condition, RequestFacts request) => condition.Field switch
    {
        "path-pattern" => condition.Values.Any(pattern => Wildcard(pattern, request.Path)),
        "host-header" => condition.Values.Any(pattern => Wildcard(pattern, request.Host, ignoreCase: true)),
        "http-header" => request.Header(condition.Name!).Any(value =>
            condition.Values.Any(pattern => Wildcard(pattern, value ?? "", ignoreCase: true))),
        "http-request-method" => condition.Values.Contains(request.Method, StringComparer.Ordinal),
        "query-string" => condition.Values.Zip(condition.Keys!).Any(wanted => request.Query.Any(pair =>
            (wanted.Second is null || Wildcard(wanted.Second, pair.Key, ignoreCase: true)) && Wildcard(wanted.First, pair.Value, ignoreCase: true))),
        "source-ip" => condition.Values.Any(block => IPNetwork.Parse(block).Contains(request.SourceIp)),
        _ => false,
    };

    /// <summary><c>*</c> stands for any number of characters, <c>?</c> for exactly one; a backslash takes either as it is.</summary>
    public static bool Wildcard(string pattern, string text, bool ignoreCase = false)
    {
        // Greedy with one point of return: linear in practice, and no pattern can make it explode.
        int p = 0, t = 0, star = -1, resume = 0;

        while (t < text.Length)
        {
            var escaped = p + 1 < pattern.Length && pattern[p] == '\\' && (pattern[p + 1] is '*' or '?');
            if (p < pattern.Length && pattern[p] == '*')
                (star, resume) = (p++, t);
            else if (p < pattern.Length && Same(pattern[escaped ? p + 1 : p], text[t], any: !escaped))
                (p, t) = (p + (escaped ? 2 : 1), t + 1);
            else if (star >= 0)
                (p, t) = (star + 1, ++resume);
            else
                return false;
        }

        return pattern.AsSpan(p).Trim('*').IsEmpty;

        bool Same(char wanted, char seen, bool any) =>
            (any && wanted == '?') || wanted == seen || (ignoreCase && char.ToUpperInvariant(wanted) == char.ToUpperInvariant(seen));
    }
}
