namespace Slipway.Pipelines.CodePipeline;

/// <summary>The variables of an action, by which alone a value from outside reaches a command.</summary>
internal static class ActionVariables
{
    /// <summary>What stands for nothing where CodePipeline takes no empty value.</summary>
    public const string Nothing = "none";

    /// <param name="axes">The values of this run of the job's matrix.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(Stage stage, PipelineJob job, IReadOnlyDictionary<string, string> axes) =>
    [
        .. job.Steps.SelectMany(step => step.Variables)
            .Select(variable => (variable.Name, Value: ValueOf(stage, variable.Value, axes)))
            .Where(variable => variable.Value is not null)
            .DistinctBy(variable => variable.Name)
            .Select(variable => KeyValuePair.Create(variable.Name, variable.Value!)),
    ];

    /// <summary>Variables that are to be empty where they have this value.</summary>
    public static IReadOnlyList<(string Name, string Nothing)> Emptied(PipelineJob job) =>
        [.. job.Steps.SelectMany(step => step.Variables).Where(variable => variable.Value is VariableValue.Input).DistinctBy(variable => variable.Name)
            .Select(variable => (variable.Name, ((VariableValue.Input)variable.Value).Nothing ?? Nothing))];

    /// <summary>Null: there is nothing like it here, as there is no token of GitHub.</summary>
    private static string? ValueOf(Stage stage, VariableValue value, IReadOnlyDictionary<string, string> axes) => value switch
    {
        VariableValue.Literal literal => literal.Text,
        VariableValue.Input input => $"#{{variables.{input.Name}}}",
        VariableValue.Output output => $"#{{{new AwsProject(stage, stage.Jobs.Single(job => job.Id == output.Job)).Namespace}.{AwsProject.VariableOf(output.Name)}}}",
        VariableValue.Axis axis => axes[axis.Variable],
        VariableValue.Token => null,
        _ => throw new InvalidOperationException($"{value} has no counterpart in CodePipeline"),
    };
}
