using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for what starts a pipeline, and for what only the second version of pipelines has.</summary>
internal static class PipelineTypeRules
{
    /// <summary>A trigger names the action that takes the sources.</summary>
    public static IEnumerable<LintFinding> UnknownSources(PipelineDocument pipeline)
    {
        var sources = pipeline.Actions.Where(action => action.Category == "Source").Select(action => action.Name).ToList();
        var named = pipeline.Properties.Under("Triggers").Items().Select(trigger => trigger.Under("GitConfiguration")?.Under("SourceActionName")).Where(name => name.Text() is not null).ToList();
        foreach (var name in named.Where(name => !sources.Contains(name.Text()!, StringComparer.Ordinal)))
            yield return pipeline.Finding(name!, "unknown-source", $"a trigger waits for the sources of {name.Text()}, and no action of that name takes any", $"one of {string.Join(", ", sources.DefaultIfEmpty("none"))}");

        foreach (var again in named.GroupBy(name => name.Text()).SelectMany(group => group.Skip(1)))
            yield return pipeline.Finding(again!, "unknown-source", $"several triggers wait for the sources of {again.Text()}", "one trigger for each action of the category Source; it may have several filters");
    }

    /// <summary>A pipeline without a type is one of the first version.</summary>
    public static IEnumerable<LintFinding> OnlyVersion2(PipelineDocument pipeline)
    {
        var type = pipeline.Properties.Under("PipelineType");
        if (type is not null && type.Text() is null or "V2")
            yield break;

        IEnumerable<(string What, YamlNode? Node)> all =
        [
            ("Triggers", pipeline.Properties.Under("Triggers")),
            ("Variables", pipeline.Properties.Under("Variables")),
            ("ExecutionMode", pipeline.Properties.Under("ExecutionMode") is var mode && mode.Text() is "QUEUED" or "PARALLEL" ? mode : null),
            .. pipeline.Stages.SelectMany(stage => PipelineStage.Moments.Select(when => (when, stage.Node.Under(when)))),
        ];
        foreach (var (what, node) in all.Where(one => one.Node is not null))
            yield return pipeline.Finding(node!, "only-version-2", $"{what} is nothing that a pipeline of version 1 has", "PipelineType: V2");
    }
}
