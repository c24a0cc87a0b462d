using YamlDotNet.RepresentationModel;

namespace Slipway.Pipelines.Lint;

/// <summary>Rules for the actions of a pipeline.</summary>
internal static class PipelineActionRules
{
    // https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionDeclaration.html
    private const int ShortestMinutes = 5;
    private const int LongestMinutes = 86400;

    // ActionConfigurationValue: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ActionConfiguration.html
    private const int LongestValue = 1000;

    // https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-valid-providers.html, and the action reference beside it
    private static readonly Dictionary<string, string[]> Providers = new(StringComparer.Ordinal)
    {
        ["Source"] = ["CodeCommit", "CodeStarSourceConnection", "ECR", "S3"],
        ["Build"] = ["CodeBuild", "ECRBuildAndPublish"],
        ["Test"] = ["CodeBuild", "DeviceFarm"],
        ["Deploy"] =
        [
            "AppConfig", "CloudFormation", "CloudFormationStackInstances", "CloudFormationStackSet", "CodeDeploy", "CodeDeployToECS", "EC2", "ECS", "EKS", "ElasticBeanstalk",
            "Lambda", "OpsWorks", "S3", "ServiceCatalog",
        ],
        ["Approval"] = ["Manual"],
        ["Invoke"] = ["CodePipeline", "InspectorScan", "Lambda", "StepFunctions"],
        ["Compute"] = ["Commands"],
    };

    /// <summary>The stack is made, and the pipeline refused.</summary>
    public static IEnumerable<LintFinding> UnknownProviders(PipelineDocument pipeline) =>
        from action in pipeline.Actions
        let type = action.Node.Under("ActionTypeId")
        let known = type?.Under("Owner").Text() == "AWS" && action.Category is { } category ? Providers.GetValueOrDefault(category) : null
        let provider = type?.Under("Provider")
        where known is not null && provider.Text() is { } name && !known.Contains(name, StringComparer.Ordinal)
        select pipeline.Finding(
            provider, "unknown-provider", $"action {action.Name} of stage {action.Stage.Name}: AWS has no provider {provider.Text()} for {action.Category}",
            $"one of {string.Join(", ", known)}");

    /// <summary>What an action takes, an earlier one must have made.</summary>
    public static IEnumerable<LintFinding> UndefinedArtifacts(PipelineDocument pipeline) =>
        from action in pipeline.Actions
        from input in Artifacts(action, "InputArtifacts")
        let made = pipeline.Actions.Where(other => other.IsBefore(action)).SelectMany(other => Artifacts(other, "OutputArtifacts")).Select(artifact => artifact.Text()).ToList()
        where input.Text() is not null && !made.Contains(input.Text())
        select pipeline.Finding(
            input, "undefined-artifact", $"action {action.Name} of stage {action.Stage.Name} takes the artifact {input.Text()}, and no action before it makes one of that name",
            made.Count == 0 ? "an OutputArtifacts in an action before it" : $"one of {string.Join(", ", made.Distinct())}");

    /// <summary>Names of stages in a pipeline, and of actions in a stage.</summary>
    public static IEnumerable<LintFinding> DuplicateNames(PipelineDocument pipeline) =>
    [
        .. Repeated(pipeline.Stages.Select(stage => stage.Node.Under("Name")))
            .Select(name => pipeline.Finding(name, "duplicate-name", $"there are several stages {name.Text()}", "a name of its own for each stage")),
        .. pipeline.Stages.SelectMany(stage => Repeated(stage.Actions.Select(action => action.Node.Under("Name"))))
            .Select(name => pipeline.Finding(name, "duplicate-name", $"there are several actions {name.Text()} in one stage", "a name of its own for each action of a stage")),
    ];

    /// <summary>How long an action may be waited for.</summary>
    public static IEnumerable<LintFinding> WrongTimeouts(PipelineDocument pipeline) =>
        from action in pipeline.Actions
        let timeout = action.Node.Under("TimeoutInMinutes")
        where int.TryParse(timeout.Text(), out var minutes) && minutes is < ShortestMinutes or > LongestMinutes
        select pipeline.Finding(
            timeout, "wrong-timeout", $"action {action.Name} of stage {action.Stage.Name} is waited for {timeout.Text()} minutes", $"{ShortestMinutes} to {LongestMinutes} minutes");

    /// <summary>Of what an action is told, as it stands in the template; what variables make of it counts later.</summary>
    public static IEnumerable<LintFinding> LongValues(PipelineDocument pipeline) =>
        from action in pipeline.Actions
        from value in action.Node.Under("Configuration").Texts()
        where value.Text() is { Length: > LongestValue }
        select pipeline.Finding(
            value, "long-value", $"action {action.Name} of stage {action.Stage.Name} is told something of {value.Value!.Length} characters", $"{LongestValue} characters at most in each value of Configuration");

    private static IEnumerable<YamlNode> Artifacts(PipelineStageAction action, string which) =>
        action.Node.Under(which).Items().Select(artifact => artifact.Under("Name")).Where(name => name.Text() is not null).Select(name => name!);

    private static IEnumerable<YamlNode> Repeated(IEnumerable<YamlNode?> names) =>
        names.Where(name => name.Text() is not null).GroupBy(name => name.Text()).SelectMany(group => group.Skip(1)).Select(name => name!);
}
