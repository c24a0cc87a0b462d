namespace Slipway.Pipelines.Workflows;

/// <summary>
/// Makes one stage of those that ship the commits of one branch: an environment begins when the one before has been deployed and its smoke checks have passed. A
/// workflow has one commit and ends where a job fails, so that a commit reaches no environment that it was not proven before.
/// </summary>
internal static class WorkflowChain
{
    /// <summary>In the order of the stages, a chain in the place of its first one.</summary>
    public static IReadOnlyList<Stage> Of(IReadOnlyList<Stage> stages) =>
    [
        .. stages
            .GroupBy(stage => stage.Kind == StageKind.Deploy ? $"{stage.Application!.Name}\0{stage.Environment!.Branch}" : stage.Name, StringComparer.Ordinal)
            .Select(links => links.Count() == 1 ? links.Single() : Chained([.. links])),
    ];

    /// <summary>The id that a job of a stage has in a chain.</summary>
    public static string IdOf(Stage stage, string job) => $"{job}-{stage.Environment}";

    private static Stage Chained(IReadOnlyList<Stage> links)
    {
        var first = links[0];
        return first with
        {
            Name = string.Join('-', [first.Name, .. links.Skip(1).Select(link => link.Environment!.Name)]),
            Title = string.Join(", then ", [first.Title, .. links.Skip(1).Select(link => $"to {link.Environment}")]),
            Environment = null,
            // What waits for an approval would hold the queue, and a later release behind it.
            Overlap = links.Any(link => link.Overlap == Overlap.Allowed) ? Overlap.Allowed : first.Overlap,
            Jobs = [.. links.SelectMany((link, index) => Jobs(link, index == 0 ? null : links[index - 1]))],
            Additions = [.. links.SelectMany(link => link.Additions).Distinct()],
        };
    }

    /// <summary>The jobs of a stage, which begin when all of the stage before has come to its end.</summary>
    private static IEnumerable<PipelineJob> Jobs(Stage stage, Stage? before)
    {
        IReadOnlyList<string> last = before is null ? [] : [.. before.Jobs.Where(job => before.Jobs.All(other => !other.Needs.Contains(job.Id, StringComparer.Ordinal))).Select(job => IdOf(before, job.Id))];
        return stage.Jobs.Select(job => job with
        {
            Id = IdOf(stage, job.Id),
            Title = job.Title.EndsWith($" {stage.Environment}", StringComparison.Ordinal) ? job.Title : $"{job.Title} ({stage.Environment})",
            Needs = job.Needs.Count == 0 ? last : [.. job.Needs.Select(need => IdOf(stage, need))],
            Condition = job.Condition is JobCondition.HasAny any ? any with { Job = IdOf(stage, any.Job) } : job.Condition,
            Steps = [.. job.Steps.Select(step => step with { Variables = [.. step.Variables.Select(variable => variable with { Value = ValueOf(variable.Value) })] })],
            Matrix = [.. job.Matrix.Select(axis => axis with { From = axis.From is null ? null : (VariableValue.Output)ValueOf(axis.From) })],
        });

        VariableValue ValueOf(VariableValue value) => value is VariableValue.Output output ? output with { Job = IdOf(stage, output.Job) } : value;
    }
}
