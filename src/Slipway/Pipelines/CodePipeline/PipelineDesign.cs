namespace Slipway.Pipelines.CodePipeline;

/// <summary>
/// Makes pipelines of the stages of a plan. An execution of CodePipeline has one commit: environments that take the commits of one branch are passed one after the
/// other in one pipeline, each other branch has a pipeline of its own, and so has each way back.
/// </summary>
internal static class PipelineDesign
{
    /// <summary>The action that waits for a person.</summary>
    public const string Approval = "approve";

    /// <summary>Empty: nothing is delivered with CodePipeline.</summary>
    public static IReadOnlyList<AwsPipeline> Of(DeliveryPlan plan) => Of([.. plan.Stages.Where(stage => stage.CodePipeline is not null)], plan.DefaultBranch);

    private static IReadOnlyList<AwsPipeline> Of(IReadOnlyList<Stage> all, string branch) =>
    [
        .. all.Where(stage => stage.Kind == StageKind.Deploy)
            .GroupBy(stage => (stage.Application!.Name, stage.Environment!.Branch))
            .Select(stages => Delivery([.. stages])),
        .. all.Where(stage => stage.Kind == StageKind.Rollback).SelectMany(stage => stage.Jobs.Select(job => WayBack(stage, job, branch))),
        .. all.Where(stage => stage.Kind == StageKind.RollbackCheck).Select(Check),
    ];

    /// <summary>Every project that a pipeline starts builds of.</summary>
    public static IReadOnlyList<AwsProject> Projects(AwsPipeline pipeline) =>
        [.. pipeline.Stages.SelectMany(stage => stage.Actions).OfType<AwsAction.Run>().Select(run => run.Project).DistinctBy(project => project.Name)];

    /// <summary>Which role of an environment is taken by the builds of which role: what its trust policy must allow, each once.</summary>
    public static IReadOnlyList<BuildTrust> Trusts(DeliveryPlan plan) =>
    [
        .. Of(plan).SelectMany(pipeline => Projects(pipeline).Where(project => project.Job.Role is not null).Select(project => Trust(pipeline.Delivery, project)))
            .DistinctBy(trust => (trust.Role.Arn, trust.Principal)),
    ];

    private static BuildTrust Trust(CodePipelineDelivery delivery, AwsProject project) => new(
        project.Job.Role!, project.Job.Timeout, $"arn:{AwsNames.Part(delivery.Connection, 1)}:iam::{AwsNames.Part(delivery.Connection, 4)}:role/{project.RoleName}");

    private static AwsPipeline Delivery(IReadOnlyList<Stage> stages)
    {
        var application = stages[0].Application!;
        return new(application, string.Join('-', [application.Name, .. stages.Select(stage => stage.Environment!.Name)]), stages[0].Environment!.Branch!)
        {
            Stages = [.. stages.SelectMany(Deployed)],
            StartsOnPush = true,
        };
    }

    /// <summary>One stage; where somebody must approve, all that comes before in a stage of its own, which the approval ends.</summary>
    private static IEnumerable<AwsStage> Deployed(Stage stage)
    {
        var environment = stage.Environment!;
        var jobs = stage.Jobs.Where(job => !ImageJobs.IsLook(job)).ToList();
        if (jobs.FirstOrDefault(job => job.Gate is { IsGuarded: true }) is not { } guarded)
            return [new(environment.Name, environment, Actions(stage, jobs))];

        var before = jobs.Where(job => job != guarded && !Follows(jobs, job, guarded)).ToList();
        var actions = Actions(stage, before);
        var shown = before.FirstOrDefault(job => guarded.Steps.SelectMany(step => step.Variables).Any(variable => variable.Value is VariableValue.Output output && output.Job == job.Id));
        return
        [
            new($"{environment.Name}-review", environment,
            [
                .. actions,
                new AwsAction.Approve(Approval, actions.Select(action => action.Order).DefaultIfEmpty().Max() + 1, shown is null ? null : new AwsProject(stage, shown), environment.Approval.ValidFor),
            ]),
            new(environment.Name, environment, Actions(stage, [.. jobs.Except(before)])) { IsWatched = true },
        ];
    }

    /// <summary>A pipeline for each environment: whoever may start it may go back there.</summary>
    private static AwsPipeline WayBack(Stage stage, PipelineJob job, string branch)
    {
        var environment = stage.Application!.Environments.Single(environment => environment.Name == job.EnvironmentName);
        var asked = (job.Condition as JobCondition.Answered)?.Input;
        return new(stage.Application!, $"{stage.Application!.Name}-{environment}-rollback", branch)
        {
            Stages = [new(environment.Name, environment, Actions(stage, [job with { Condition = null }]))],
            Inputs = [.. stage.Inputs.Where(input => input.Name != asked && input.Name != "environment")],
        };
    }

    private static AwsPipeline Check(Stage stage)
    {
        var clock = stage.Triggers.OfType<Trigger.Schedule>().Single();
        return new(stage.Application!, $"{stage.Application!.Name}-rollback-check", clock.Branch)
        {
            Stages = [new("check", Environment: null, Actions(stage, stage.Jobs))],
            Cron = clock.Cron,
        };
    }

    private static bool Follows(IReadOnlyList<PipelineJob> jobs, PipelineJob job, PipelineJob other) =>
        job.Needs.Contains(other.Id, StringComparer.Ordinal) || jobs.Where(needed => job.Needs.Contains(needed.Id, StringComparer.Ordinal)).Any(needed => Follows(jobs, needed, other));

    private static IReadOnlyList<AwsAction> Actions(Stage stage, IReadOnlyList<PipelineJob> jobs) =>
        [.. jobs.SelectMany(job => Runs(stage, job, Order(jobs, job))).OrderBy(action => action.Order)];

    private static int Order(IReadOnlyList<PipelineJob> jobs, PipelineJob job) =>
        1 + jobs.Where(needed => job.Needs.Contains(needed.Id, StringComparer.Ordinal)).Select(needed => Order(jobs, needed)).DefaultIfEmpty().Max();

    /// <summary>One action, or one for each combination of the values of its matrix.</summary>
    private static IEnumerable<AwsAction> Runs(Stage stage, PipelineJob job, int order)
    {
        var project = new AwsProject(stage, job);
        return ActionMatrix.Of(job).Select(run => new AwsAction.Run(run.Name, order, project, ActionVariables.Of(stage, job, run.Values)));
    }
}
