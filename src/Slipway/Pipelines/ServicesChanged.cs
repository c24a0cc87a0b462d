using System.Text.Json.Nodes;
using Slipway.Output;

namespace Slipway.Pipelines;

/// <summary>Which services' images are made from something else than before.</summary>
/// <param name="Since">Such as <c>release r1</c>; null: nothing was there before.</param>
/// <param name="Services">Those that changed.</param>
internal sealed record ServicesChanged(string? Since, IReadOnlyList<string> Services) : OutputEvent
{
    public override string Text => (Since, Services.Count) switch
    {
        (null, _) => $"Nothing is live yet: {string.Join(", ", Services)}",
        (_, 0) => $"No service changed since {Since}",
        _ => $"Changed since {Since}: {string.Join(", ", Services)}",
    };

    internal override bool IsForSummary => true;

    /// <summary>A list for the matrix of the jobs that build them.</summary>
    internal override JobOutput? ForLaterJobs =>
        new("services", new JsonArray([.. ImageBatches.Of(Services).Select(batch => JsonValue.Create(ImageBatches.Text(batch)))]).ToJsonString());
}
