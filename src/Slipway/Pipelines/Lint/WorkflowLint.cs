using System.Text.RegularExpressions;
using Slipway.Pipelines.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>
/// Rules for all workflows of a repository, whoever wrote them: those that GitHub's own parser and actionlint do not have. A comment on the line or on the one before it
/// allows one with a reason: <c># slipway allows unpinned-action: it is ours</c>.
/// </summary>
internal static partial class WorkflowLint
{
    private static readonly IReadOnlyList<Func<WorkflowDocument, IReadOnlyList<string>, IEnumerable<LintFinding>>> Rules =
    [
        (document, _) => ActionRules.Unpinned(document),
        (document, _) => ActionRules.KeptCredentials(document),
        (document, _) => ActionRules.LatestImages(document),
        (document, _) => JobRules.Permissions(document),
        (document, _) => JobRules.IdentityTokens(document),
        (document, _) => JobRules.Timeouts(document),
        JobRules.QueuedApprovals,
        (document, _) => ScriptRules.Injections(document),
    ];

    /// <summary>What is against the rules, from the first line to the last.</summary>
    /// <param name="gates">Environments at which a job may wait for an approval.</param>
    public static IReadOnlyList<LintFinding> Check(RepositoryFile file, IReadOnlyList<string> gates)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(file.Text));
            if (stream.Documents is not [{ RootNode: YamlMappingNode root }])
                return [new(file.Path, 1, "unreadable", "is no workflow: it holds no mapping, or several documents", "one YAML document with on: and jobs:")];

            var lines = file.Text.Split('\n');
            var document = new WorkflowDocument(file.Path, root);
            return [.. Rules.SelectMany(rule => rule(document, gates)).Where(finding => !IsAllowed(lines, finding)).OrderBy(finding => finding.Line).ThenBy(finding => finding.Rule, StringComparer.Ordinal)];
        }
        catch (YamlException exception)
        {
            return [new(file.Path, Math.Clamp((int)exception.Start.Line, 1, file.Text.TrimEnd('\n').Count(c => c == '\n') + 1), "unreadable", $"is no YAML: {exception.Message}", "mend it; GitHub would not run it")];
        }
    }

    private static bool IsAllowed(string[] lines, LintFinding finding) =>
        new[] { finding.Line - 1, finding.Line - 2 }.Where(at => at >= 0 && at < lines.Length)
            .Any(at => Allowance().Match(lines[at]) is { Success: true } allowance && allowance.Groups["rule"].Value == finding.Rule);

    [GeneratedRegex(@"# slipway allows (?<rule>[a-z-]+): *\S")]
    private static partial Regex Allowance();
}
