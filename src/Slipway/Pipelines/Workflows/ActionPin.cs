using System.Text.RegularExpressions;

namespace Slipway.Pipelines.Workflows;

/// <summary>An action of GitHub, and the one commit of it that may run.</summary>
/// <param name="Action">Such as <c>actions/checkout</c>.</param>
/// <param name="Commit">Forty hexadecimal digits.</param>
/// <param name="Version">The tag that the commit was found under.</param>
internal sealed partial record ActionPin(string Action, string Commit, string Version)
{
    /// <summary>The pins in the text of a workflow, as it is generated and as Dependabot moves it.</summary>
    public static IReadOnlyList<ActionPin> In(string text) =>
        [.. Use().Matches(text).Select(match => new ActionPin(match.Groups["action"].Value, match.Groups["commit"].Value, match.Groups["version"].Value)).Distinct()];

    /// <summary>The same text, whatever its pins are.</summary>
    public static string Mask(string text) => Use().Replace(text, "${before}${action}");

    public override string ToString() => $"{Action} {Commit} {Version}";

    [GeneratedRegex(@"^(?<before> *(- )?uses: )(?<action>[\w.-]+/[\w./-]+)@(?<commit>[0-9a-f]{40}) # (?<version>v[0-9][\w.-]*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Use();
}
