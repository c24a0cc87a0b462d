namespace Slipway.Pipelines;

/// <summary>
/// What a pull request must pass. It always reports, since a required check that is filtered away by paths blocks a pull request for ever, and it never sees a
/// role: whoever can open a pull request runs its code.
/// </summary>
internal static class CheckStage
{
    public static Stage Of(IReadOnlyList<Application> applications, Delivery delivery) => new("ci", "CI", StageKind.Checks)
    {
        Triggers = [new Trigger.PullRequest(), new Trigger.MergeQueue()],
        Overlap = Overlap.NewestWins,
        RequiredCheck = DeliveryPlanner.RequiredCheck,
        Jobs =
        [
            Drift(),
            .. delivery.Checks.Select(command => Check(command, delivery.CheckTimeout)),
            .. applications.Where(application => DeliveryPlanner.Environments(application).Any()).SelectMany(application => ImageJobs.OfChecks(application, applications.Count > 1)),
        ],
    };

    /// <summary>The id of the job that runs a command: its target, dashed.</summary>
    public static string IdOf(BuildCommand command) =>
        string.Concat(command.Target.Select((c, i) => char.IsUpper(c) && i > 0 ? $"-{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    // First of all: what follows may not be what the definitions say.
    private static PipelineJob Drift() => new(DeliveryPlanner.DriftJob, "Pipelines are what the definitions say")
    {
        Steps = [new PipelineStep.Build("Compare and lint the workflows", "Pipelines", DeliveryPlanner.Literals("--check"))],
        Timeout = LongestRun.OfReading,
    };

    private static PipelineJob Check(BuildCommand command, TimeSpan timeout) => new(IdOf(command), command.Target)
    {
        Needs = [DeliveryPlanner.DriftJob],
        Source = SourceNeed.History,
        Steps = [new PipelineStep.Build(command.Target, command.Target, DeliveryPlanner.Literals(command.Arguments))],
        Timeout = timeout,
    };
}
