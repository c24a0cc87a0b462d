namespace Slipway.Pipelines.Simulation;

/// <summary>Where and how a run is simulated.</summary>
/// <param name="World">What its jobs reach.</param>
/// <param name="Folder">Of the run; jobs have theirs in it.</param>
/// <param name="Machine">The environment variables of whoever simulates.</param>
internal sealed record SimulationSettings(RunFacts Facts, SimulatedWorld World, string Folder, IReadOnlyDictionary<string, string> Machine)
{
    /// <summary>What stands in the places of actions, by name.</summary>
    public required IReadOnlyDictionary<string, Func<StepCall, CancellationToken, Task<ActionOutcome>>> Actions { get; init; }

    /// <summary>Asks whether a job may begin; null: nobody can be asked.</summary>
    public Func<ReviewQuestion, CancellationToken, Task<bool?>> Ask { get; init; } = (_, _) => Task.FromResult<bool?>(null);

    public string WorldFile => Path.Combine(Folder, "world.json");
}

/// <summary>A job that waits for somebody.</summary>
internal sealed record ReviewQuestion(string Job, string Environment, string Reviewer)
{
    public override string ToString() => $"Let job {Job} begin in environment {Environment}, as {Reviewer}?";
}
