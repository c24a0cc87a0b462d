namespace Slipway.Approvals;

/// <summary>What ran in a CodePipeline.</summary>
internal interface IPipelineHistory
{
    /// <summary>The actions that began last in any execution, newest first.</summary>
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    Task<IReadOnlyList<PipelineAction>> Recent(string pipeline, CancellationToken ct);

    /// <summary>All actions of one execution.</summary>
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    Task<IReadOnlyList<PipelineAction>> Of(string pipeline, string execution, CancellationToken ct);

    /// <summary>Whether an execution takes a stage back, and runs again what an earlier one ran there.</summary>
    /// <exception cref="DeployException">AWS refused, or could not be reached.</exception>
    Task<bool> IsReturn(string pipeline, string execution, CancellationToken ct);
}

/// <summary>One run of an action.</summary>
/// <param name="Category"><c>Build</c>, <c>Approval</c> and so on.</param>
/// <param name="Status"><c>InProgress</c>, <c>Succeeded</c>, <c>Failed</c> or <c>Abandoned</c>.</param>
/// <param name="By">Who changed it last; null: CodePipeline does not tell.</param>
/// <param name="Project">The CodeBuild project that it starts; null: it starts none.</param>
/// <param name="Build">Id of the build that it started, as <c>project:uuid</c>; null: none, or not told.</param>
internal sealed record PipelineAction(
    string Execution, string Stage, string Name, string Category, string Status, DateTimeOffset Started, DateTimeOffset Updated, string? By, string? Project, string? Build);
