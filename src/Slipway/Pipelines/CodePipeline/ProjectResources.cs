using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>A project with its log and the role that its builds begin with.</summary>
internal static class ProjectResources
{
    // https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
    private const int ShortestMinutes = 5;
    private const int LongestMinutes = 36 * 60;

    /// <summary>What the template calls the project.</summary>
    public static string Project(AwsProject project) => $"{project.LogicalName}Project";

    public static IEnumerable<(string Name, JsonObject Resource)> Write(CodePipelineDelivery delivery, AwsPipeline pipeline, AwsProject project) =>
    [
        (Logs(project), new JsonObject
        {
            ["Type"] = "AWS::Logs::LogGroup",
            ["DeletionPolicy"] = "Delete",
            ["UpdateReplacePolicy"] = "Delete",
            ["Properties"] = new JsonObject { ["LogGroupName"] = $"/slipway/{project.Name}", ["RetentionInDays"] = delivery.LogRetentionDays },
        }),
        (Role(project), Policies.Role(
            project.RoleName,
            Policies.Trust("codebuild.amazonaws.com", Intrinsic.Sub($"arn:${{AWS::Partition}}:codebuild:${{AWS::Region}}:${{AWS::AccountId}}:project/{project.Name}")),
            "build",
            Policies.Document([.. Statements(delivery, pipeline, project)]))),
        (Project(project), new JsonObject { ["Type"] = "AWS::CodeBuild::Project", ["Properties"] = Properties(delivery, project) }),
    ];

    private static string Logs(AwsProject project) => $"{project.LogicalName}Logs";

    private static string Role(AwsProject project) => $"{project.LogicalName}Role";

    private static IEnumerable<JsonObject> Statements(CodePipelineDelivery delivery, AwsPipeline pipeline, AwsProject project)
    {
        yield return Policies.Allow(["logs:CreateLogStream", "logs:PutLogEvents"], Intrinsic.Get(Logs(project), "Arn"));
        yield return Policies.Allow(["s3:GetObject", "s3:GetObjectVersion"], Intrinsic.Sub($"${{{ArtifactResources.Bucket}.Arn}}/*"));
        yield return SourceConnection.Use(delivery);
        if (project.Job.Role is { } role)
            yield return Policies.Allow(["sts:AssumeRole"], role.Arn);

        // Whether somebody approved, and whether the pipeline itself goes back, is asked of the pipeline.
        if (project.Job.Gate is not null && pipeline.StartsOnPush)
        {
            yield return Policies.Allow(
                ["codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"],
                Intrinsic.Sub($"arn:${{AWS::Partition}}:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:{pipeline.Name}"));
        }
    }

    private static JsonObject Properties(CodePipelineDelivery delivery, AwsProject project)
    {
        var properties = new JsonObject
        {
            ["Name"] = project.Name,
            ["Description"] = project.Job.Title,
            ["ServiceRole"] = Intrinsic.Get(Role(project), "Arn"),
            ["Source"] = new JsonObject { ["Type"] = "CODEPIPELINE", ["BuildSpec"] = project.BuildSpec },
            ["Artifacts"] = new JsonObject { ["Type"] = "CODEPIPELINE" },
            ["Environment"] = new JsonObject
            {
                ["Type"] = "LINUX_CONTAINER",
                ["ComputeType"] = delivery.ComputeType,
                ["Image"] = delivery.Image,
                ["PrivilegedMode"] = BuildsImages(project.Job),
            },
            ["LogsConfig"] = new JsonObject { ["CloudWatchLogs"] = new JsonObject { ["Status"] = "ENABLED", ["GroupName"] = Intrinsic.Ref(Logs(project)) } },
            ["TimeoutInMinutes"] = Minutes(ActionMatrix.Timeout(project.Job)),
        };
        if (project.Job.Role is { } role)
            properties["Environment"]!["EnvironmentVariables"] = new JsonArray(new JsonObject { ["Name"] = RoleVariable, ["Value"] = role.Arn });

        return properties;
    }

    /// <summary>By which a build knows the role to take.</summary>
    public const string RoleVariable = "NUKE_ASSUME_ROLE";

    /// <summary>The time that CodeBuild gives a job.</summary>
    private static int Minutes(TimeSpan timeout) => Math.Clamp((int)Math.Ceiling(timeout.TotalMinutes), ShortestMinutes, LongestMinutes);

    /// <summary>Whether it needs docker; what goes back, or takes images that are there, does not.</summary>
    private static bool BuildsImages(PipelineJob job) => job.Steps.OfType<PipelineStep.Build>().Any(step =>
        step.Target != "Rollback" && !step.Words.OfType<Word.Literal>().Any(word => word.Text == "--prebuilt"));
}
