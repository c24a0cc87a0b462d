using Slipway.Releases;
using Slipway.Tests.Images;

namespace Slipway.Tests.Releases;

public sealed class ReleaseHistoryTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly Application Chat = new("chat") { Environments = [Prod] };

    private readonly SteppedTime _time = new();
    private readonly MemoryBucket _bucket;
    private readonly RecordingOutput _output = new();

    public ReleaseHistoryTests() => _bucket = new MemoryBucket(_time);

    private Ledger Ledger => new(_bucket, _time);

    private DeployLock Lock => new(_bucket, LockTimes.Aws, _output, _time);

    [Fact]
    public async Task The_table_has_the_newest_first_marks_the_live_one_and_tells_a_broken_run_from_one_that_lives()
    {
        await End("20260101T000000Z-aaaaaaaa", Verdict.Deployed);
        await End("20260102T000000Z-bbbbbbbb", Verdict.RolledBack);
        await End("20260103T000000Z-aaaaaaaa", Verdict.Deployed, restores: "20260101T000000Z-aaaaaaaa");
        await Ledger.Begin(Manifest("20260104T000000Z-cccccccc"), Ct);
        await Ledger.Begin(Manifest("20260105T000000Z-dddddddd"), Ct);
        await using var held = await Lock.Take(new LockOwner("ann", "build-7", null, 1, "20260105T000000Z-dddddddd", SteppedTime.Start), LockWait.Refuse, Ct);
        var before = _bucket.Writes.Count;

        Assert.Equal(
            """
            Releases of chat in prod
              release                    commit    begun (UTC)       by   verdict
              20260105T000000Z-dddddddd  dddddddd  2026-01-02 03:04  ann  InProgress
              20260104T000000Z-cccccccc  cccccccc  2026-01-02 03:04  ann  broken off
            * 20260103T000000Z-aaaaaaaa  aaaaaaaa  2026-01-02 03:04  ann  Deployed, back to 20260101T000000Z-aaaaaaaa
              20260102T000000Z-bbbbbbbb  bbbbbbbb  2026-01-02 03:04  ann  RolledBack
              20260101T000000Z-aaaaaaaa  aaaaaaaa  2026-01-02 03:04  ann  Deployed
            """,
            await Shown());
        Assert.Equal(before, _bucket.Writes.Count);
    }

    [Fact]
    public async Task Who_approved_a_release_is_in_the_table_where_any_was_approved()
    {
        var open = await Ledger.Begin(
            Manifest("20260102T000000Z-bbbbbbbb") with { Approval = new ReleaseApproval("./build.sh Approve", "arn:aws:iam::111122223333:user/ben") { At = SteppedTime.Start } }, Ct);
        await Ledger.End(open, open.Manifest with { Verdict = Verdict.Deployed }, Ct);
        await Ledger.Begin(Manifest("20260101T000000Z-aaaaaaaa"), Ct);

        Assert.Equal(
            """
            Releases of chat in prod
              release                    commit    begun (UTC)       by   approved by  verdict
            * 20260102T000000Z-bbbbbbbb  bbbbbbbb  2026-01-02 03:04  ann  ben          Deployed
              20260101T000000Z-aaaaaaaa  aaaaaaaa  2026-01-02 03:04  ann               broken off
            """,
            await Shown());
        Assert.Contains(
            """
              "approval": {
                "how": "./build.sh Approve",
                "who": "arn:aws:iam::111122223333:user/ben",
                "at": "2026-01-02T03:04:05+00:00"
            """.ReplaceLineEndings("\n"),
            _bucket.Text("releases/20260102T000000Z-bbbbbbbb.json"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_last_twenty_are_shown()
    {
        for (var i = 10; i < 35; i++)
            await Ledger.Begin(Manifest($"r{i}-0000000000"), Ct);

        var lines = (await Shown()).Split('\n');

        Assert.Equal(22, lines.Length);
        Assert.StartsWith("  r34-", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_release_or_a_bucket_the_next_step_is_named()
    {
        _bucket.IsMissing = true;

        Assert.Equal(
            """
            There is no release of chat in prod yet.
              try  ./build.sh Bootstrap --environment prod, which makes the release bucket, then Deploy
            """,
            await Shown());
    }

    private static ReleaseManifest Manifest(string id) =>
        new(id, "chat", "prod", id[^8..] + "0123456789", "arn:aws:sts::111122223333:assumed-role/deploy/ann");

    private async Task End(string id, Verdict verdict, string? restores = null)
    {
        var open = await Ledger.Begin(Manifest(id) with { Restores = restores }, Ct);
        await Ledger.End(open, open.Manifest with { Verdict = verdict }, Ct);
    }

    private async Task<string> Shown()
    {
        await new ReleaseHistory(Ledger, Lock, _output).Show(Chat, Prod, Ct);
        return Assert.IsType<ReleasesShown>(_output.Events[^1]).Text;
    }
}
