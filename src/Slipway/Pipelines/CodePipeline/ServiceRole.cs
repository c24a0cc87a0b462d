using System.Text.Json.Nodes;
using Slipway.Pipelines.Templates;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>The role of the pipelines themselves: they start builds, hand things on and ask people, and reach no environment.</summary>
internal static class ServiceRole
{
    public const string Name = "PipelineRole";

    public static IEnumerable<(string Name, JsonObject Resource)> Write(CodePipelineDelivery delivery, IReadOnlyList<AwsPipeline> pipelines, IReadOnlyList<AlarmResources> watches)
    {
        var projects = pipelines.SelectMany(PipelineDesign.Projects).DistinctBy(project => project.Name).ToList();
        IReadOnlyList<JsonObject> statements =
        [
            Policies.Allow(["s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"], Intrinsic.Get(ArtifactResources.Bucket, "Arn")),
            Policies.Allow(["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"], Intrinsic.Sub($"${{{ArtifactResources.Bucket}.Arn}}/*")),
            SourceConnection.Use(delivery),
            Policies.Allow(["codebuild:BatchGetBuilds", "codebuild:StartBuild"], [.. projects.Select(project => Intrinsic.Get(ProjectResources.Project(project), "Arn"))]),
            .. delivery.ApprovalTopic is { } topic ? (JsonObject[])[Policies.Allow(["sns:Publish"], topic)] : [],
            // Which alarms are described cannot be narrowed: the action knows no resource.
            .. watches.Count > 0 ? (JsonObject[])[Policies.Allow(["cloudwatch:DescribeAlarms"], "*")] : [],
        ];
        return
        [
            (Name, Policies.Role(
                name: null,
                Policies.Trust("codepipeline.amazonaws.com", Intrinsic.Sub($"arn:${{AWS::Partition}}:codepipeline:${{AWS::Region}}:${{AWS::AccountId}}:{pipelines[0].Application.Name}-*")),
                "pipeline",
                Policies.Document(statements))),
        ];
    }
}
