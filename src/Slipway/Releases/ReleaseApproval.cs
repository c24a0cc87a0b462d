using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Releases;

/// <summary>How the plan of a release was approved.</summary>
/// <param name="How">In words: <c>GitHub environment prod</c>.</param>
/// <param name="Who">A user of GitHub, or an ARN.</param>
internal sealed record ReleaseApproval(string How, string Who)
{
    /// <summary>On the clock of the server that tells it; null: it does not tell.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The page where it can be read; null: none.</summary>
    public string? Url { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"{Who}, {How}" + (At is { } at ? $", {at.UtcDateTime:yyyy-MM-dd HH:mm} UTC" : "");
}
