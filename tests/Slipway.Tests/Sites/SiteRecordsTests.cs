using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class SiteRecordsTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly SiteCloud _cloud = new();
    private readonly SiteLedger _ledger;
    private readonly SiteRecords _records;

    public SiteRecordsTests()
    {
        _ledger = new SiteLedger(_cloud, "web");
        _records = new SiteRecords(_cloud);
    }

    [Fact]
    public async Task A_manifest_is_read_once_while_the_state_stays_the_same()
    {
        await Live("r1", null, 1, null);

        _records.ReadAhead("web", Ct);
        var first = await _records.Read("web", Ct);
        _records.ReadAhead("web", Ct);
        var second = await _records.Read("web", Ct);

        Assert.Equal("r1", first.Live!.Release);
        Assert.Same(first.Live, second.Live);
    }

    [Fact]
    public async Task A_release_that_was_published_since_is_what_is_read()
    {
        var etag = await Live("r1", null, 1, null);
        await _records.Read("web", Ct);
        await Live("r2", null, 2, etag);

        var record = await _records.Read("web", Ct);

        Assert.Equal(("r2", "r2", 2), (record.Seen.State.Release, record.Live!.Release, record.Seen.State.Sequence));
    }

    [Fact]
    public async Task The_manifest_of_what_is_being_published_is_read_each_time()
    {
        await Live("r1", "r2", 1, null);
        var before = await _records.Read("web", Ct);
        await _ledger.Put(Manifest("r2", "completed"), Ct);

        var record = await _records.Read("web", Ct);

        Assert.Equal(("begun", "completed"), (before.BrokenOff!.Bucket, record.BrokenOff!.Bucket));
    }

    [Fact]
    public async Task What_went_wrong_ahead_is_tried_again()
    {
        await Live("r1", null, 1, null);
        _cloud.Documents.Remove(_ledger.ManifestKey("r1"), out var manifest);
        _records.ReadAhead("web", Ct);
        await Assert.ThrowsAsync<DeployException>(() => _records.Read("web", Ct));
        _cloud.Documents[_ledger.ManifestKey("r1")] = manifest!;

        Assert.Equal("r1", (await _records.Read("web", Ct)).Live!.Release);
    }

    [Fact]
    public async Task Before_the_first_release_there_is_nothing()
    {
        _records.ReadAhead("web", Ct);

        var record = await _records.Read("web", Ct);

        Assert.Equal((SiteState.None, null, null, null), (record.Seen.State, record.Seen.ETag, record.Live, record.BrokenOff));
    }

    private async Task<string> Live(string release, string? to, long sequence, string? etag)
    {
        await _ledger.Put(Manifest(release, "live"), Ct);
        if (to is not null)
            await _ledger.Put(Manifest(to, "begun"), Ct);

        return await _ledger.Put(new SiteState(sequence, release, to, [], null), etag, Ct);
    }

    private static SiteManifest Manifest(string release, string bucket) => new("web", release, bucket, [], []);
}
