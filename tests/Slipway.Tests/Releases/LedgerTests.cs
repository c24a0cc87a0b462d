using System.Text.Json.Nodes;
using Slipway.Releases;

namespace Slipway.Tests.Releases;

public sealed class LedgerTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly SteppedTime _time = new();
    private readonly MemoryBucket _bucket;

    public LedgerTests() => _bucket = new MemoryBucket(_time);

    private Ledger Ledger => new(_bucket, _time);

    [Fact]
    public async Task A_release_is_written_down_before_it_begins_and_is_live_once_it_is_deployed()
    {
        var open = await Ledger.Begin(Manifest("r1"), Ct);

        Assert.Equal("InProgress", $"{Document("r1")["verdict"]}");
        Assert.Null(await Ledger.Live(Ct));

        _time.Advance(TimeSpan.FromSeconds(90));
        await Ledger.End(open, Shipped(open.Manifest), Ct);

        Assert.Equal("r1", await Ledger.Live(Ct));
        Assert.Equal(
            """
            {
              "id": "r1",
              "application": "chat",
              "environment": "prod",
              "commit": "c0ffee",
              "who": "ann",
              "runUrl": "https://ci.example/42",
              "planHash": "7f3a",
              "approval": null,
              "answers": null,
              "begun": "2026-01-02T03:04:05+00:00",
              "ended": "2026-01-02T03:05:35+00:00",
              "verdict": "Deployed",
              "images": {
                "web": "r/chat/web@sha256:1"
              },
              "services": [
                {
                  "name": "web",
                  "taskDefinition": "chat-prod-web:7",
                  "revision": "rev",
                  "deployment": "d1",
                  "verdict": "Deployed"
                }
              ],
              "sites": [
                {
                  "name": "docs",
                  "manifest": "sites/docs/r1.json",
                  "previous": null
                }
              ],
              "previous": null,
              "restores": null,
              "only": null,
              "promotedFrom": null
            }
            """,
            _bucket.Text("releases/r1.json"));
        Assert.Equal(["put releases/r1.json", "put releases/r1.json", "put current.json"], _bucket.Writes);
    }

    [Fact]
    public async Task A_release_names_the_one_before_it()
    {
        await Deploy("r1");
        await Deploy("r2");
        var third = await Ledger.Begin(Manifest("r3"), Ct);

        Assert.Equal("r2", third.Manifest.Previous);
        Assert.Equal("r1", (await Ledger.Find("r2", Ct))!.Previous);
    }

    [Theory]
    [InlineData(Verdict.RolledBack)]
    [InlineData(Verdict.Failed)]
    [InlineData(Verdict.Stopped)]
    public async Task A_release_that_did_not_make_it_leaves_the_one_before_live(Verdict verdict)
    {
        await Deploy("r1");
        var open = await Ledger.Begin(Manifest("r2"), Ct);

        await Ledger.End(open, open.Manifest with { Verdict = verdict }, Ct);

        Assert.Equal("r1", await Ledger.Live(Ct));
        Assert.Equal($"{verdict}", $"{Document("r2")["verdict"]}");
    }

    [Fact]
    public async Task A_run_that_was_killed_leaves_its_release_in_progress()
    {
        await Deploy("r1");
        await Ledger.Begin(Manifest("r2"), Ct);

        var recent = await Ledger.Recent(10, Ct);

        Assert.Equal([("r2", Verdict.InProgress, false), ("r1", Verdict.Deployed, true)], recent.Select(one => (one.Id, one.Verdict, one.Ended is not null)));
    }

    [Fact]
    public async Task A_release_that_was_left_under_way_is_ended_by_the_next_run_and_one_that_ended_is_not()
    {
        await Deploy("r1");
        await Ledger.Begin(Manifest("r2"), Ct);

        var left = Assert.Single(await Ledger.Open(Ct));
        await Ledger.End(left, left.Manifest with { Verdict = Verdict.Stopped }, Ct);

        Assert.Equal((Verdict.Stopped, true), ((await Ledger.Find("r2", Ct))!.Verdict, (await Ledger.Find("r2", Ct))!.Ended is not null));
        Assert.Equal("r1", await Ledger.Live(Ct));
        Assert.Empty(await Ledger.Open(Ct));
        Assert.Null(await Ledger.Unfinished(Ct));
    }

    [Fact]
    public async Task A_release_that_is_left_to_ECS_stays_open_and_says_since_when_and_with_what()
    {
        var open = await Ledger.Begin(Manifest("r1"), Ct);
        _time.Advance(TimeSpan.FromSeconds(30));

        await Ledger.Detach(open, open.Manifest with { Services = [new("web", "chat-prod-web:7", null, "sd/web")] }, Ct);

        var left = Assert.Single(await Ledger.Open(Ct));
        Assert.Equal(
            (Verdict.InProgress, null, SteppedTime.Start.AddSeconds(30), "sd/web"),
            (left.Manifest.Verdict, left.Manifest.Ended, left.Manifest.Detached, Assert.Single(left.Manifest.Services).Deployment));
        Assert.Equal("r1", (await Ledger.Unfinished(Ct))!.Manifest.Id);
        Assert.Null(await Ledger.Live(Ct));
        var moved = await Assert.ThrowsAsync<DeployException>(() => Ledger.Detach(open, open.Manifest, Ct));
        Assert.Equal(Verdict.Superseded, moved.Verdict);

        await Ledger.End(left, left.Manifest.EndingAs(Verdict.Deployed), Ct);
        Assert.Equal(Verdict.Deployed, Assert.Single((await Ledger.Find("r1", Ct))!.Services).Verdict);
        Assert.Equal("r1", await Ledger.Live(Ct));
    }

    [Fact]
    public async Task A_release_that_ended_undecided_is_unfinished_until_another_one_begins()
    {
        var open = await Ledger.Begin(Manifest("r1"), Ct);
        await Ledger.End(open, open.Manifest with { Verdict = Verdict.TimedOut }, Ct);

        Assert.Empty(await Ledger.Open(Ct));
        Assert.Equal("r1", (await Ledger.Unfinished(Ct))!.Manifest.Id);

        await Deploy("r2");
        Assert.Null(await Ledger.Unfinished(Ct));
    }

    [Fact]
    public async Task The_newest_come_first_and_no_more_than_asked_for()
    {
        foreach (var id in new[] { "20260102T030405Z-b", "20251231T235959Z-z", "20260102T030404Z-c" })
            await Ledger.Begin(Manifest(id), Ct);

        Assert.Equal(["20260102T030405Z-b", "20260102T030404Z-c"], (await Ledger.Recent(2, Ct)).Select(one => one.Id));
    }

    [Fact]
    public async Task What_a_later_version_wrote_survives()
    {
        var open = await Ledger.Begin(Manifest("r1"), Ct);
        var later = Document("r1");
        later["approvedBy"] = "eve";
        later["services"] = JsonNode.Parse("""[{"name":"web","taskDefinition":null,"revision":null,"deployment":null,"weight":10}]""");
        _bucket.Write("releases/r1.json", later.ToJsonString());

        var read = (await Ledger.Find("r1", Ct))!;
        await Ledger.End(open with { Manifest = read, ETag = _bucket.ETags[^1] }, read with { Verdict = Verdict.Failed }, Ct);

        Assert.Equal("eve", $"{Document("r1")["approvedBy"]}");
        Assert.Equal("10", $"{Document("r1")["services"]![0]!["weight"]}");
        Assert.Equal("Failed", $"{Document("r1")["verdict"]}");
    }

    [Theory]
    [InlineData("releases/r1.json", "{\"id\":")]
    [InlineData("releases/r1.json", "null")]
    [InlineData("releases/r1.json", "{\"id\":\"r1\"}")]
    [InlineData("releases/r1.json", "{\"id\":\"r1\",\"application\":\"chat\",\"environment\":\"prod\",\"commit\":\"c\",\"who\":\"ann\",\"verdict\":\"Sunk\"}")]
    [InlineData("releases/r1.json", "{\"id\":\"r1\",\"application\":\"chat\",\"environment\":\"prod\",\"commit\":\"c\",\"who\":\"ann\",\"services\":null}")]
    [InlineData("current.json", "{}")]
    public async Task A_document_that_cannot_be_read_is_named(string key, string content)
    {
        _bucket.Write(key, content);

        var error = await Assert.ThrowsAsync<DeployException>(async () =>
        {
            await Ledger.Recent(5, Ct);
            await Ledger.Live(Ct);
        });

        Assert.StartsWith($"s3://slipway-chat-prod-111122223333/{key} of the ledger cannot be read.\n  reason  ", error.Message, StringComparison.Ordinal);
        Assert.Contains("list-object-versions", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_id_that_is_taken_is_refused_and_left_as_it_is()
    {
        await Deploy("r1");
        var before = _bucket.Text("releases/r1.json");

        var error = await Assert.ThrowsAsync<DeployException>(() => Ledger.Begin(Manifest("r1") with { Who = "ben" }, Ct));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.Equal(before, _bucket.Text("releases/r1.json"));
    }

    [Fact]
    public async Task A_release_that_was_overtaken_does_not_become_live()
    {
        await Deploy("r1");
        var slow = await Ledger.Begin(Manifest("r2"), Ct);
        await Deploy("r3");

        var error = await Assert.ThrowsAsync<DeployException>(() => Ledger.End(slow, slow.Manifest with { Verdict = Verdict.Deployed }, Ct));

        Assert.Equal(Verdict.Superseded, error.Verdict);
        Assert.Contains("current.json", error.Message, StringComparison.Ordinal);
        Assert.Equal("r3", await Ledger.Live(Ct));
    }

    [Fact]
    public async Task A_release_whose_document_somebody_else_wrote_is_not_overwritten()
    {
        var open = await Ledger.Begin(Manifest("r1"), Ct);
        _bucket.Write("releases/r1.json", "{}");

        var error = await Assert.ThrowsAsync<DeployException>(() => Ledger.End(open, open.Manifest with { Verdict = Verdict.Deployed }, Ct));

        Assert.Equal(Verdict.Superseded, error.Verdict);
        Assert.Equal("{}", _bucket.Text("releases/r1.json"));
        Assert.DoesNotContain("put current.json", _bucket.Writes);
    }

    [Fact]
    public async Task An_answer_that_is_lost_on_the_way_changes_nothing()
    {
        _bucket.LosesAnswer = _ => true;

        await Deploy("r1");

        Assert.Equal("r1", await Ledger.Live(Ct));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_was_not_allowed_to_say_that_its_release_is_live_has_said_that_it_is_deployed(bool isFirst)
    {
        if (!isFirst)
            await Deploy("r1");
        var open = await Ledger.Begin(Manifest("r2"), Ct);
        _bucket.Before = (call, _) => call == "put current.json" ? throw new DeployException("s3:PutObject was refused.") : Task.CompletedTask;
        await Assert.ThrowsAsync<DeployException>(() => Ledger.End(open, open.Manifest with { Verdict = Verdict.Deployed }, Ct));
        _bucket.Before = (_, _) => Task.CompletedTask;

        Assert.Equal("r2", await Ledger.Live(Ct));
        Assert.Empty(await Ledger.Open(Ct));

        var third = await Ledger.Begin(Manifest("r3"), Ct);
        Assert.Equal("r2", third.Manifest.Previous);
        Assert.Equal("r2", $"{JsonNode.Parse(_bucket.Text("current.json"))!["release"]}");

        await Ledger.End(third, third.Manifest with { Verdict = Verdict.Failed }, Ct);
        Assert.Equal("r2", await Ledger.Live(Ct));
    }

    [Fact]
    public async Task Without_a_release_bucket_there_is_no_release()
    {
        _bucket.IsMissing = true;

        Assert.Null(await Ledger.Live(Ct));
        Assert.Empty(await Ledger.Recent(5, Ct));
        await Assert.ThrowsAsync<DeployException>(() => Ledger.Begin(Manifest("r1"), Ct));
    }

    private static ReleaseManifest Manifest(string id) => new(id, "chat", "prod", "c0ffee", "ann") { RunUrl = "https://ci.example/42", PlanHash = "7f3a" };

    private static ReleaseManifest Shipped(ReleaseManifest begun) => begun with
    {
        Verdict = Verdict.Deployed,
        Images = new Dictionary<string, string> { ["web"] = "r/chat/web@sha256:1" },
        Services = [new("web", "chat-prod-web:7", "rev", "d1") { Verdict = Verdict.Deployed }],
        Sites = [new("docs", "sites/docs/r1.json", null)],
    };

    private async Task Deploy(string id)
    {
        var open = await Ledger.Begin(Manifest(id), Ct);
        await Ledger.End(open, open.Manifest with { Verdict = Verdict.Deployed }, Ct);
    }

    private JsonNode Document(string id) => JsonNode.Parse(_bucket.Text($"releases/{id}.json"))!;
}
