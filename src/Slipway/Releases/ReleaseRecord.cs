using System.Text.Json;
using System.Text.Json.Serialization;

namespace Slipway.Releases;

/// <summary>The outcome of a run, for scripts and the next job to read: <c>.nuke/temp/last-release.json</c>.</summary>
/// <param name="ExitCode">Equals the exit code of the process.</param>
/// <param name="Release">Identifies the run among the releases of its environment, oldest first in ordinal order.</param>
/// <param name="Urls">Public address of each site and routed service by its name; <c>aws</c>: the rehearsal cloud's endpoint.</param>
/// <param name="ApiCalls">Number of calls of each AWS operation, such as <c>ecs:DescribeServices</c>.</param>
/// <param name="Seconds">From the start of the run to its end.</param>
internal sealed record ReleaseRecord(
    string Verdict,
    int ExitCode,
    string Application,
    string Environment,
    string? Commit,
    string? Release,
    IReadOnlyList<ServiceRecord> Services,
    IReadOnlyList<SiteRecord> Sites,
    IReadOnlyDictionary<string, string> Urls,
    IReadOnlyDictionary<string, int> ApiCalls,
    double Seconds)
{
    /// <summary>Snapshots of databases that the run took, or found taken for this release; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SnapshotRecord>? Snapshots { get; init; }

    /// <summary>That of the first site, else of the first service that has one; null: none.</summary>
    [JsonIgnore]
    public string? Address => Sites.Select(site => site.Name).Concat(Services.Select(service => service.Name)).Select(name => Urls.GetValueOrDefault(name)).FirstOrDefault(url => url is not null);

    /// <summary>Writes the record into <paramref name="folder"/>; a reader sees the old file or the new one, never half of it.</summary>
    public async Task Save(string folder, CancellationToken ct)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "last-release.json");
        await File.WriteAllTextAsync(path + ".new", ToJson(), ct);
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <summary>The record as indented JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReleaseJson.Default.ReleaseRecord) + "\n";
}

/// <summary>What became of one service.</summary>
internal sealed record ServiceRecord(string Name, string? Image, string? TaskDefinition, string Verdict);

/// <summary>What became of one site: numbers of files, and whether the distribution was invalidated.</summary>
internal sealed record SiteRecord(string Name, int Uploaded, int Unchanged, bool Invalidated);

/// <summary>A snapshot that is available: of which DB instance or DB cluster, and how RDS knows it.</summary>
internal sealed record SnapshotRecord(string Database, string Identifier, string Arn);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(ReleaseRecord))]
internal sealed partial class ReleaseJson : JsonSerializerContext;
