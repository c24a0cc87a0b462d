using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Slipway.Databases;

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

    /// <summary>When its run left it to ECS, on that run's clock; null: it did not. <see cref="Services"/> then names what was in flight.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? Detached { get; init; }

    /// <summary>Image by digest of each container, <c>service</c> or <c>service/container</c>.</summary>
    public IReadOnlyDictionary<string, string> Images { get; init; } = new Dictionary<string, string>();

    /// <summary>What those images were made from, by the same names; what is absent, or null, is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, ReleasedInput>? Inputs { get; init; }

    public IReadOnlyList<ReleasedService> Services { get; init; } = [];

    public IReadOnlyList<ReleasedSite> Sites { get; init; } = [];

    /// <summary>The snapshots of databases that it takes before its services; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ReleasedSnapshot>? Snapshots { get; init; }

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

    /// <summary>This release with a verdict, which is also that of each service whose own is not known.</summary>
    public ReleaseManifest EndingAs(Verdict verdict) =>
        this with { Verdict = verdict, Services = [.. Services.Select(service => service.IsUndecided ? service with { Verdict = verdict } : service)] };
}

/// <summary>What a release made of a service.</summary>
/// <param name="TaskDefinition">ARN of the revision.</param>
/// <param name="Revision">ARN of the service revision, where ECS told it.</param>
/// <param name="Deployment">ARN of the service deployment; null: nothing of the service changed.</param>
internal sealed record ReleasedService(string Name, string? TaskDefinition, string? Revision, string? Deployment)
{
    public Verdict Verdict { get; init; } = Verdict.InProgress;

    /// <summary>SHA-256 of the shape of <see cref="TaskDefinition"/> as it was rendered; null: not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Shape { get; init; }

    /// <summary>The side of a pair that it went to, <c>blue</c> or <c>green</c>; null: the service is no pair.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Side { get; init; }

    /// <summary>Whether its run ended without knowing how its deployment does.</summary>
    [JsonIgnore]
    public bool IsUndecided => TaskDefinition is not null && Verdict is (Verdict.InProgress or Verdict.TimedOut);

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>What an image of a release was made from.</summary>
/// <param name="Input">The tag of its inputs.</param>
/// <param name="Tag">The tag that names its sources: the commit, or the tag of its inputs where the commit named another image.</param>
internal sealed record ReleasedInput(string Input, string Tag)
{
    /// <summary>Hash of what it is made from, told before its context was prepared; null: its context is not prepared, or it cannot be told.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Origin { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

/// <summary>What a release made of a site.</summary>
/// <param name="Manifest">Key of the list of its files in the release bucket.</param>
/// <param name="Previous">That of the release before; null: it is the site's first.</param>
internal sealed record ReleasedSite(string Name, string? Manifest, string? Previous)
{
    /// <summary>The release that published it so; null: none did.</summary>
    [JsonIgnore]
    public string? Release => Path.GetFileNameWithoutExtension(Manifest);

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
