using System.Text.RegularExpressions;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>What must hold of a <see cref="CodePipelineDelivery"/>.</summary>
internal static partial class CodePipelineRules
{
    // GitFilePathPatternList: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_GitFilePathFilterCriteria.html
    private const int MostPaths = 8;

    // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    private static readonly int[] Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    /// <param name="repository">That of the application.</param>
    public static void Check(Problems at, CodePipelineDelivery pipeline, string? repository)
    {
        at.Unless(Connection().IsMatch(pipeline.Connection), "Connection", $"\"{pipeline.Connection}\"; valid is the ARN of a connection, such as arn:aws:codeconnections:eu-west-1:111122223333:connection/0a1b...");
        at.Unless(
            (pipeline.Repository ?? repository) is { } sources && (pipeline.Repository is null || Repository().IsMatch(sources)),
            "Repository", $"{(pipeline.Repository is null ? "is not set, and neither is that of the application" : $"\"{pipeline.Repository}\"")}; valid is the owner and the name of the repository, such as acme/shop");
        at.Unless(
            pipeline.IgnoredPaths.Count <= MostPaths && pipeline.IgnoredPaths.All(path => path.Length is > 0 and <= 255),
            "IgnoredPaths", $"{pipeline.IgnoredPaths.Count} patterns; valid are {MostPaths} at most, of 1 to 255 characters each");
        at.Unless(pipeline.ApprovalTopic is null || Topic().IsMatch(pipeline.ApprovalTopic), "ApprovalTopic", $"\"{pipeline.ApprovalTopic}\"; valid is the ARN of an SNS topic");
        at.Unless(!string.IsNullOrWhiteSpace(pipeline.Image), "Image", "is empty; valid is the name of an image, such as aws/codebuild/standard:7.0");
        at.Unless(Compute().IsMatch(pipeline.ComputeType), "ComputeType", $"\"{pipeline.ComputeType}\"; valid is what CodeBuild calls a size, such as BUILD_GENERAL1_MEDIUM");
        foreach (var (name, version) in pipeline.Runtimes.Where(runtime => !RuntimeName().IsMatch(runtime.Key) || !RuntimeVersion().IsMatch(runtime.Value)))
            at.Add("Runtimes", $"\"{name}\" \"{version}\"; valid are a runtime of CodeBuild and its version, such as \"nodejs\" \"22\"");

        at.Unless(Retentions.Contains(pipeline.LogRetentionDays), "LogRetentionDays", $"{pipeline.LogRetentionDays}; valid are {string.Join(", ", Retentions)}");
        at.Unless(pipeline.WatchFor >= TimeSpan.FromMinutes(1) && pipeline.WatchFor <= TimeSpan.FromDays(1), "WatchFor", $"{pipeline.WatchFor}; valid is one minute to a day");
        at.Unless(pipeline.MostErrors is > 0 and < 1, "MostErrors", $"{pipeline.MostErrors}; valid is a share of all requests, above 0 and below 1");
    }

    [GeneratedRegex("^arn:aws[a-z-]*:(codeconnections|codestar-connections):[a-z0-9-]+:[0-9]{12}:connection/[0-9a-f-]{36}$")]
    private static partial Regex Connection();

    [GeneratedRegex("^[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)+$")]
    private static partial Regex Repository();

    [GeneratedRegex("^arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_.-]+$")]
    private static partial Regex Topic();

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex RuntimeName();

    [GeneratedRegex("^[a-z0-9.]+$")]
    private static partial Regex RuntimeVersion();

    [GeneratedRegex("^[A-Z0-9_]+$")]
    private static partial Regex Compute();
}
