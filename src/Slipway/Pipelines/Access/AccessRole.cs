using Slipway.GitHub;
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
            .SelectMany(stage => stage.Jobs)
            .Where(job => job.Role is not null && job.EnvironmentName == environment.Name)
            .GroupBy(job => job.Role!.Arn, StringComparer.Ordinal)
            .Select(role => new AccessRole(
                role.Key,
                role.Max(job => RoleUse.Held(job.Timeout) ?? TimeSpan.FromHours(1)),
                AccessPolicy.Of(role.Key, role.Select(TargetsOf).Aggregate((all, more) => all | more), application, environment))
            {
                Subjects = application.CodePipeline is null ? [.. plan.Trusts.Where(trust => trust.Role.Arn == role.Key).Select(OidcSubjects.Context).OfType<string>().Distinct(StringComparer.Ordinal)] : [],
                Builders = [.. PipelineDesign.Trusts(plan).Where(trust => trust.Role.Arn == role.Key).Select(trust => trust.Principal)],
            })
            // CodePipeline has no job that looks which images changed.
            .Where(role => role.Subjects.Count + role.Builders.Count > 0),
    ];

    private static AccessTarget TargetsOf(PipelineJob job) =>
        job.Steps.OfType<PipelineStep.Build>().Aggregate(AccessTarget.None, (all, command) => all | AccessTargets.Of(command));
}
