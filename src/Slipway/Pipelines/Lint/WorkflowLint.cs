using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for all workflows of a repository, whoever wrote them: those that GitHub's own parser and actionlint do not have.</summary>
internal static class WorkflowLint
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
    public static IReadOnlyList<LintFinding> Check(RepositoryFile file, IReadOnlyList<string> gates) =>
        LintReader.Check(file, "workflow", "one YAML document with on: and jobs:", root =>
        {
            var document = new WorkflowDocument(file.Path, root);
            return Rules.SelectMany(rule => rule(document, gates));
        });
}
