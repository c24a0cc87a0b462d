namespace Slipway.Pipelines.Workflows;

/// <summary>GitHub's expressions for values and conditions. None of them stands in a command.</summary>
internal static class WorkflowExpressions
{
    public static string Of(JobCondition condition) => condition switch
    {
        JobCondition.OnBranch on => $"github.ref == 'refs/heads/{on.Branch}'",
        JobCondition.Answered answered => $"inputs.{answered.Input} == '{answered.Answer}'",
        _ => throw new InvalidOperationException($"{condition} has no expression"),
    };

    public static string Of(VariableValue value) => value switch
    {
        VariableValue.Literal literal => literal.Text,
        VariableValue.Input { Nothing: { } nothing } input => $"${{{{ inputs.{input.Name} != '{nothing}' && inputs.{input.Name} || '' }}}}",
        VariableValue.Input input => $"${{{{ inputs.{input.Name} }}}}",
        VariableValue.Output output => $"${{{{ needs.{output.Job}.outputs.{output.Name} }}}}",
        VariableValue.Axis axis => $"${{{{ matrix.{AxisName(axis.Variable)} }}}}",
        VariableValue.Token => "${{ github.token }}",
        _ => throw new InvalidOperationException($"{value} has no expression"),
    };

    /// <summary>The key of a variable in a matrix.</summary>
    public static string AxisName(string variable) => variable.ToLowerInvariant().Replace('_', '-');
}
