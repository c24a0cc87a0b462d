using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>
/// A manual approval that stands before this build in its CodePipeline. That the build belongs to the execution is CodePipeline's word: it names the
/// build that it started and waits for, and a variable with the number of another execution changes nothing.
/// </summary>
/// <param name="variable">Gives an environment variable; null: it is not set.</param>
internal sealed class PipelineApproval(DeployEnvironment environment, IPipelineHistory history, Func<string, string?> variable, TimeProvider time)
{
    private const string Initiator = "codepipeline/";

    // https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-env-vars.html
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    public async Task<ApprovalFinding> Look(CancellationToken ct)
    {
        if (variable("CODEBUILD_BUILD_ID") is not { Length: > 0 } build
            || variable("CODEBUILD_INITIATOR") is not { } initiator || !initiator.StartsWith(Initiator, StringComparison.Ordinal))
        {
            return ApprovalFinding.None("this is no build of a CodePipeline");
        }

        var pipeline = initiator[Initiator.Length..];
        if (Mine(await history.Recent(pipeline, ct), build) is not { } mine)
            return ApprovalFinding.None($"pipeline {pipeline} has no action under way that started build {build}");

        return Judge(pipeline, mine, await history.Of(pipeline, mine.Execution, ct));
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

    /// <summary>The action that waits for this build. Where none tells its build yet, it is the only one under way with this build's project.</summary>
    private static PipelineAction? Mine(IReadOnlyList<PipelineAction> recent, string build)
    {
        var underWay = recent.Where(action => action.Status == "InProgress").ToList();
        var project = build.Split(':')[0];
        return underWay.FirstOrDefault(action => action.Build == build)
            ?? (underWay.Where(action => action.Project == project).ToList() is [{ Build: null } only] ? only : null);
    }
}
