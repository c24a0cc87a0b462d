namespace Slipway.Pipelines;

/// <summary>Puts what a build adds into the stages that come from the definitions.</summary>
internal static class BuildAdditions
{
    public static Stage Add(Stage stage, Delivery delivery)
    {
        var steps = delivery.Steps.Where(step => IsFor(step.In, stage)).ToList();
        var jobs = delivery.Jobs.Where(job => IsFor(job.In, stage)).ToList();
        return stage with
        {
            Jobs = [.. stage.Jobs.Select(job => job.Id == DeliveryPlanner.DriftJob || ImageJobs.IsLook(job) ? job : With(job, steps)), .. jobs.Select(job => JobOf(job, stage))],
            Additions =
            [
                .. jobs.Select(job => new Addition($"job {job.Name}", job.Reason)),
                .. steps.Select(step => new Addition($"step {step.Name}", step.Reason)),
            ],
        };
    }

    public static bool IsFor(DeliveryPoint point, Stage stage) => stage.Kind switch
    {
        StageKind.Checks => point == DeliveryPoint.Checks,
        StageKind.Deploy => point == DeliveryPoint.DeployTo(stage.Environment!.Name),
        _ => false,
    };

    private static PipelineJob With(PipelineJob job, IReadOnlyList<AddedStep> steps) => job with
    {
        Steps = [.. steps.Where(step => !step.IsAfter).Select(StepOf), .. job.Steps, .. steps.Where(step => step.IsAfter).Select(StepOf)],
    };

    private static PipelineStep StepOf(AddedStep step) => step.Action is { } action
        ? new PipelineStep.Action(step.Name, action, [.. step.With.OrderBy(input => input.Key, StringComparer.Ordinal)]) { Needs = step.Needs }
        : new PipelineStep.Program(step.Name, DeliveryPlanner.Literals(step.Run)) { Needs = step.Needs };

    private static PipelineJob JobOf(AddedJob job, Stage stage) => new(job.Name, job.Name)
    {
        Needs = stage.Kind == StageKind.Checks ? [DeliveryPlanner.DriftJob] : [.. stage.Jobs.Select(other => other.Id)],
        Source = SourceNeed.History,
        Steps =
        [
            .. job.Commands.Select(command => new PipelineStep.Build(command.Target, command.Target, DeliveryPlanner.Literals(command.Arguments))
            {
                Needs = job.Needs,
                Variables =
                [
                    .. job.Variables.OrderBy(variable => variable.Key, StringComparer.Ordinal).Select(variable => new StepVariable(variable.Key, new VariableValue.Literal(variable.Value))),
                    .. job.Matrix.Keys.Order(StringComparer.Ordinal).Select(name => new StepVariable(name, new VariableValue.Axis(name))),
                ],
            }),
        ],
        Matrix = [.. job.Matrix.OrderBy(axis => axis.Key, StringComparer.Ordinal).Select(axis => new MatrixAxis(axis.Key, axis.Value))],
        Timeout = job.Timeout,
    };
}
