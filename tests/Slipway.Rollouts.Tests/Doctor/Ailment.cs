using Slipway.Doctor;

namespace Slipway.Rollouts.Doctor;

/// <summary>One check, with something that makes it, and it alone, find something.</summary>
internal sealed record Ailment(CheckKind Kind)
{
    /// <summary>Breaks the environment.</summary>
    public Func<PracticeStage, Task> Break { get; init; } = _ => Task.CompletedTask;

    /// <summary>Makes it well again.</summary>
    public Func<PracticeStage, Task> Mend { get; init; } = _ => Task.CompletedTask;

    /// <summary>Answers what the rehearsal cloud cannot be made to answer.</summary>
    public Func<PracticeStage, CheckupPorts, CheckupPorts>? Answer { get; init; }

    /// <summary>A part of the evidence.</summary>
    public required string Evidence { get; init; }
}
