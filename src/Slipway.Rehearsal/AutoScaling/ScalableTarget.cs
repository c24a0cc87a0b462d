using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.AutoScaling;

/// <summary>A service whose number of tasks may be moved.</summary>
/// <param name="Id">Such as <c>service/main/shop-web</c>.</param>
internal sealed record ScalableTarget(string Account, string Region, string Id, int Min, int Max, DateTimeOffset CreatedAt)
{
    /// <summary>Members of SuspendedState that are set.</summary>
    public JsonObject Suspended { get; init; } = [];

    /// <summary>By name.</summary>
    public IReadOnlyList<ScalingPolicy> Policies { get; init; } = [];

    public string Cluster => Id.Split('/')[1];

    public string Service => Id.Split('/')[2];
}

/// <param name="Type">TargetTrackingScaling or StepScaling.</param>
/// <param name="Configuration">The member of PutScalingPolicy that belongs to the type, as it was put.</param>
/// <param name="Alarms">Names of the alarms that were made for it.</param>
internal sealed record ScalingPolicy(string Arn, string Name, string Type, JsonObject Configuration, IReadOnlyList<string> Alarms, DateTimeOffset CreatedAt);
