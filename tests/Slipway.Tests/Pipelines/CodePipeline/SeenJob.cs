namespace Slipway.Tests.Pipelines.CodePipeline;

/// <summary>A job as it was read back from a rendering.</summary>
/// <param name="Stage">The stage of the model, as both renderings name it.</param>
/// <param name="Job">Its id in that stage.</param>
internal sealed record SeenJob(string Stage, string Job)
{
    /// <summary>What starts it, beside people: <c>push develop</c>, <c>clock 7 3 * * *</c>.</summary>
    public string Starts { get; init; } = "";

    /// <summary>The repository that its sources are of; null: any.</summary>
    public string? Repository { get; init; }

    /// <summary>The branch that its sources are of.</summary>
    public required string Branch { get; init; }

    /// <summary>Jobs that must have succeeded, in any stage.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Whether a person is asked before it.</summary>
    public bool IsAsked { get; init; }

    public string? Role { get; init; }

    public required int Minutes { get; init; }

    public required IReadOnlyList<string> Commands { get; init; }

    /// <summary>Environment variables and where their values come from.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>What whoever starts it is asked.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>What becomes of a run while another is under way.</summary>
    public string Overlap { get; init; } = "";

    public override string ToString() => string.Join('\n',
    [
        $"{Stage} {Job}: starts {(Starts.Length == 0 ? "by hand" : Starts)}, of {Branch} in {Repository ?? "any repository"}, {(IsAsked ? "asked" : "not asked")}, {Minutes} min, overlap {Overlap}",
        $"  role {Role ?? "none"}",
        .. After.Order(StringComparer.Ordinal).Select(job => $"  after {job}"),
        .. Inputs.Select(input => $"  asks {input}"),
        .. Commands.Select(command => $"  $ {command}"),
        .. Variables.Order(StringComparer.Ordinal).Select(variable => $"  {variable}"),
    ]);
}
