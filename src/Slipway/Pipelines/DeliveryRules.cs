using System.Text.RegularExpressions;
using Slipway.Pipelines.CodePipeline;

namespace Slipway.Pipelines;

/// <summary>What must hold of a delivery, and of the definitions that pipelines come from. Applications are sound already.</summary>
internal static partial class DeliveryRules
{
    // A job on GitHub's machines is ended after six hours: https://docs.github.com/actions/reference/limits
    public static readonly TimeSpan LongestJob = TimeSpan.FromHours(6);

    // Of jobs that a matrix makes, from the same page.
    public const int MostRuns = 256;
    private const int LongestName = 60;

    /// <param name="exists">Whether a file exists; the path is relative to the repository's root.</param>
    public static IReadOnlyList<DefinitionProblem> Check(IReadOnlyList<Application> applications, Delivery delivery, Func<string, bool> exists)
    {
        var problems = new Problems();
        var at = problems.At("Delivery");
        foreach (var application in applications)
        {
            CheckDelivery(problems.At(application.Name), application);
            foreach (var environment in DeliveryPlanner.Environments(application))
                CheckEnvironment(problems.At(application.Name).At(environment.Name), environment);
        }

        at.Unless(delivery.Runner.Length > 0 && RunnerName().IsMatch(delivery.Runner), "Runner", $"\"{delivery.Runner}\"; valid is the label of a machine, such as ubuntu-24.04");
        at.Unless(BranchName().IsMatch(delivery.DefaultBranch), "DefaultBranch", $"\"{delivery.DefaultBranch}\"; valid is the name of one branch, without a pattern");
        at.Unless(
            delivery.DotnetVersion is not null || exists("global.json"),
            "DotnetVersion", "is not set and there is no global.json; set it to the SDK to install, such as \"10.0.x\"");

        CheckTimeout(at, "CheckTimeout", delivery.CheckTimeout);
        foreach (var command in delivery.Checks)
            CheckCommand(at, "Checks", command);

        foreach (var job in delivery.Jobs)
            CheckJob(at.At($"job {job.Name}"), applications, job);

        foreach (var step in delivery.Steps)
            CheckStep(at.At($"step {step.Name}"), applications, step);

        // Of a definition that is wrong already, the pipelines would be wrong as well.
        if (problems.All.Count == 0)
            CheckIds(at, DeliveryPlanner.Plan(applications, delivery));

        return problems.All;
    }

    private static void CheckDelivery(Problems at, Application application)
    {
        at.Unless(application.Repository is not { } repository || RepositoryName().IsMatch(repository), "Repository", $"\"{application.Repository}\"; valid is the owner and the name of a repository on GitHub, such as acme/shop");
        if (application.CodePipeline is { } pipeline)
            CodePipelineRules.Check(at.At("CodePipeline"), pipeline, application.Repository);
    }

    private static void CheckEnvironment(Problems at, DeployEnvironment environment)
    {
        at.Unless(
            environment.Branch is null || BranchName().IsMatch(environment.Branch),
            "Branch", $"\"{environment.Branch}\"; valid is the name of one branch, without a pattern");
        at.Unless(
            environment.Approval.GitHubEnvironment is not { } gate || !gate.Contains("${{", StringComparison.Ordinal),
            "Approval / GitHubEnvironment", $"\"{environment.Approval.GitHubEnvironment}\"; valid is a name, not an expression");
        foreach (var (purpose, role) in new[] { ("Deploy", environment.Roles.Deploy), ("Push", environment.Roles.Push), ("Review", environment.Roles.Review), ("Rollback", environment.Roles.Rollback), ("Check", environment.Roles.Check) })
            at.Unless(role is null || Role().IsMatch(role), $"Roles / {purpose}", $"\"{role}\"; valid is the ARN of a role, or its name");
    }

