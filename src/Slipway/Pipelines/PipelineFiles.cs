using Slipway.Pipelines.Access;
using Slipway.Pipelines.CodePipeline;
using Slipway.Pipelines.Files;
using Slipway.Pipelines.Workflows;

namespace Slipway.Pipelines;

/// <summary>Every file that is generated: all renderings of a plan.</summary>
internal static class PipelineFiles
{
    /// <param name="pins">The commits of actions.</param>
    public static IReadOnlyList<RepositoryFile> Of(DeliveryPlan plan, ActionLock pins) =>
    [
        .. new WorkflowText(plan.OnGitHub, pins).Files,
        .. CodePipelineFiles.Of(plan),
        .. TerraformText.Files(plan.Applications),
        .. AccessTemplate.Files(plan),
    ];
}
