using Slipway.Pipelines.Files;
using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines.Lint;

/// <summary>The rules for what lies in the folders of pipelines, whoever wrote it.</summary>
internal static class PipelineLint
{
    /// <summary>What is against the rules, from the first line to the last.</summary>
    /// <param name="gates">Environments at which a job may wait for an approval.</param>
    public static IReadOnlyList<LintFinding> Check(RepositoryFile file, IReadOnlyList<string> gates) =>
        file.Path.StartsWith($"{WorkflowText.Folder}/", StringComparison.Ordinal) ? WorkflowLint.Check(file, gates)
        : Path.GetExtension(file.Path) is ".yml" or ".yaml" ? TemplateLint.Check(file)
        : [];
}