    private static void CheckJob(Problems at, IReadOnlyList<Application> applications, AddedJob job)
    {
        at.Name("name", job.Name, LongestName);
        CheckAddition(at, applications, job.In, job.Reason);
        CheckTimeout(at, "Timeout", job.Timeout);
        at.Unless(job.Commands.Count > 0, "Commands", "is empty; a job runs at least one target of the build");
        foreach (var command in job.Commands)
            CheckCommand(at, "Commands", command);

        foreach (var name in job.Variables.Keys.Concat(job.Matrix.Keys).Where(name => !VariableName().IsMatch(name)))
            at.Add("Variables", $"\"{name}\"; valid are capital letters, digits and underscores, a letter first");

        var runs = job.Matrix.Values.Aggregate(1L, (product, values) => product * values.Count);
        at.Unless(runs is >= 1 and <= MostRuns, "Matrix", $"makes {runs} jobs; valid are 1 to {MostRuns}");
    }

    private static void CheckStep(Problems at, IReadOnlyList<Application> applications, AddedStep step)
    {
        CheckAddition(at, applications, step.In, step.Reason);
        at.Unless(step.Action is null == step.Run.Count > 0, "Run", "and Action: exactly one of them says what the step does");
        at.Unless(step.Action is null || ActionName().IsMatch(step.Action), "Action", $"\"{step.Action}\"; valid is owner/repository, without a version: that stands in {Workflows.ActionLock.Path}");
        at.Unless(step.With.Count == 0 || step.Action is not null, "With", "is set; only an Action takes inputs");
        foreach (var word in step.Run.Concat(step.With.Values).Where(word => word.Contains("${{", StringComparison.Ordinal)))
            at.Add("Run", $"\"{word}\" holds an expression, which the runner would put into the command as text; take an environment variable");
    }

    private static void CheckAddition(Problems at, IReadOnlyList<Application> applications, DeliveryPoint point, string reason)
    {
        at.Unless(!string.IsNullOrWhiteSpace(reason) && !reason.Contains('\n', StringComparison.Ordinal), "Reason", "is empty or has several lines; valid is one line for whoever reads the generated file");
        if (point.Environment is not { } name)
            return;

        var valid = applications.SelectMany(DeliveryPlanner.Environments).Where(environment => environment.Branch is not null).Select(environment => environment.Name).Distinct(StringComparer.Ordinal);
        at.Unless(valid.Contains(name, StringComparer.Ordinal), "In", $"\"{name}\" is no environment that a branch is deployed to; valid are {string.Join(", ", valid.DefaultIfEmpty("none: no environment has a Branch"))}");
    }

    private static void CheckCommand(Problems at, string member, BuildCommand command)
    {
        at.Unless(TargetName().IsMatch(command.Target), member, $"\"{command.Target}\" is no name of a target");
        foreach (var word in command.Arguments.Where(word => word.Contains("${{", StringComparison.Ordinal)))
            at.Add(member, $"\"{word}\" holds an expression, which the runner would put into the command as text; take a variable");
    }

    private static void CheckTimeout(Problems at, string member, TimeSpan time) =>
        at.Unless(time >= TimeSpan.FromMinutes(1) && time <= LongestJob, member, $"{time}; valid is one minute to {LongestJob.TotalHours:0} hours");

    private static void CheckIds(Problems at, DeliveryPlan plan)
    {
        foreach (var stage in plan.Stages)
        {
            at.Duplicates($"jobs of {stage.Name}", stage.Jobs.Select(job => job.Id).Append(stage.RequiredCheck).OfType<string>());
            at.Duplicates($"steps added to {stage.Name}", stage.Additions.Where(addition => addition.What.StartsWith("step ", StringComparison.Ordinal)).Select(addition => addition.What));
        }

        at.Duplicates("workflows", plan.OnGitHub.Stages.Select(stage => stage.Name));
        at.Duplicates("pipelines", PipelineDesign.Of(plan).Select(pipeline => pipeline.Name));
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    private static partial Regex RunnerName();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._/-]*$")]
    private static partial Regex BranchName();

    [GeneratedRegex("^[A-Za-z0-9-]+/[A-Za-z0-9_.-]+$")]
    private static partial Regex RepositoryName();

    [GeneratedRegex(@"^(arn:aws[a-z-]*:iam::[0-9]{12}:role/)?[\w+=,.@/-]+$")]
    private static partial Regex Role();

    [GeneratedRegex("^[A-Z][A-Z0-9_]*$")]
    private static partial Regex VariableName();

    [GeneratedRegex("^[A-Za-z0-9_.-]+/[A-Za-z0-9_./-]+$")]
    private static partial Regex ActionName();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]*$")]
    private static partial Regex TargetName();
}
