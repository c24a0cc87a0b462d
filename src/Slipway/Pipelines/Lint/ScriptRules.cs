using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for commands.</summary>
internal static partial class ScriptRules
{
    /// <summary>
    /// GitHub puts an expression into a command as text before a shell reads it: the title of a pull request or an input of whoever starts a run becomes code.
    /// </summary>
    public static IEnumerable<LintFinding> Injections(WorkflowDocument document) =>
        from job in document.Jobs
        from step in job.Steps
        from script in new[] { step.Under("run"), Script(step) }.OfType<YamlScalarNode>()
        from Match foreign in Foreign().Matches(script.Value ?? "")
        select document.Finding(
            LineOf(script, foreign.Index), "script-injection", $"{foreign.Value.Trim()} becomes part of a command: whoever writes its value writes the command",
            "env: NAME: ${{ ... }} in the step, and \"$NAME\" in the command");

    private static YamlNode? Script(YamlMappingNode step) =>
        step.Under("uses")?.Scalar()?.StartsWith("actions/github-script@", StringComparison.Ordinal) == true ? step.Under("with")?.Under("script") : null;

    // The text of a block begins on the line after its sign.
    private static int LineOf(YamlScalarNode script, int index) =>
        script.Style is ScalarStyle.Literal or ScalarStyle.Folded ? script.Line() + 1 + script.Value![..index].Count(c => c == '\n') : script.Line();

    // An expression may hold single braces, as in format('{0}', github.head_ref).
    [GeneratedRegex(@"\$\{\{((?!\}\}).)*?\b(github\.event\b|github\.head_ref\b|github\.ref_name\b|inputs\.)((?!\}\}).)*\}\}")]
    private static partial Regex Foreign();
}
