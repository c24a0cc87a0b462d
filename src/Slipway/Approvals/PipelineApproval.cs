using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>
/// A manual approval that stands before this build in its CodePipeline. That the build belongs to the execution is CodePipeline's word: it names the
/// build that it started and waits for, and a variable with the number of another execution changes nothing.
/// </summary>
/// <param name="variable">Gives an environment variable; null: it is not set.</param>
internal sealed class PipelineApproval(DeployEnvironment environment, IPipelineHistory history, Func<string, string?> variable, TimeProvider time)
{
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    public async Task<ApprovalFinding> Look(CancellationToken ct)
    {
        if (PipelineBuild.Of(variable) is not { } build)
            return ApprovalFinding.None("this is no build of a CodePipeline");

        if (build.ActionIn(await history.Recent(build.Pipeline, ct)) is not { } mine)
            return ApprovalFinding.None($"pipeline {build.Pipeline} has no action under way that started build {build.Id}");

        return Judge(build.Pipeline, mine, await history.Of(build.Pipeline, mine.Execution, ct));
    }

    /// <param name="mine">The action that this build is.</param>
    /// <param name="execution">All actions of its execution.</param>
    internal ApprovalFinding Judge(string pipeline, PipelineAction mine, IReadOnlyList<PipelineAction> execution)
    {
        var approvals = execution.Where(action => action is { Category: "Approval", Status: "Succeeded" } && action.Updated <= mine.Started).ToList();
        if (approvals.Count == 0)
            return ApprovalFinding.None($"execution {mine.Execution} of pipeline {pipeline} has no manual approval before {mine.Stage}/{mine.Name}");

        var last = approvals.MaxBy(action => action.Updated)!;
        return time.GetUtcNow() - last.Updated > environment.Approval.ValidFor
            ? ApprovalFinding.None($"{last.Stage}/{last.Name} of pipeline {pipeline} was approved {last.Updated.UtcDateTime:yyyy-MM-dd HH:mm} UTC, longer ago than {environment.Approval.ValidFor}")
            : ApprovalFinding.Given(new ReleaseApproval($"CodePipeline {pipeline}, {last.Stage}/{last.Name}", last.By ?? "somebody CodePipeline does not name")
            {
                At = last.Updated,
                Url = variable("CODEBUILD_BUILD_URL"),
            });
    }
}
