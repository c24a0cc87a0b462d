using System.Text.Json.Serialization;

namespace Slipway.Rehearsal.Ecs;

/// <summary>How far a blue/green, canary or linear deployment is. All of it is saved, so it goes on from there after a restart.</summary>
internal sealed class TrafficShift
{
    /// <summary>The revision that traffic is taken from; null when nothing served before.</summary>
    public string? SourceRevision { get; init; }

    public bool TestRule { get; init; }

    public required List<ShiftStep> Plan { get; set; }

    /// <summary>The place in the plan; -1 before its first stage.</summary>
    public int At { get; set; } = -1;

    /// <summary>When the current stage began.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>What the target revision has of the production traffic.</summary>
    public decimal Production { get; set; }

    /// <summary>What the target revision has of the test traffic.</summary>
    public decimal Test { get; set; }

    /// <summary>The hooks of the stage that last had any.</summary>
    public List<PauseHook> Hooks { get; set; } = [];

    [JsonIgnore]
    public ShiftStep? Current => At < 0 ? null : Plan[At];

    [JsonIgnore]
    public bool IsLast => At == Plan.Count - 1;

    /// <summary>Whether the plan's stage began or is behind.</summary>
    public bool Reached(string stage) => Plan.Take(At + 1).Any(step => step.Stage == stage);

    /// <summary>From here it goes the way back.</summary>
    public void TurnBack()
    {
        Plan = ShiftPlan.Back(Reached(LifecycleStage.CleanUp), TestRule);
        At = -1;
    }

    /// <summary>The source has all traffic again; nothing more is planned.</summary>
    public void GiveBack() => (Production, Test) = (0, 0);
}
