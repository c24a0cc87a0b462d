using Slipway.Services;

namespace Slipway.Databases;

/// <summary>A snapshot of a database that is to be available before what follows it.</summary>
/// <param name="Database">Identifier of the DB instance, or of the DB cluster.</param>
/// <param name="Release">The release that it is named with; null: there is none yet.</param>
internal sealed record SnapshotStep(string Database, bool IsCluster, TimeSpan Timeout, string? Release) : StepBefore
{
    /// <summary>Tags of the snapshot; those of the release, once there is one.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>What it is of, in words.</summary>
    public string Title => $"DB {(IsCluster ? "cluster" : "instance")} {Database}";

    /// <summary>The snapshot's identifier: the same for the same release, so that a release that is gone on with finds its own.</summary>
    public string Identifier => IdentifierOf(Release ?? throw new InvalidOperationException($"{Title} is snapshotted before there is a release."));

    public static SnapshotStep Of(Application application, DeployEnvironment environment, RdsSnapshot snapshot, string? release)
    {
        SortedDictionary<string, string> tags = new(StringComparer.Ordinal)
        {
            ["slipway:application"] = application.Name,
            ["slipway:environment"] = environment.Name,
        };
        if (release is not null)
            tags[TaskDefinitions.ReleaseTag] = release;

        return new SnapshotStep(snapshot.DatabaseIn(environment), snapshot.IsCluster, snapshot.Timeout, release) { Tags = tags };
    }

    // The release is not in it, as it is not in any line of a plan: the hash of one must be the same for the next run.
    public override string ToString() => $"take snapshot {IdentifierOf("RELEASE")} of {Title} and wait for it, at most {Timeout.TotalMinutes:0.##} min";

    // RDS keeps identifiers in lower case, and takes two spellings for one.
    private string IdentifierOf(string release) => $"{Database}-{(release == "RELEASE" ? release : release.ToLowerInvariant())}";
}
