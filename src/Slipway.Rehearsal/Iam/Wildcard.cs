namespace Slipway.Rehearsal.Iam;

/// <summary>The patterns of policies: <c>*</c> stands for any text, <c>?</c> for one character.</summary>
internal static class Wildcard
{
    public static bool IsOne(string pattern) => pattern.AsSpan().ContainsAny('*', '?');

    public static bool Matches(string pattern, string text, bool ignoreCase = false)
    {
        var (at, star, retry) = (0, -1, 0);
        for (var index = 0; index < text.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, retry) = (at++, index);
            }
            else if (at < pattern.Length && (pattern[at] == '?' || Same(pattern[at], text[index], ignoreCase)))
            {
                at++;
                index++;
            }
            else if (star >= 0)
            {
                // The last star takes one character more.
                at = star + 1;
                index = ++retry;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }

    private static bool Same(char left, char right, bool ignoreCase) =>
        left == right || (ignoreCase && char.ToLowerInvariant(left) == char.ToLowerInvariant(right));
}
