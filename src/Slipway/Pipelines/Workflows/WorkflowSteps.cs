using Slipway.Pipelines.Files;

namespace Slipway.Pipelines.Workflows;

/// <summary>Renders the steps of a job: the sources, the SDK and the role that it needs, and then its own.</summary>
internal sealed class WorkflowSteps(DeliveryPlan plan, ActionLock pins)
{
    /// <summary>What comes before the build's first command does not get the role: it may be somebody else's code.</summary>
    public Yaml.List Of(PipelineJob job)
    {
        var before = job.Steps.TakeWhile(step => step is not PipelineStep.Build).ToList();
        return new(
        [
            Checkout(job.Source), Sdk(),
            .. before.Select(Step),
            .. job.Role is { } role ? (Yaml[])[Credentials(role, job.Timeout)] : [],
            .. job.Steps.Skip(before.Count).Select(Step),
        ]);
    }

    /// <summary>What other steps call a step that has outputs.</summary>
    public static string IdOf(PipelineStep.Build step) => step.Target.ToLowerInvariant();

    private Yaml.Map Checkout(SourceNeed source) => new(
        ("uses", Pinned("actions/checkout")),
        ("with", Yaml.Map.Of(
            ("fetch-depth", source == SourceNeed.History ? Yaml.Of(0) : null),
            ("persist-credentials", Yaml.Of(false)),
            ("ref", source == SourceNeed.DefaultBranch ? "${{ github.event.repository.default_branch }}" : null))));

    private Yaml.Map Sdk() => new(
        ("uses", Pinned("actions/setup-dotnet")),
        ("with", plan.DotnetVersion is { } version ? new Yaml.Map(("dotnet-version", version)) : new Yaml.Map(("global-json-file", "global.json"))));

    private Yaml.Map Credentials(RoleUse role, TimeSpan timeout) => new(
        ("uses", Pinned("aws-actions/configure-aws-credentials")),
        ("with", Yaml.Map.Of(
            ("role-to-assume", role.Arn),
            ("aws-region", role.Region),
            ("allowed-account-ids", role.Account),
            // So that CloudTrail leads to the run.
            ("role-session-name", "gha-${{ github.run_id }}-${{ github.run_attempt }}"),
            ("role-duration-seconds", RoleUse.Held(WorkflowText.Limited(timeout)) is { } held ? Yaml.Of((int)held.TotalSeconds) : null))));

    private Yaml Step(PipelineStep step) => step switch
    {
        PipelineStep.Build build => Yaml.Map.Of(
            ("name", build.Name),
            ("id", build.Outputs.Count > 0 ? IdOf(build) : null),
            ("env", Variables(build)),
            ("run", ShellCommand.Of(build))),
        PipelineStep.Program program => Yaml.Map.Of(("name", program.Name), ("env", Variables(program)), ("run", ShellCommand.Of(program))),
        PipelineStep.Action action => Yaml.Map.Of(
            ("name", action.Name),
            ("uses", Pinned(action.Uses)),
            ("with", action.With.Count > 0 ? new Yaml.Map([.. action.With.Select(input => (input.Key, (Yaml)input.Value))]) : null)),
        _ => throw new InvalidOperationException($"{step} has no rendering"),
    };

    private static Yaml.Map? Variables(PipelineStep step) =>
        step.Variables.Count == 0 ? null : new([.. step.Variables.Select(variable => (variable.Name, (Yaml)WorkflowExpressions.Of(variable.Value)))]);

    private Yaml.Text Pinned(string action)
    {
        var pin = pins.Of(action);
        return new($"{pin.Action}@{pin.Commit}", pin.Version);
    }
}
