using System.Text.RegularExpressions;

namespace Slipway.Images;

/// <summary>Finds the cause in the output of a failed build.</summary>
internal static partial class BuildOutput
{
    /// <summary>
    /// The Dockerfile step that failed. BuildKit names it after <c>&gt;</c> in its summary; the classic builder stops at it, so that
    /// the last <c>Step n/m</c> is the one.
    /// </summary>
    public static string? FailedStep(string output, string error) =>
        BuildKitStep().Match(error) is { Success: true } buildKit
            ? buildKit.Groups["step"].Value.Trim()
            : ClassicStep().Matches(output).LastOrDefault()?.Value.Trim();

    /// <summary>The last <paramref name="count"/> lines that say something.</summary>
    public static string Tail(string text, int count) =>
        string.Join('\n', text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0).TakeLast(count));

    [GeneratedRegex(@"^ ?> (?<step>\[.*\].*?):?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex BuildKitStep();

    [GeneratedRegex(@"^Step \d+/\d+ : .*$", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClassicStep();
}
