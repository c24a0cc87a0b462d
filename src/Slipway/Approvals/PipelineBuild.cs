namespace Slipway.Approvals;

/// <summary>A build of CodeBuild that a CodePipeline has started, as its variables tell. What it may be believed is CodePipeline's to say.</summary>
/// <param name="Id">As <c>project:uuid</c>.</param>
internal sealed record PipelineBuild(string Pipeline, string Id)
{
    private const string Initiator = "codepipeline/";

    // https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
    /// <summary>The build that this process runs in; null: it is none of a pipeline.</summary>
    /// <param name="variable">Gives an environment variable; null: it is not set.</param>
    public static PipelineBuild? Of(Func<string, string?> variable) =>
        variable("CODEBUILD_BUILD_ID") is { Length: > 0 } id && variable("CODEBUILD_INITIATOR") is { } initiator && initiator.StartsWith(Initiator, StringComparison.Ordinal)
            ? new PipelineBuild(initiator[Initiator.Length..], id)
            : null;

    /// <summary>The action that waits for this build. Where none tells its build yet, it is the only one under way with this build's project.</summary>
    /// <param name="recent">Of the pipeline, in any execution.</param>
    public PipelineAction? ActionIn(IReadOnlyList<PipelineAction> recent)
    {
        var underWay = recent.Where(action => action.Status == "InProgress").ToList();
        var project = Id.Split(':')[0];
        return underWay.FirstOrDefault(action => action.Build == Id)
            ?? (underWay.Where(action => action.Project == project).ToList() is [{ Build: null } only] ? only : null);
    }
}
