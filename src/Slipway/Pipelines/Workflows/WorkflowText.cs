using Slipway.GitHub;
using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.Workflows;

/// <summary>Renders stages as workflows of GitHub Actions.</summary>
/// <param name="pins">The commits of actions.</param>
internal sealed class WorkflowText(DeliveryPlan plan, ActionLock pins)
{
    public const string Folder = ".github/workflows";

    private readonly WorkflowSteps _steps = new(plan, pins);

    /// <summary>One file for each stage, in the plan's order.</summary>
    /// <exception cref="DeployException">GitHub would not take one of them.</exception>
    public IReadOnlyList<RepositoryFile> Files => WorkflowLimits.Demand([.. plan.Stages.Select(stage => new RepositoryFile(PathOf(stage), FileHeader.Put(Comments(stage), YamlWriter.Write(Workflow(stage)))))]);

    public static string PathOf(Stage stage) => $"{Folder}/{stage.Name}.yml";

    private static IReadOnlyList<string> Comments(Stage stage) =>
    [
        .. stage.Additions.Select(addition => $"added: {addition.What}, because {addition.Reason}"),
        .. stage.Trusts.Select(trust => $"role: {trust.Role.Arn}, which must trust {OidcSubjects.Context(trust) ?? "every branch"}{(RoleUse.Held(Limited(trust.Held)) is { } held ? $" for {held.TotalMinutes:0} minutes" : "")}"),
        .. stage.Jobs.Where(job => job.Timeout > DeliveryRules.LongestJob).Select(job =>
            $"note: {job.Id} may take {job.Timeout.TotalMinutes:0} minutes, and GitHub ends a job after {DeliveryRules.LongestJob.TotalMinutes:0}; ./build.sh Resume takes over from there"),
    ];

    /// <summary>The time that GitHub gives a job.</summary>
    public static TimeSpan Limited(TimeSpan timeout) => timeout < DeliveryRules.LongestJob ? timeout : DeliveryRules.LongestJob;

    private Yaml.Map Workflow(Stage stage) => Yaml.Map.Of(
        ("name", stage.Title),
        ("on", Triggers(stage)),
        // Nothing for jobs that do not ask.
        ("permissions", new Yaml.Map()),
        ("concurrency", Concurrency(stage)),
        ("jobs", new Yaml.Map([.. stage.Jobs.Select(job => (job.Id, (Yaml)Job(stage, job))), .. Required(stage)])));

    private static Yaml.Map Triggers(Stage stage) => new([.. stage.Triggers.Select(trigger => trigger switch
    {
        Trigger.PullRequest => ("pull_request", Yaml.Empty),
        Trigger.MergeQueue => ("merge_group", Yaml.Empty),
        Trigger.Schedule schedule => ("schedule", new Yaml.List(new Yaml.Map(("cron", schedule.Cron)))),
        Trigger.Push push => ("push", new Yaml.Map(("branches", new Yaml.List(push.Branch)))),
        _ => ("workflow_dispatch", stage.Inputs.Count == 0 ? Yaml.Empty : new Yaml.Map(("inputs", new Yaml.Map([.. stage.Inputs.Select(input => (input.Name, (Yaml)Input(input)))])))),
    })]);

    private static Yaml.Map Input(StageInput input) => Yaml.Map.Of(
        ("description", input.Description),
        ("type", input.Choices.Count > 0 ? "choice" : "string"),
        ("required", Yaml.Of(input.IsRequired)),
        ("options", input.Choices.Count > 0 ? new Yaml.List([.. input.Choices.Select(choice => (Yaml)choice)]) : null));

    private static Yaml.Map? Concurrency(Stage stage) => stage.Overlap switch
    {
        Overlap.NewestWins => new(("group", $"{stage.Name}-${{{{ github.event.pull_request.number || github.ref }}}}"), ("cancel-in-progress", Yaml.Of(true))),
        Overlap.Queued => new(("group", stage.Name), ("cancel-in-progress", Yaml.Of(false))),
        _ => null,
    };

    private Yaml.Map Job(Stage stage, PipelineJob job) => Yaml.Map.Of(
        ("name", job.Title),
        ("needs", job.Needs.Count > 0 ? new Yaml.List([.. job.Needs.Select(need => (Yaml)need)]) : null),
        ("if", WorkflowExpressions.Condition(stage, job)),
        ("runs-on", plan.Runner),
        ("timeout-minutes", Minutes(job.Timeout)),
        ("environment", Environment(job)),
        ("permissions", WorkflowPermissions.Of(job)),
        ("strategy", Strategy(job)),
        ("outputs", Outputs(job)),
        ("steps", _steps.Of(job)));

    private static Yaml? Environment(PipelineJob job) => job.Gate is null ? null
        : job.Steps.OfType<PipelineStep.Build>().FirstOrDefault(step => step.Address is not null) is { } step
            ? new Yaml.Map(("name", job.Gate.Name), ("url", $"${{{{ steps.{WorkflowSteps.IdOf(step)}.outputs.{step.Address} }}}}"))
            : job.Gate.Name;

    private static Yaml Minutes(TimeSpan timeout) => Yaml.Of((int)Math.Ceiling(Limited(timeout).TotalMinutes));

    private static Yaml.Map? Strategy(PipelineJob job) => job.Matrix.Count == 0 ? null : new(
        ("fail-fast", Yaml.Of(false)),
        ("matrix", new Yaml.Map([.. job.Matrix.Select(axis => (WorkflowExpressions.AxisName(axis.Variable), Values(axis)))])));

    private static Yaml Values(MatrixAxis axis) =>
        axis.From is { } found ? $"${{{{ fromJSON(needs.{found.Job}.outputs.{found.Name}) }}}}" : new Yaml.List([.. axis.Values.Select(value => (Yaml)value)]);

    private static Yaml.Map? Outputs(PipelineJob job)
    {
        IReadOnlyList<(string Key, Yaml Value)> outputs =
            [.. job.Steps.OfType<PipelineStep.Build>().SelectMany(step => step.Outputs.Select(name => (name, (Yaml)$"${{{{ steps.{WorkflowSteps.IdOf(step)}.outputs.{name} }}}}")))];
        return outputs.Count == 0 ? null : new Yaml.Map(outputs);
    }

    /// <summary>The one job that a branch's rules name: it always runs, so that it always reports. A job that was skipped does no harm.</summary>
    private IEnumerable<(string Key, Yaml Value)> Required(Stage stage) => stage.RequiredCheck is not { } name ? [] :
    [
        (name, new Yaml.Map(
            ("name", name),
            ("needs", new Yaml.List([.. stage.Jobs.Select(job => (Yaml)job.Id)])),
            ("if", "always()"),
            ("runs-on", plan.Runner),
            ("timeout-minutes", Yaml.Of(5)),
            ("permissions", new Yaml.Map()),
            ("steps", new Yaml.List(
                new Yaml.Map(
                    ("name", "Every job succeeded or was not needed"),
                    ("env", new Yaml.Map(("IS_GOOD", "${{ !contains(needs.*.result, 'failure') && !contains(needs.*.result, 'cancelled') }}"))),
                    ("run", "test \"$IS_GOOD\" = true")))))),
    ];
}
