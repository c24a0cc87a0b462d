namespace Slipway.Pipelines;

/// <summary>
/// The way back, started by hand: with the build of the default branch, whatever it goes back to, and never behind a release that waits. Where a deploy must be
/// approved it has a gate of its own, for whoever is on call, and a role that can do less.
/// </summary>
internal static class RollbackStage
{
    /// <summary>The gate of a rollback where that of a deploy is guarded.</summary>
    public const string GateSuffix = "-rollback";

    private const string All = "all";

    public static Stage Of(Application application, IReadOnlyList<DeployEnvironment> environments, bool several)
    {
        IReadOnlyList<string> parts = [.. application.Services.Select(service => service.Name), .. application.Sites.Select(site => site.Name)];
        return new(DeliveryPlanner.Named("rollback", application, several), $"Roll {application.Name} back", StageKind.Rollback)
        {
            Application = application,
            Triggers = [new Trigger.ByHand()],
            Inputs =
            [
                new("environment", "Where to go back", [.. environments.Select(environment => environment.Name)]) { IsRequired = true },
                new("service", "The one service or site that goes back", [All, .. parts]) { IsRequired = true },
                new("to", "Release to go back to, as Releases lists it; empty: the last one that succeeded before the live one", []),
            ],
            // A job for each, since each has an account and a role of its own.
            Jobs = [.. environments.Select(environment => Back(application, environment, several, environments.Count > 1))],
        };
    }

    private static PipelineJob Back(Application application, DeployEnvironment environment, bool several, bool isOneOfMany)
    {
        var isGuarded = environment.Approval.IsRequired;
        return new(isOneOfMany ? $"rollback-{environment}" : "rollback", $"Roll {environment} back")
        {
            Condition = new JobCondition.Answered("environment", environment.Name),
            Gate = new Gatekeeper(isGuarded ? DeliveryPlanner.GateOf(environment) + GateSuffix : DeliveryPlanner.GateOf(environment), isGuarded),
            Source = SourceNeed.DefaultBranch,
            Role = RoleUse.Of(RolePurpose.Rollback, application, environment),
            Steps =
            [
                new PipelineStep.Build("Rollback", "Rollback",
                [
                    .. DeliveryPlanner.Literals("--environment", environment.Name), .. DeliveryPlanner.Naming(application, several),
                    new Word.Option("service", "SERVICE", OnlyIfSet: true), new Word.Option("to", "TO", OnlyIfSet: true),
                ])
                {
                    Needs = [Capability.WriteDeployments, Capability.WriteStatuses],
                    Address = DeliveryPlanner.Address,
                    Variables =
                    [
                        new("GITHUB_TOKEN", new VariableValue.Token()),
                        new("SERVICE", new VariableValue.Input("service", Nothing: All)),
                        new("TO", new VariableValue.Input("to")),
                    ],
                },
            ],
            Timeout = LongestRun.OfRollback(application, environment),
        };
    }
}
