namespace Slipway.Pipelines;

/// <summary>
/// Looks every day whether each environment could still go back: an image that was cleaned away, a task definition that was deleted, a history that somebody
/// wrote by hand are found before they are needed. It changes nothing.
/// </summary>
internal static class RollbackCheckStage
{
    // At night where most of us are; never at a full hour, when everybody's clocks strike: https://docs.github.com/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
    private const int Hour = 3;

    public static Stage Of(Application application, IReadOnlyList<DeployEnvironment> environments, bool several, string defaultBranch) =>
        new(DeliveryPlanner.Named("rollback-check", application, several), $"Check that {application.Name} can go back", StageKind.RollbackCheck)
        {
            Application = application,
            Triggers = [new Trigger.Schedule($"{Minute(application.Name)} {Hour} * * *", defaultBranch), new Trigger.ByHand()],
            Jobs = [.. environments.Select(environment => Check(application, environment, several, defaultBranch, environments.Count > 1))],
        };

    private static PipelineJob Check(Application application, DeployEnvironment environment, bool several, string defaultBranch, bool isOneOfMany) =>
        new(isOneOfMany ? $"check-{environment}" : "check", $"Check that {environment} can go back")
        {
            Condition = new JobCondition.OnBranch(defaultBranch),
            Role = RoleUse.Of(RolePurpose.Check, application, environment),
            Steps =
            [
                new PipelineStep.Build("Check the way back", "Rollback",
                    [.. DeliveryPlanner.Literals("--environment", environment.Name), .. DeliveryPlanner.Naming(application, several), .. DeliveryPlanner.Literals("--check")])
                {
                    Needs = [Capability.WriteSummary],
                },
            ],
            Timeout = LongestRun.OfReading,
        };

    /// <summary>1 to 59, always the same for a name: applications do not all knock at the same minute.</summary>
    private static int Minute(string name) => 1 + name.Aggregate(0, (sum, c) => ((sum * 31) + c) % 59);
}
