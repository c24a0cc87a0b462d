using Slipway.Processes;

namespace Slipway.Pipelines.Simulation.Actions;

/// <summary>The actions that a simulation has in their places, by name.</summary>
internal static class KnownActions
{
    /// <param name="bring">Brings along, to the root of a clone of the run's own commit, what git does not have; null: nothing.</param>
    /// <param name="skipped">Names of actions that are left out; they succeed and do nothing.</param>
    public static IReadOnlyDictionary<string, Func<StepCall, CancellationToken, Task<ActionOutcome>>> Of(
        IProcesses processes, Uri aws, Func<string, IReadOnlyList<string>?> trusted, Action<string>? bring, IReadOnlyList<string> skipped)
    {
        Dictionary<string, Func<StepCall, CancellationToken, Task<ActionOutcome>>> all = new(StringComparer.OrdinalIgnoreCase)
        {
            [CheckoutAction.Name] = new CheckoutAction(processes, bring).Run,
            [SdkAction.Name] = new SdkAction(processes).Run,
            [AwsCredentialsAction.Name] = new AwsCredentialsAction(aws, trusted).Run,
        };
        foreach (var name in skipped)
        {
            all[name] = (call, _) =>
            {
                call.Log.Write($"{name} is left out, as --skip-action says");
                return Task.FromResult(ActionOutcome.Nothing);
            };
        }

        return all;
    }

    /// <summary>Refuses a workflow whose actions are not all there, before anything runs.</summary>
    /// <exception cref="DeployException">One is not (<see cref="Verdict.Usage"/>).</exception>
    public static void Demand(RunnableWorkflow workflow, IEnumerable<string> known)
    {
        var missing = workflow.Jobs.SelectMany(job => job.Steps).Where(step => step.Uses is not null && !known.Contains(NameOf(step), StringComparer.OrdinalIgnoreCase)).ToList();
        if (missing.Count == 0)
            return;

        throw new DeployException(
            $"""
             {workflow.File} uses actions that cannot be simulated. Nothing ran.
             {string.Join('\n', missing.Select(step => $"  line {step.Line,-5} {step.Uses}"))}
               known      {string.Join(", ", known)}
               try        leave them out: {string.Join(' ', missing.Select(NameOf).Distinct(StringComparer.OrdinalIgnoreCase).Select(name => $"--skip-action {name}"))}
             """,
            Verdict.Usage);
    }

    public static string NameOf(RunnableStep step) => step.Uses!.Split('@')[0];
}
