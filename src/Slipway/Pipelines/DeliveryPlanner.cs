namespace Slipway.Pipelines;

/// <summary>Derives the pipelines from what is shipped and where to.</summary>
internal static class DeliveryPlanner
{
    public const string RequiredCheck = "ci-ok";

    public const string DriftJob = "pipelines";

    /// <summary>The output that a release leaves its address in.</summary>
    public const string Address = "url";

    /// <summary>The checks, a stage for each environment with a branch, the ways back, and whether they are open. Definitions that are not sound are no input of it.</summary>
    public static DeliveryPlan Plan(IReadOnlyList<Application> applications, Delivery delivery)
    {
        var several = applications.Count > 1;
        IEnumerable<Stage> stages =
        [
            CheckStage.Of(applications, delivery),
            .. applications.SelectMany(application => Delivered(application)
                .Select(environment => DeployStage.Of(application, environment, several))),
            .. applications.Where(application => Environments(application).Any()).Select(application => RollbackStage.Of(application, Environments(application), several)),
            .. applications.Where(application => Delivered(application).Any()).Select(application => RollbackCheckStage.Of(application, Delivered(application), several, delivery.DefaultBranch)),
        ];
        return new DeliveryPlan([.. stages.Select(stage => BuildAdditions.Add(stage, delivery))], delivery.Runner, delivery.DotnetVersion)
        {
            Applications = applications,
            DefaultBranch = delivery.DefaultBranch,
        };
    }

    /// <summary>Those that a pipeline can reach: not the rehearsal.</summary>
    public static IReadOnlyList<DeployEnvironment> Environments(Application application) =>
        [.. application.Environments.Where(environment => !environment.IsLocal)];

    /// <summary>Those that the commits of a branch are shipped to.</summary>
    public static IReadOnlyList<DeployEnvironment> Delivered(Application application) =>
        [.. Environments(application).Where(environment => environment.Branch is not null)];

    /// <summary>The environment of GitHub that guards a deploy.</summary>
    public static string GateOf(DeployEnvironment environment) => environment.Approval.GitHubEnvironment ?? environment.Name;

    /// <summary>Names the application in a command where the repository has several.</summary>
    public static IReadOnlyList<Word> Naming(Application application, bool several) => several ? Literals("--application", application.Name) : [];

    public static IReadOnlyList<Word> Literals(params IReadOnlyList<string> words) => [.. words.Select(word => new Word.Literal(word))];

    /// <summary>The name of something that there is one of for each application.</summary>
    public static string Named(string what, Application application, bool several, DeployEnvironment? environment = null) =>
        string.Join('-', new[] { what, several ? application.Name : null, environment?.Name }.OfType<string>());
}
