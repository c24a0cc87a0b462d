namespace Slipway.Pipelines.Workflows;

/// <summary>GitHub's expressions for values and conditions. None of them stands in a command.</summary>
internal static class WorkflowExpressions
{
    /// <summary>When a job runs; null: as soon as what it needs has succeeded, which GitHub takes for granted.</summary>
    public static string? Condition(Stage stage, PipelineJob job)
    {
        IReadOnlyList<string> own = [.. new[] { stage.Repository is { } repository ? $"github.repository == '{repository}'" : null, job.Condition is { } condition ? Of(condition) : null }.OfType<string>()];
        if (!stage.MayFollowSkipped(job))
            return own.Count == 0 ? null : string.Join(" && ", own);

        // A job that was skipped skips all that come after it, however many jobs later, unless their condition asks for the state of the run itself:
        // https://docs.github.com/actions/how-tos/write-workflows/choose-when-workflows-run/control-jobs-with-conditions. Then each result has to be asked for, too.
        var optional = stage.Jobs.Where(other => other.MayHaveNothing).Select(other => other.Id).ToHashSet(StringComparer.Ordinal);
        IEnumerable<string> all =
        [
            "!cancelled()", .. own,
            .. job.Needs.Select(need => optional.Contains(need) ? $"(needs.{need}.result == 'success' || needs.{need}.result == 'skipped')" : $"needs.{need}.result == 'success'"),
        ];
        return $"${{{{ {string.Join(" && ", all)} }}}}";
    }

    private static string Of(JobCondition condition) => condition switch
    {
        JobCondition.OnBranch on => $"github.ref == 'refs/heads/{on.Branch}'",
        JobCondition.Answered answered => $"inputs.{answered.Input} == '{answered.Answer}'",
        JobCondition.HasAny any => $"needs.{any.Job}.outputs.{any.Output} != '[]'",
        _ => throw new InvalidOperationException($"{condition} has no expression"),
    };

    public static string Of(VariableValue value) => value switch
    {
        VariableValue.Literal literal => literal.Text,
        VariableValue.Input { Nothing: { } nothing } input => $"${{{{ inputs.{input.Name} != '{nothing}' && inputs.{input.Name} || '' }}}}",
        VariableValue.Input input => $"${{{{ inputs.{input.Name} }}}}",
        VariableValue.Output output => $"${{{{ needs.{output.Job}.outputs.{output.Name} }}}}",
        VariableValue.Axis axis => $"${{{{ matrix.{AxisName(axis.Variable)} }}}}",
        VariableValue.Base => "${{ github.event.pull_request.base.sha || github.event.merge_group.base_sha }}",
        VariableValue.Token => "${{ github.token }}",
        _ => throw new InvalidOperationException($"{value} has no expression"),
    };

    /// <summary>The key of a variable in a matrix.</summary>
    public static string AxisName(string variable) => variable.ToLowerInvariant().Replace('_', '-');
}
