using FsCheck;
using FsCheck.Fluent;

namespace Slipway.Rehearsal.S3;

/// <summary>What writes and deletes leave behind.</summary>
public sealed class ObjectIndexTests
{
    private static readonly BucketSettings Site = new("site", "000000000000", "us-east-1", DateTimeOffset.UnixEpoch);
    private static readonly WriteConditions Always = new(null, null);
    private int _bodies;

    [Fact]
    public void A_bucket_that_never_was_versioned_has_one_version_of_a_key_and_loses_it()
    {
        var index = new ObjectIndex(Site);

        Put(index, "a");
        Put(index, "a");
        Assert.Equal("null:2", Told(index));
        Assert.Equal(new Deleted(null, IsMarker: false), Delete(index, "a", null));
        Assert.Equal(new Deleted(null, IsMarker: false), Delete(index, "a", null));

        Assert.True(index.IsEmpty);
    }

    [Fact]
    public void A_versioned_bucket_keeps_everything_and_a_delete_only_hides_it()
    {
        var index = new ObjectIndex(Site);
        Put(index, "a");
        Version(index, BucketSettings.Enabled);
        var second = Put(index, "a");
        var marker = Delete(index, "a", null);

        Assert.Equal($"{marker.VersionId}:hidden {second}:2 null:1", Told(index));
        Assert.Null(index.Current("a"));
        Assert.Equal(new Deleted(marker.VersionId, IsMarker: true), Delete(index, "a", marker.VersionId));
        Assert.Equal(second, index.Current("a")?.Id);
    }

    [Fact]
    public void A_bucket_whose_versioning_is_suspended_replaces_only_the_version_null()
    {
        var index = new ObjectIndex(Site);
        Put(index, "a");
        Version(index, BucketSettings.Enabled);
        var second = Put(index, "a");
        Version(index, BucketSettings.Suspended);

        Put(index, "a");
        Assert.Equal($"null:3 {second}:2", Told(index));
        Assert.Equal(new Deleted("null", IsMarker: true), Delete(index, "a", null));

        Assert.Equal($"null:hidden {second}:2", Told(index));
    }

    [Fact]
    public void Whatever_happens_no_file_is_lost_or_forgotten_and_a_snapshot_tells_all()
    {
        var step = Gen.Choose(0, 8).SelectMany(kind => Gen.Choose(0, 2).Select(key => (Kind: kind, Key: $"{key}")));
        var runs = Gen.Choose(0, 40).SelectMany(count => Gen.ArrayOf(step, count));

        Prop.ForAll(runs.ToArbitrary(), steps =>
        {
            var index = new ObjectIndex(Site);
            var (taken, dropped) = (new List<string>(), new List<string>());
            foreach (var (kind, key) in steps)
            {
                if (Change(index, kind, key) is not { } change)
                    continue;

                taken.AddRange(new[] { change.Put?.Object?.Content.Sha256, change.Part?.Content.Sha256 }.OfType<string>());
                dropped.AddRange(index.Apply(change));
            }

            var again = new ObjectIndex(Site);
            foreach (var change in index.Snapshot().ToList())
                Assert.Empty(again.Apply(change));

            Assert.Equal(taken.Order(StringComparer.Ordinal), dropped.Concat(index.Files()).Order(StringComparer.Ordinal));
            Assert.Equal(index.Snapshot().Select(Line), again.Snapshot().Select(Line));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    private BucketChange? Change(ObjectIndex index, int kind, string key)
    {
        var upload = index.Uploads.FirstOrDefault()?.Upload;
        return kind switch
        {
            0 or 1 => Versioning.Write(index, key, Stored(), Always, default).Item1,
            2 => Versioning.Delete(index, key, null, Always, default).Change,
            3 => Versioning.Delete(index, key, index.Newest(key)?.Id ?? "none", Always, default).Change,
            4 => new BucketChange { Settings = index.Settings with { Versioning = index.Settings.Versioning == BucketSettings.Enabled ? BucketSettings.Suspended : BucketSettings.Enabled } },
            5 => new BucketChange { Begin = new Upload($"upload {++_bodies}", key, default, new Dictionary<string, string>()) },
            6 or 7 => upload is null ? null : new BucketChange { Part = new UploadedPart(upload.Id, kind, default, Stored().Content, "") },
            _ => upload is null ? null : Versioning.Write(index, upload.Key, Stored(), Always, default).Item1 with { End = upload.Id },
        };
    }

    private string Put(ObjectIndex index, string key)
    {
        var (change, version) = Versioning.Write(index, key, Stored(), Always, default);
        index.Apply(change);
        return version.Id;
    }

    private static Deleted Delete(ObjectIndex index, string key, string? versionId)
    {
        var (change, deleted) = Versioning.Delete(index, key, versionId, Always, default);
        if (change is not null)
            index.Apply(change);

        return deleted;
    }

    private static void Version(ObjectIndex index, string status) => index.Apply(new BucketChange { Settings = index.Settings with { Versioning = status } });

    private StoredObject Stored()
    {
        var body = $"{++_bodies}";
        return new StoredObject(new Content(body, 1, body, ""), body, new Dictionary<string, string>(), new Checksum(Checksum.Default, ""));
    }

    private static string Told(ObjectIndex index) =>
        string.Join(' ', index.Versions("a").Select(version => $"{version.Id}:{version.Object?.ETag ?? "hidden"}"));

    private static string Line(BucketChange change) => System.Text.Json.JsonSerializer.Serialize(change);
}
