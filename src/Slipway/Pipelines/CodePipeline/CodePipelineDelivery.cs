namespace Slipway;

/// <summary>
/// Delivers with CodePipeline and CodeBuild in place of GitHub Actions: <c>./build.sh Pipelines</c> makes a template of CloudFormation for the application and
/// what CodeBuild runs. The pipelines stand in the account and region of the connection.
/// </summary>
public sealed record CodePipelineDelivery
{
    /// <summary>ARN of the connection to whoever keeps the repository, which somebody has accepted in the console.</summary>
    public required string Connection { get; init; }

    /// <summary>The repository as the connection knows it, such as <c>acme/shop</c>; null: that of the application, on GitHub.</summary>
    public string? Repository { get; init; }

    /// <summary>Patterns of paths, such as <c>docs/**</c>: a push that changes nothing else starts nothing; at most eight.</summary>
    public IReadOnlyList<string> IgnoredPaths { get; init; } = [];

    /// <summary>ARN of the SNS topic that hears of an approval that is waited for; null: nobody is told.</summary>
    public string? ApprovalTopic { get; init; }

    /// <summary>The image that commands run in; it must have docker, git and bash.</summary>
    public string Image { get; init; } = "aws/codebuild/standard:7.0";

    /// <summary>The size of the machines, as CodeBuild calls it.</summary>
    public string ComputeType { get; init; } = "BUILD_GENERAL1_MEDIUM";

    /// <summary>
    /// What builds need beside .NET, as CodeBuild names runtimes and their versions, such as <c>["nodejs"] = "22"</c>; empty: what the image has without a word, which
    /// changes with the image (https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html).
    /// </summary>
    public IReadOnlyDictionary<string, string> Runtimes { get; init; } = new Dictionary<string, string>();

    /// <summary>Days after which logs are gone; 30 unless said otherwise.</summary>
    public int LogRetentionDays { get; init; } = 30;

    /// <summary>
    /// How long the load balancer's errors are watched after a release that had to be approved; if too many requests fail, it is taken back. One minute to a day; ten
    /// minutes unless said otherwise. Only where the stack is given the load balancer.
    /// </summary>
    public TimeSpan WatchFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The share of requests that may fail meanwhile, between 0 and 1; one in a hundred unless said otherwise.</summary>
    public double MostErrors { get; init; } = 0.01;
}
