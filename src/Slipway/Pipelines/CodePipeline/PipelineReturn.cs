using Slipway.Approvals;
using Slipway.Output;

namespace Slipway.Pipelines.CodePipeline;

/// <summary>
/// Whether CodePipeline takes a stage back. Then it runs again what an earlier execution ran, with that one's commit and plan, which nobody would let deploy: an older
/// commit, a plan that was carried out long ago. What is meant is the release of that commit.
/// </summary>
internal sealed class PipelineReturn(IPipelineHistory history)
{
    /// <summary>A pipeline that cannot be asked is taken to go forward: if it does not, the deploy is refused, and nothing is changed.</summary>
    public async Task<bool> IsAsked(PipelineBuild build, CancellationToken ct)
    {
        try
        {
            return build.ActionIn(await history.Recent(build.Pipeline, ct)) is { } mine && await history.IsReturn(build.Pipeline, mine.Execution, ct);
        }
        catch (DeployException)
        {
            return false;
        }
    }
}

/// <summary>The run goes back, as its pipeline does.</summary>
/// <param name="Commit">Null: nothing was committed yet.</param>
internal sealed record ReturnAsked(string Pipeline, string? Commit) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"Pipeline {Pipeline} takes this stage back: this run goes back to the release of commit {Commit}, and deploys nothing.";
}
