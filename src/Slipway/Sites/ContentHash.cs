using System.Text.RegularExpressions;

namespace Slipway.Sites;

/// <summary>
/// Finds the content hash that build tools put into file names. What looks like a word is none: a file that is wrongly kept for an hour
/// costs a request, one that is wrongly kept for a year cannot be replaced.
/// </summary>
internal static partial class ContentHash
{
    private const int Shortest = 8;

    /// <summary>
    /// webpack and Next.js: <c>main.3f9c1a2b.chunk.js</c>, <c>0a1b2c3d4e5f6071.css</c>; Vite and Rollup: <c>assets/index-BX2k9_aZ.js</c>;
    /// esbuild and Angular: <c>main-4QWX3TZK.js</c>; SvelteKit: all of <c>_app/immutable/</c>.
    /// </summary>
    public static bool IsIn(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return ImmutableFolder().IsMatch(path)
            || name.Split('.', '-', '_', '~').Any(IsHexadecimal)
            || (MayHaveLetters().IsMatch(path) && Ending().Match(name) is { Success: true } ending && IsMixed(ending.Groups[1].Value));
    }

    // Without a letter it is a date or a number, without a digit a word.
    private static bool IsHexadecimal(string token) =>
        token.Length >= Shortest && token.All(char.IsAsciiHexDigitLower) && token.Any(char.IsAsciiDigit) && token.Any(char.IsAsciiLetterLower);

    private static bool IsMixed(string token)
    {
        var upper = token.Any(char.IsAsciiLetterUpper);
        var lower = token.Any(char.IsAsciiLetterLower);
        var digit = token.Any(char.IsAsciiDigit);
        if (token.IndexOfAny(['-', '_']) >= 0)
            return upper && lower && digit;

        return digit ? upper : upper && (!lower || token[1..].Any(char.IsAsciiLetterUpper));
    }

    [GeneratedRegex(@"(^|/)_app/immutable/", RegexOptions.CultureInvariant)]
    private static partial Regex ImmutableFolder();

    // Cameras and people name pictures like hashes, but not in the folders of build tools.
    [GeneratedRegex(@"\.(m?js|css|wasm)(\.map)?\z|(^|/)(assets|static|chunks|media|_astro|_nuxt)/", RegexOptions.CultureInvariant)]
    private static partial Regex MayHaveLetters();

    [GeneratedRegex(@"[-.]([0-9A-Za-z_-]{8})\.[0-9a-z]+(\.map)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Ending();
}
