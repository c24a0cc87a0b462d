namespace Slipway.Rehearsal.S3;

/// <summary>One line of a bucket's journal: what changed at once. Members that are null did not.</summary>
internal sealed record BucketChange
{
    public BucketSettings? Settings { get; init; }

    /// <summary>Becomes the newest version of its key, and takes the place of one with the same id.</summary>
    public ObjectVersion? Put { get; init; }

    public VersionName? Remove { get; init; }

    public ObjectVersion? Retag { get; init; }

    public Upload? Begin { get; init; }

    public UploadedPart? Part { get; init; }

    /// <summary>The upload that was completed or aborted.</summary>
    public string? End { get; init; }
}

internal sealed record VersionName(string Key, string Id);
