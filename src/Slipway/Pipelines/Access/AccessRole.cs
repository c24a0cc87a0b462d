using Slipway.Infrastructures;
using Slipway.Pipelines.CodePipeline;

namespace Slipway.Pipelines.Access;

/// <summary>A role of a pipeline as it must be: who may take it, for how long, and what it may do then.</summary>
/// <param name="Arn">With its path.</param>
/// <param name="Held">How long it is held at most.</param>
internal sealed record AccessRole(string Arn, TimeSpan Held, AccessPolicy Policy)
{
    /// <summary>The ends of the subjects of GitHub's tokens that may take it: <c>environment:prod</c>, <c>ref:refs/heads/main</c>.</summary>
    public IReadOnlyList<string> Subjects { get; init; } = [];

    /// <summary>ARNs of the roles of CodeBuild that may take it, where CodePipeline delivers.</summary>
    public IReadOnlyList<string> Builders { get; init; } = [];

    public string Name => RoleNames.Name(Arn);

    /// <summary>With a slash at both ends; one slash alone for most roles.</summary>
    public string Path => Arn[(Arn.IndexOf(":role/", StringComparison.Ordinal) + ":role".Length)..][..^Name.Length];

    /// <summary>Every role that the jobs of an environment take. Jobs that share one by its name share what it may do.</summary>
    public static IReadOnlyList<AccessRole> Of(DeliveryPlan plan, Application application, DeployEnvironment environment) =>
    [
        .. plan.Stages.Where(stage => stage.Application == application)
            .SelectMany(stage => stage.Jobs.Where(job => job.Role is not null).Select(job => (Stage: stage, Job: job)))
            .Where(taken => EnvironmentOf(taken.Job) == environment.Name)
            .GroupBy(taken => taken.Job.Role!.Arn, StringComparer.Ordinal)
            .Select(role => new AccessRole(
                role.Key,
                role.Max(taken => RoleUse.Held(taken.Job.Timeout) ?? TimeSpan.FromHours(1)),
                AccessPolicy.Of(role.Key, role.Select(taken => TargetsOf(taken.Job)).Aggregate((all, more) => all | more), application, environment))
            {
                Subjects = plan.CodePipeline is null ? [.. role.Select(taken => SubjectOf(taken.Stage, taken.Job)).Distinct(StringComparer.Ordinal)] : [],
                Builders = plan.CodePipeline is { } delivery ? BuildersOf(plan, delivery, role.Key) : [],
            })
            // CodePipeline has no job that looks which images changed.
            .Where(role => role.Subjects.Count + role.Builders.Count > 0),
    ];

    /// <summary>A job with a gate presents that, and its branch never: https://docs.github.com/en/actions/reference/security/oidc. A colon within a name is percent-encoded.</summary>
    private static string SubjectOf(Stage stage, PipelineJob job) => job.Gate is { } gate
        ? $"environment:{gate.Name.Replace(":", "%3A", StringComparison.Ordinal)}"
        : $"ref:refs/heads/{stage.Trusts.First(trust => trust.Role == job.Role && trust.Gate is null).Branch}";

    /// <summary>The pipelines stand in the account of the connection.</summary>
    private static IReadOnlyList<string> BuildersOf(DeliveryPlan plan, CodePipelineDelivery delivery, string role)
    {
        var connection = delivery.Connection.Split(':');
        return
        [
            .. PipelineDesign.Of(plan).SelectMany(PipelineDesign.Projects).Where(project => project.Job.Role?.Arn == role)
                .Select(project => $"arn:{connection[1]}:iam::{connection[4]}:role/{project.RoleName}").Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>What its commands are run for.</summary>
    private static string? EnvironmentOf(PipelineJob job) => Commands(job)
        .Select(command => command.Words.OfType<Word.Literal>().Select(word => word.Text).SkipWhile(word => word != "--environment").Skip(1).FirstOrDefault())
        .FirstOrDefault(name => name is not null);

    private static AccessTarget TargetsOf(PipelineJob job) => Commands(job).Aggregate(AccessTarget.None, (all, command) => all | AccessTargets.Of(command));

    private static IEnumerable<PipelineStep.Build> Commands(PipelineJob job) => job.Steps.OfType<PipelineStep.Build>();
}
