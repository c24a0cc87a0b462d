using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Releases;

/// <summary>
/// One release in the ledger, <c>releases/&lt;id&gt;.json</c>: what it ships and what became of it. Members that a later version adds survive being
/// read and written by this one.
/// </summary>
/// <param name="Id">Sorts by time in ordinal order.</param>
/// <param name="Who">ARN of the caller, or the name of the user.</param>
internal sealed record ReleaseManifest(string Id, string Application, string Environment, string Commit, string Who)
{
    /// <summary>Page of the job; null: a run by hand.</summary>
    public string? RunUrl { get; init; }

    /// <summary>Hash of the plan that was carried out.</summary>
    public string? PlanHash { get; init; }

    /// <summary>How that plan was approved; null: nobody had to.</summary>
    public ReleaseApproval? Approval { get; init; }

    /// <summary>What people said to its rollouts, in the order in which they did; null: nobody was asked.</summary>
    public IReadOnlyList<ReleaseAnswer>? Answers { get; init; }

    /// <summary>On the run's own clock.</summary>
    public DateTimeOffset Begun { get; init; }

    /// <summary>On the run's own clock; null: it has not ended, or ended without a word.</summary>
    public DateTimeOffset? Ended { get; init; }

    public Verdict Verdict { get; init; } = Verdict.InProgress;

    /// <summary>Image by digest of each container, <c>service</c> or <c>service/container</c>.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<ReleasedService> Services { get; init; } = [];

    public IReadOnlyList<ReleasedSite> Sites { get; init; } = [];

    /// <summary>The release that was live before; null: this is the first.</summary>
    public string? Previous { get; init; }

    /// <summary>The release that this one went back to; null: it went forward.</summary>
    public string? Restores { get; init; }

    /// <summary>The one service or site that went back to it; null: all that both releases have.</summary>
    public string? Only { get; init; }

    /// <summary>The release that it was promoted from, such as <c>dev 20260102T030405678Z-0123abcd</c>; null: it was made from its commit.</summary>
    public string? PromotedFrom { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>What a release made of a service.</summary>
/// <param name="TaskDefinition">ARN of the revision.</param>
/// <param name="Revision">ARN of the service revision, where ECS told it.</param>
/// <param name="Deployment">ARN of the service deployment; null: nothing of the service changed.</param>
internal sealed record ReleasedService(string Name, string? TaskDefinition, string? Revision, string? Deployment)
{
    public Verdict Verdict { get; init; } = Verdict.InProgress;

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>What a release made of a site.</summary>
/// <param name="Manifest">Key of the list of its files in the release bucket.</param>
/// <param name="Previous">That of the release before; null: it is the site's first.</param>
internal sealed record ReleasedSite(string Name, string? Manifest, string? Previous)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>Which release is live, <c>current.json</c>.</summary>
/// <param name="At">When it was written, on the run's own clock. Makes two writes of the same release differ, and with that their ETags.</param>
internal sealed record CurrentRelease(string Release, DateTimeOffset At)
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ReleaseManifest))]
[JsonSerializable(typeof(CurrentRelease))]
internal sealed partial class LedgerJson : JsonSerializerContext
{
    /// <summary>Writes what people read: times and names as they are.</summary>
    public static LedgerJson Readable => field ??= new(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
}
