using Slipway.Infrastructures;

namespace Slipway.Pipelines.Access;

/// <summary>A role of a pipeline as it must be: who may take it, for how long, and what it may do then.</summary>
/// <param name="Arn">With its path.</param>
/// <param name="Subjects">The ends of the subjects that may take it: <c>environment:prod</c>, <c>ref:refs/heads/main</c>.</param>
/// <param name="Held">How long it is held at most.</param>
internal sealed record AccessRole(string Arn, IReadOnlyList<string> Subjects, TimeSpan Held, AccessPolicy Policy)
{
    public string Name => RoleNames.Name(Arn);

    /// <summary>With a slash at both ends; one slash alone for most roles.</summary>
    public string Path => Arn[(Arn.IndexOf(":role/", StringComparison.Ordinal) + ":role".Length)..][..^Name.Length];

    /// <summary>Every role that the jobs of an environment take. Jobs that share one by its name share what it may do.</summary>
    public static IReadOnlyList<AccessRole> Of(DeliveryPlan plan, Application application, DeployEnvironment environment) =>
    [
        .. plan.Stages.Where(stage => stage.Application == application)
            .SelectMany(stage => stage.Trusts.Zip(stage.Jobs.Where(job => job.Role is not null)))
            .Where(taken => EnvironmentOf(taken.Second) == environment.Name)
            .GroupBy(taken => taken.First.Role.Arn, StringComparer.Ordinal)
            .Select(role => new AccessRole(
                role.Key,
                [.. role.Select(taken => SubjectOf(taken.First)).Distinct(StringComparer.Ordinal)],
                role.Max(taken => RoleUse.Held(taken.First.Held) ?? TimeSpan.FromHours(1)),
                AccessPolicy.Of(role.Key, role.Select(taken => TargetsOf(taken.Second)).Aggregate((all, more) => all | more), application, environment))),
    ];

    /// <summary>A job with a gate presents that, and its branch never: https://docs.github.com/en/actions/reference/security/oidc. A colon within a name is percent-encoded.</summary>
    private static string SubjectOf(RoleTrust trust) => trust.Gate is { } gate
        ? $"environment:{gate.Replace(":", "%3A", StringComparison.Ordinal)}"
        : $"ref:refs/heads/{trust.Branch}";

    /// <summary>What its commands are run for.</summary>
    private static string? EnvironmentOf(PipelineJob job) => Commands(job)
        .Select(command => command.Words.OfType<Word.Literal>().Select(word => word.Text).SkipWhile(word => word != "--environment").Skip(1).FirstOrDefault())
        .FirstOrDefault(name => name is not null);

    private static AccessTarget TargetsOf(PipelineJob job) => Commands(job).Aggregate(AccessTarget.None, (all, command) => all | AccessTargets.Of(command));

    private static IEnumerable<PipelineStep.Build> Commands(PipelineJob job) => job.Steps.OfType<PipelineStep.Build>();
}
