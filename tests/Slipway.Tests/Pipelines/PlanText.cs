using Slipway.Pipelines;

namespace Slipway.Tests.Pipelines;

/// <summary>A delivery plan as people read it.</summary>
internal static class PlanText
{
    public static string Of(DeliveryPlan plan) => string.Join('\n', plan.Stages.SelectMany(Lines).Append($"gates {string.Join(", ", plan.Gates)}"));

    private static IEnumerable<string> Lines(Stage stage) =>
    [
        $"{stage.Kind} {stage.Name}: {stage.Title}",
        $"  on {string.Join(", ", stage.Triggers)}; overlap {stage.Overlap}; required {stage.RequiredCheck ?? "nothing"}",
        .. stage.Inputs.Select(input => $"  asks {input.Name}{(input.IsRequired ? "" : "?")} [{string.Join(", ", input.Choices)}] {input.Description}"),
        .. stage.Additions.Select(addition => $"  added {addition.What}: {addition.Reason}"),
        .. stage.Trusts.Select(trust => $"  {trust.Role.Arn} trusts gate {trust.Gate ?? "-"}, branch {trust.Branch ?? "-"}"),
        .. stage.Jobs.SelectMany(Lines),
    ];

    private static IEnumerable<string> Lines(PipelineJob job) =>
    [
        $"  job {job.Id}: {job.Title}",
        $"    needs [{string.Join(", ", job.Needs)}]; if {job.Condition?.ToString() ?? "always"}; gate {job.Gate?.ToString() ?? "none"}; source {job.Source}; {job.Timeout.TotalMinutes} min",
        $"    role {job.Role?.ToString() ?? "none"}",
        $"    can {string.Join(", ", job.Capabilities)}",
        .. job.Matrix.Select(axis => $"    each {axis.Variable} of {string.Join(", ", axis.Values)}{(axis.From is { } found ? $" that {found} has" : "")}"),
        .. job.Steps.Select(step => step switch
        {
            PipelineStep.Build build => $"    build {build.Target} {string.Join(' ', build.Words)} -> [{string.Join(", ", build.Outputs)}]{Variables(step)}",
            PipelineStep.Program program => $"    run {string.Join(' ', program.Words)}{Variables(step)}",
            PipelineStep.Action action => $"    use {action.Uses} {string.Join(' ', action.With)}{Variables(step)}",
            _ => $"    {step}",
        }),
    ];

    private static string Variables(PipelineStep step) => string.Concat(step.Variables.Select(variable => $"\n      {variable.Name} = {variable.Value}"));
}
