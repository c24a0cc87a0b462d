using Slipway.Pipelines.Files;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>Renders a plan as templates of CloudFormation, one for each application, and what their projects run.</summary>
internal static class CodePipelineFiles
{
    /// <summary>Empty: nothing is delivered with CodePipeline.</summary>
    public static IReadOnlyList<RepositoryFile> Of(DeliveryPlan plan)
    {
        if (plan.CodePipeline is not { } delivery)
            return [];

        var pipelines = PipelineDesign.Of(plan).GroupBy(pipeline => pipeline.Application.Name).ToList();
        return
        [
            .. pipelines.Select(own => new RepositoryFile(
                TemplatePath(own.Key), FileHeader.Put(Comments([.. own]), CloudFormationText.Write(new PipelineTemplate(delivery, [.. own]).Write())))),
            .. pipelines.SelectMany(own => own.SelectMany(PipelineDesign.Projects)).DistinctBy(project => project.BuildSpec)
                .Select(project => new RepositoryFile(project.BuildSpec, FileHeader.Put(BuildSpecText.Comments(project), BuildSpecText.Write(project, plan.DotnetVersion)))),
        ];
    }

    public static string TemplatePath(string application) => $"{RepositoryFolder.Aws}/{application}-pipeline.yml";

    private static IReadOnlyList<string> Comments(IReadOnlyList<AwsPipeline> pipelines) =>
    [
        .. pipelines.SelectMany(PipelineDesign.Projects).Where(project => project.Job.Role is not null)
            .Select(project => $"role: {project.Job.Role!.Arn}, which must trust role {project.RoleName}").Distinct(StringComparer.Ordinal),
    ];
}
