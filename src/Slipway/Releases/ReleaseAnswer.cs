using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Gates;

namespace Slipway.Releases;

/// <summary>What a person said to a rollout that asked.</summary>
/// <param name="Hold">Where it held: a percentage, <c>before</c>, or a stage of ECS.</param>
/// <param name="Who">ARN of the caller.</param>
internal sealed record ReleaseAnswer(string Service, string Hold, PersonAnswer Answer, string Who, DateTimeOffset At)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{ReleaseTable.Name(Who)} said {Answer} to {Service} at {Hold}";
}
