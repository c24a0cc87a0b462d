namespace Slipway.Pipelines;

/// <summary>
/// The jobs that build the images of several services side by side: one looks which services changed, and a matrix builds those. An application with one service at
/// most has no use for them.
/// </summary>
internal static class ImageJobs
{
    private const string Look = "changes";
    private const string Build = "images";
    private const string Services = "services";

    /// <summary>
    /// Against the last release that succeeded, not the push before: what a run did not ship that was overtaken is still to be shipped. Neither job can change what
    /// runs, so that both come before an approval.
    /// </summary>
    public static IReadOnlyList<PipelineJob> OfDeploy(Application application, DeployEnvironment environment, bool several)
    {
        if (!Are(application))
            return [];

        IReadOnlyList<Word> place = [.. DeliveryPlanner.Literals("--environment", environment.Name), .. DeliveryPlanner.Naming(application, several)];
        return
        [
            new(Look, "Look which services changed since the last release")
            {
                Condition = new JobCondition.OnBranch(environment.Branch!),
                Source = SourceNeed.History,
                Role = RoleUse.Of(RolePurpose.Review, application, environment),
                Steps = [Changed([.. place, .. DeliveryPlanner.Literals("--changed")], [])],
                Timeout = LongestRun.OfReading,
            },
            Built(application, Look, Build, "Build and push images", place) with { Role = RoleUse.Of(RolePurpose.Push, application, environment) },
        ];
    }

    /// <summary>That what a pull request changes can still be built. It is pushed nowhere, and no role is taken for it.</summary>
    public static IReadOnlyList<PipelineJob> OfChecks(Application application, bool several)
    {
        if (application.Services.Count == 0)
            return [];

        var (look, build) = (DeliveryPlanner.Named(Look, application, several), DeliveryPlanner.Named(Build, application, several));
        var naming = DeliveryPlanner.Naming(application, several);
        IReadOnlyList<Word> since = [new Word.Option("since", "BASE", OnlyIfSet: false)];
        IReadOnlyList<StepVariable> start = [new("BASE", new VariableValue.Base())];
        var title = several ? $"Build changed images of {application.Name}" : "Build changed images";
        return Are(application)
            ?
            [
                new(look, several ? $"Look which services of {application.Name} changed" : "Look which services changed")
                {
                    Needs = [DeliveryPlanner.DriftJob],
                    Source = SourceNeed.History,
                    Steps = [Changed([.. naming, .. DeliveryPlanner.Literals("--changed"), .. since], start)],
                    Timeout = LongestRun.OfReading,
                },
                Built(application, look, build, title, [.. naming, .. DeliveryPlanner.Literals("--no-push")]),
            ]
            :
            [
                new(build, title)
                {
                    Needs = [DeliveryPlanner.DriftJob],
                    Source = SourceNeed.History,
                    Steps = [new PipelineStep.Build("Build images", "Images", [.. naming, .. DeliveryPlanner.Literals("--no-push"), .. since]) { Variables = start }],
                    Timeout = LongestRun.OfImages(services: 1),
                },
            ];
    }

    /// <summary>The jobs that must have come to their end before something is made of the images.</summary>
    public static IReadOnlyList<string> Before(Application application) => Are(application) ? [Look, Build] : [];

    /// <summary>Makes a command take the images that were pushed, and build none.</summary>
    public static IReadOnlyList<Word> Use(Application application) => Are(application) ? DeliveryPlanner.Literals("--prebuilt") : [];

    /// <summary>Whether a job only looks which services changed: what prepares a build has no place in it.</summary>
    public static bool IsLook(PipelineJob job) => job.Steps.OfType<PipelineStep.Build>().Any(step => step.Outputs.Contains(Services, StringComparer.Ordinal));

    private static bool Are(Application application) => application.Services.Count > 1;

    private static PipelineStep.Build Changed(IReadOnlyList<Word> words, IReadOnlyList<StepVariable> variables) => new("List changed services", "Images", words)
    {
        Needs = [Capability.WriteSummary],
        Outputs = [Services],
        Variables = variables,
    };

    private static PipelineJob Built(Application application, string look, string build, string title, IReadOnlyList<Word> words)
    {
        var batches = ImageBatches.Of([.. application.Services.Select(service => service.Name)]);
        return new(build, title)
        {
            Needs = [look],
            Condition = new JobCondition.HasAny(look, Services),
            Source = SourceNeed.History,
            Steps =
            [
                new PipelineStep.Build("Images", "Images", [.. words, new Word.Option("service", "SERVICE", OnlyIfSet: false)])
                {
                    Variables = [new("SERVICE", new VariableValue.Axis("SERVICE"))],
                },
            ],
            Matrix = [new("SERVICE", [.. batches.Select(ImageBatches.Text)]) { From = new VariableValue.Output(look, Services) }],
            Timeout = LongestRun.OfImages(batches.Max(batch => batch.Count)),
        };
    }
}
