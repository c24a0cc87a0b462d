using System.Text.RegularExpressions;
using Slipway.Pipelines.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>
/// Reads a file for rules. A comment on the line of a finding or on the one before it allows it, with a reason: <c># slipway allows unpinned-action: it is ours</c>.
/// </summary>
internal static partial class LintReader
{
    /// <summary>What is against the rules, from the first line to the last; what cannot be read is one finding.</summary>
    /// <param name="what">What the file is, such as <c>workflow</c>.</param>
    /// <param name="shape">How such a file looks.</param>
    public static IReadOnlyList<LintFinding> Check(RepositoryFile file, string what, string shape, Func<YamlMappingNode, IEnumerable<LintFinding>> rules)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(file.Text));
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
                return [new(file.Path, 1, "unreadable", $"is no {what}: it holds no mapping, or several documents", shape)];

            var lines = file.Text.Split('\n');
            return [.. rules(root).Where(finding => !IsAllowed(lines, finding)).OrderBy(finding => finding.Line).ThenBy(finding => finding.Rule, StringComparer.Ordinal)];
        }
        catch (YamlException exception)
        {
            return [new(file.Path, Math.Clamp((int)exception.Start.Line, 1, file.Text.TrimEnd('\n').Count(c => c == '\n') + 1), "unreadable", $"is no YAML: {exception.Message}", "mend it; nobody would run it")];
        }
    }

    private static bool IsAllowed(string[] lines, LintFinding finding) =>
        new[] { finding.Line - 1, finding.Line - 2 }.Where(at => at >= 0 && at < lines.Length)
            .Any(at => Allowance().Match(lines[at]) is { Success: true } allowance && allowance.Groups["rule"].Value == finding.Rule);

    [GeneratedRegex(@"# slipway allows (?<rule>[a-z0-9-]+): *\S")]
    private static partial Regex Allowance();
}
