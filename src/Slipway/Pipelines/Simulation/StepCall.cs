namespace Slipway.Pipelines.Simulation;

/// <summary>What an action has to work with.</summary>
/// <param name="Action">Without what comes after its <c>@</c>.</param>
/// <param name="Inputs">Their expressions worked out.</param>
/// <param name="Variables">Those of the step.</param>
internal sealed record StepCall(string Action, IReadOnlyDictionary<string, string> Inputs, IReadOnlyDictionary<string, string> Variables, RunFacts Facts, JobFolder Folder, JobAccess Access, StepLog Log)
{
    /// <summary>An input; null: it is not given, or empty.</summary>
    public string? Input(string name) => Inputs.FirstOrDefault(input => string.Equals(input.Key, name, StringComparison.OrdinalIgnoreCase)).Value is { Length: > 0 } value ? value : null;

    /// <summary>Refuses inputs that this action does not have here.</summary>
    /// <exception cref="DeployException">There is one (<see cref="Verdict.Usage"/>).</exception>
    public void Know(params IReadOnlyList<string> known)
    {
        if (Inputs.Keys.FirstOrDefault(input => !known.Contains(input, StringComparer.OrdinalIgnoreCase)) is { } other)
            throw new DeployException($"{Action} has an input {other}, which cannot be simulated. Known are {string.Join(", ", known)}.", Verdict.Usage);
    }
}

/// <summary>What an action leaves: outputs for later steps, and variables that they have from then on.</summary>
internal sealed record ActionOutcome(IReadOnlyDictionary<string, string> Outputs, IReadOnlyDictionary<string, string> Variables)
{
    public static ActionOutcome Nothing { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());
}
