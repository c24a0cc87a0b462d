using Slipway.Pipelines.Files;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>Renders a plan as templates of CloudFormation, one for each application, and what their projects run.</summary>
internal static class CodePipelineFiles
{
    /// <summary>Empty: nothing is delivered with CodePipeline.</summary>
    public static IReadOnlyList<RepositoryFile> Of(DeliveryPlan plan)
    {
        var trusts = PipelineDesign.Trusts(plan);
        var pipelines = PipelineDesign.Of(plan).GroupBy(pipeline => pipeline.Application.Name).ToList();
        return
        [
            .. pipelines.Select(own => new RepositoryFile(
                TemplatePath(own.Key), FileHeader.Put(Comments([.. own.SelectMany(PipelineDesign.Projects)], trusts), CloudFormationText.Write(new PipelineTemplate([.. own]).Write())))),
            .. pipelines.SelectMany(own => own.SelectMany(PipelineDesign.Projects)).DistinctBy(project => project.BuildSpec)
                .Select(project => new RepositoryFile(project.BuildSpec, FileHeader.Put(BuildSpecText.Comments(project), BuildSpecText.Write(project, plan.DotnetVersion)))),
        ];
    }

    public static string TemplatePath(string application) => $"{RepositoryFolder.Aws}/{application}-pipeline.yml";

    private static IReadOnlyList<string> Comments(IReadOnlyList<AwsProject> projects, IReadOnlyList<BuildTrust> trusts) =>
    [
        .. trusts.Where(trust => projects.Any(project => trust.Principal.EndsWith($"/{project.RoleName}", StringComparison.Ordinal)))
            .Select(trust => $"role: {trust.Role.Arn}, which must trust {trust.Principal}"),
    ];
}
