using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.Lint;

/// <summary>
/// Rules for the pipelines of all templates in <c>build/aws</c>, whoever wrote them: what CodePipeline refuses when the stack is made, or fails at when the pipeline
/// runs, and no validator of templates finds.
/// </summary>
internal static class TemplateLint
{
    private static readonly IReadOnlyList<Func<PipelineDocument, IEnumerable<LintFinding>>> Rules =
    [
        PipelineActionRules.UnknownProviders,
        PipelineActionRules.UndefinedArtifacts,
        PipelineActionRules.DuplicateNames,
        PipelineActionRules.WrongTimeouts,
        PipelineActionRules.LongValues,
        PipelineVariableRules.BrokenLists,
        PipelineVariableRules.Undefined,
        PipelineConditionRules.WrongResults,
        PipelineConditionRules.MisspeltKeys,
        PipelineTypeRules.UnknownSources,
        PipelineTypeRules.OnlyVersion2,
    ];

    /// <summary>What is against the rules, from the first line to the last. A file without resources is no template, and has none.</summary>
    public static IReadOnlyList<LintFinding> Check(RepositoryFile file) =>
        LintReader.Check(file, "template", "one YAML document with Resources:", root =>
            PipelineDocument.In(file.Path, root).SelectMany(pipeline => Rules.SelectMany(rule => rule(pipeline))));
}
