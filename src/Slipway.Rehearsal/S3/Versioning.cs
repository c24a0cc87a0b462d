using System.Security.Cryptography;

namespace Slipway.Rehearsal.S3;

/// <summary>What a write or a delete does to the versions of a key.</summary>
internal static class Versioning
{
    private const string Characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";

    public static ObjectVersion New(BucketSettings bucket, string key, DateTimeOffset at) =>
        new(key, bucket.Versioning == BucketSettings.Enabled ? RandomNumberGenerator.GetString(Characters, 32) : ObjectVersion.NullId, at);

    /// <summary>Adds what was written, if the conditions hold, as one change.</summary>
    public static (BucketChange, ObjectVersion) Write(ObjectIndex index, string key, StoredObject stored, WriteConditions conditions, DateTimeOffset at)
    {
        conditions.Demand(index.Current(key));
        var version = New(index.Settings, key, at) with { Object = stored };
        return (new BucketChange { Put = version }, version);
    }

    /// <summary>
    /// A version that is named is gone for good. Without a name a bucket that was never versioned loses the object, and any other
    /// gets a delete marker; if versioning is suspended, that takes the place of the version "null".
    /// </summary>
    /// <param name="versionId">Null: none is named.</param>
    public static (BucketChange? Change, Deleted Deleted) Delete(ObjectIndex index, string key, string? versionId, WriteConditions conditions, DateTimeOffset at)
    {
        conditions.Demand(index.Current(key));
        if (versionId is not null)
        {
            var named = index.Find(key, versionId);
            return (named is null ? null : new BucketChange { Remove = new VersionName(key, versionId) }, new Deleted(versionId, named is { Object: null }));
        }

        if (index.Settings.Versioning is null)
            return (index.Newest(key) is null ? null : new BucketChange { Remove = new VersionName(key, ObjectVersion.NullId) }, new Deleted(null, IsMarker: false));

        var marker = New(index.Settings, key, at);
        return (new BucketChange { Put = marker }, new Deleted(marker.Id, IsMarker: true));
    }
}

/// <param name="VersionId">Of the version that is gone or the marker that was made; null: the bucket has none.</param>
/// <param name="IsMarker">Whether that is a delete marker.</param>
internal sealed record Deleted(string? VersionId, bool IsMarker);
