using System.Text.Json.Serialization;

namespace Slipway.Sites;

/// <summary>What a release of a site consists of, kept in the release bucket: enough to compare with, and to go back to, without a build.</summary>
/// <param name="Files">The files of the release, in ordinal order of their keys.</param>
/// <param name="Kept">Files of earlier releases that still lie in the bucket for open tabs.</param>
internal sealed record SiteManifest(string Site, string Release, string Bucket, IReadOnlyList<StoredFile> Files, IReadOnlyList<StoredFile> Kept)
{
    /// <summary>What went before; null: nothing did.</summary>
    public SiteHistory? History { get; init; }

    /// <summary>When it was written, by S3's clock: later than everything that it records.</summary>
    [JsonIgnore]
    public DateTimeOffset Written { get; init; }
}

/// <summary>Which release of a site is live, and what a run that was broken off left behind: <c>current.json</c>.</summary>
/// <param name="Sequence">Rises with every write.</param>
/// <param name="Release">The release that was completed last; null: none yet.</param>
/// <param name="To">The release that is being published; null: none is.</param>
/// <param name="Touching">Keys that this publishing, or one before it that was broken off, overwrites or deletes: what they hold is not known.</param>
/// <param name="PendingInvalidation">What the edges may still have an old copy of.</param>
internal sealed record SiteState(
    long Sequence, string? Release, string? To, IReadOnlyList<string> Touching, InvalidationDebt? PendingInvalidation)
{
    /// <summary><c>live</c>, or <c>flipping</c> from the first overwritten file to the end of the release.</summary>
    public string State => To is null ? "live" : "flipping";

    /// <summary>Before the first release.</summary>
    public static SiteState None { get; } = new(0, null, null, [], null);
}

/// <summary>An invalidation that has to happen, whatever becomes of the run that made it necessary.</summary>
/// <param name="Reference">CloudFront makes one invalidation of all requests with one reference, so that asking again is free.</param>
/// <param name="Paths">As viewers ask for them.</param>
internal sealed record InvalidationDebt(string Reference, IReadOnlyList<string> Paths);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(SiteManifest))]
[JsonSerializable(typeof(SiteState))]
internal sealed partial class SiteJson : JsonSerializerContext;
