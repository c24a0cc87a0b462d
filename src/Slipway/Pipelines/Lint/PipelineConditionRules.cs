using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for the conditions of stages.</summary>
internal static class PipelineConditionRules
{
    // https://docs.aws.amazon.com/codepipeline/latest/userguide/stage-conditions.html
    private static readonly Dictionary<string, string[]> Results = new(StringComparer.Ordinal)
    {
        ["BeforeEntry"] = ["FAIL", "SKIP"],
        ["OnSuccess"] = ["FAIL", "ROLLBACK"],
        ["OnFailure"] = ["ROLLBACK"],
    };

    // What a stage does when it fails, conditions or not: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_FailureConditions.html
    private static readonly string[] Failures = ["RETRY", "ROLLBACK"];

    // https://docs.aws.amazon.com/codepipeline/latest/userguide/rule-reference.html; a question mark: it may be left out
    private static readonly Dictionary<string, string[]> Keys = new(StringComparer.Ordinal)
    {
        ["CloudWatchAlarm"] = ["AlarmName", "AlarmStates?", "WaitTime?"],
        ["DeploymentWindow"] = ["Cron", "TimeZone?"],
        ["LambdaInvoke"] = ["FunctionName", "UserParameters?"],
        ["VariableCheck"] = ["Operator", "Value", "Variable"],
    };

    // Rules that run something and take whatever that takes.
    private static readonly string[] Others = ["CodeBuild", "Commands"];

    /// <summary>What comes of a condition that is not met.</summary>
    public static IEnumerable<LintFinding> WrongResults(PipelineDocument pipeline) =>
    [
        .. from one in pipeline.Conditions
           let result = one.Condition.Under("Result")
           where result.Text() is { } text && !Results[one.When].Contains(text, StringComparer.Ordinal)
           select Wrong(pipeline, one.Stage, one.When, result, Results[one.When]),
        .. from stage in pipeline.Stages
           let result = stage.Node.Under("OnFailure")?.Under("Result")
           where result.Text() is { } text && !Failures.Contains(text, StringComparer.Ordinal)
           select Wrong(pipeline, stage, "OnFailure", result, Failures),
    ];

    /// <summary>A key that a rule does not know is passed over, and one that it needs is missed when the pipeline runs.</summary>
    public static IEnumerable<LintFinding> MisspeltKeys(PipelineDocument pipeline)
    {
        foreach (var rule in pipeline.Conditions.SelectMany(one => one.Condition.Under("Rules").Items().OfType<YamlMappingNode>()))
        {
            var type = rule.Under("RuleTypeId");
            if (type?.Under("Provider") is not { } provider || provider.Text() is not { } name || Others.Contains(name, StringComparer.Ordinal))
                continue;

            if (!Keys.TryGetValue(name, out var keys))
            {
                yield return pipeline.Finding(provider, "unknown-provider", $"there is no rule {name}", $"one of {string.Join(", ", Keys.Keys.Concat(Others).Order(StringComparer.Ordinal))}");
                continue;
            }

            var valid = keys.Select(key => key.TrimEnd('?')).ToList();
            var given = rule.Under("Configuration") is YamlMappingNode configuration ? configuration.Children.Keys.ToList() : [];
            foreach (var unknown in given.Where(key => key.Text() is { } text && !valid.Contains(text, StringComparer.Ordinal)))
                yield return pipeline.Finding(unknown, "misspelt-rule", $"rule {rule.Under("Name").Text()} is told {unknown.Text()}, which {name} does not know", $"one of {string.Join(", ", valid)}");

            foreach (var missing in keys.Where(key => !key.EndsWith('?') && !given.Any(one => one.Text() == key)))
                yield return pipeline.Finding(rule, "misspelt-rule", $"rule {rule.Under("Name").Text()} is not told {missing}, which {name} needs", $"{missing}: in its Configuration");
        }
    }

    private static LintFinding Wrong(PipelineDocument pipeline, PipelineStage stage, string when, YamlNode result, string[] valid) => pipeline.Finding(
        result, "wrong-result", $"stage {stage.Name}: {when} cannot come to {result.Text()}", $"one of {string.Join(", ", valid)}");
}
