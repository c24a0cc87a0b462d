namespace Slipway.Pipelines;

/// <summary>
/// What ships the commits of a branch to an environment: one job, in which the build itself works on all services at once, so that there is one approval and one
/// deployment to a release. Before it the images of several services are built side by side. Where somebody must approve, a job shows the plan first, and only that
/// plan is carried out.
/// </summary>
internal static class DeployStage
{
    private const string Review = "review";
    private const string PlanOutput = "plan";

    public static Stage Of(Application application, DeployEnvironment environment, bool several)
    {
        var isGuarded = environment.Approval.IsRequired;
        return new(DeliveryPlanner.Named("deploy", application, several, environment), $"Deploy {application.Name} to {environment}", StageKind.Deploy)
        {
            Application = application,
            Environment = environment,
            Triggers = [new Trigger.Push(environment.Branch!), new Trigger.ByHand()],
            // What waits for an approval would hold the queue, and a later release behind it; the deploy lock is taken after the approval.
            Overlap = isGuarded ? Overlap.Allowed : Overlap.Queued,
            Jobs =
            [
                .. ImageJobs.OfDeploy(application, environment, several),
                .. isGuarded ? (PipelineJob[])[Reviewed(application, environment, several)] : [],
                Deployed(application, environment, several),
            ],
        };
    }

    private static PipelineJob Reviewed(Application application, DeployEnvironment environment, bool several) => new(Review, "Show what would change")
    {
        Needs = ImageJobs.Before(application),
        Condition = new JobCondition.OnBranch(environment.Branch!),
        Source = SourceNeed.History,
        Role = RoleUse.Of(RolePurpose.Review, application, environment),
        Steps =
        [
            new PipelineStep.Build("Preview", "Preview",
            [
                .. DeliveryPlanner.Literals("--environment", environment.Name), .. DeliveryPlanner.Naming(application, several), .. ImageJobs.Use(application),
            ])
            {
                Needs = [Capability.WriteSummary],
                Outputs = [PlanOutput],
            },
        ],
        Timeout = LongestRun.OfReading,
    };

    private static PipelineJob Deployed(Application application, DeployEnvironment environment, bool several)
    {
        var isGuarded = environment.Approval.IsRequired;
        return new("deploy", $"Deploy to {environment}")
        {
            Needs = isGuarded ? [Review] : ImageJobs.Before(application),
            Condition = new JobCondition.OnBranch(environment.Branch!),
            Gate = new Gatekeeper(DeliveryPlanner.GateOf(environment), isGuarded),
            Source = SourceNeed.History,
            Role = RoleUse.Of(RolePurpose.Deploy, application, environment),
            Steps =
            [
                new PipelineStep.Build("Deploy", "Deploy",
                [
                    .. DeliveryPlanner.Literals("--environment", environment.Name), .. DeliveryPlanner.Naming(application, several), .. ImageJobs.Use(application),
                    .. isGuarded ? (Word[])[new Word.Option("expect-plan", "PLAN", OnlyIfSet: false)] : [],
                ])
                {
                    Needs = isGuarded ? [Capability.WriteDeployments, Capability.WriteStatuses, Capability.ReadReviews] : [Capability.WriteDeployments, Capability.WriteStatuses],
                    Address = DeliveryPlanner.Address,
                    Variables =
                    [
                        new("GITHUB_TOKEN", new VariableValue.Token()),
                        .. isGuarded ? (StepVariable[])[new("PLAN", new VariableValue.Output(Review, PlanOutput))] : [],
                    ],
                },
            ],
            Timeout = LongestRun.OfDeploy(application, environment),
        };
    }
}
