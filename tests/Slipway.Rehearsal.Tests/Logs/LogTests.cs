using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Logs;

public sealed class LogTests
{
    private static readonly Caller Caller = new("k", "000000000000", "us-east-1");

    [Theory]
    [InlineData("", "anything", true)]
    [InlineData("ERROR", "an ERROR here", true)]
    [InlineData("ERROR", "an error here", false)]
    [InlineData("a b", "b and a", true)]
    [InlineData("\"a b\"", "b and a", false)]
    [InlineData("a -b", "a b", false)]
    [InlineData("?a ?b", "only b", true)]
    [InlineData("?a ?b", "neither", false)]
    [InlineData("-\"a b\"", "b a", true)]
    public void A_pattern_of_terms_matches_text(string pattern, string message, bool matches) =>
        Assert.Equal(matches, LogPattern.Parse(pattern).Matches(message));

    [Fact]
    public async Task Events_outlive_a_restart_even_one_in_the_middle_of_a_line()
    {
        using var folder = new TemporaryFolder();
        var state = new FileStateStore(folder.Path);
        var first = new LogGroups(state, folder.Path, TimeProvider.System);
        first.EnsureGroup("g");
        first.Append("g", "s", DateTimeOffset.UnixEpoch.AddSeconds(1), "one");
        first.Append("g", "s", DateTimeOffset.UnixEpoch.AddSeconds(2), "two\nlines");
        first.Append("nowhere", "s", DateTimeOffset.UnixEpoch, "lost");
        await File.AppendAllTextAsync(Directory.GetFiles(folder.Path, "*.jsonl").Single(), "{\"t\":3,\"i\"", TestContext.Current.CancellationToken);

        var api = new LogsApi(new LogGroups(state, folder.Path, TimeProvider.System), TimeProvider.System);
        var events = await api.Call("GetLogEvents", new JsonObject { ["logGroupName"] = "g", ["logStreamName"] = "s" }, Caller, TestContext.Current.CancellationToken);

        Assert.Equal(["1000 one", "2000 two\nlines"], events.Objects("events").Select(each => $"{each["timestamp"]} {each["message"]}"));
        Assert.False(first.GroupExists("nowhere"));
    }

    [Fact]
    public void A_stream_keeps_its_last_events_only_in_memory_and_on_disk()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "s.jsonl");
        var stream = LogStream.Create(path, "g", "s", 0);
        for (var number = 1; number <= 12_000; number++)
            stream.Append(number, number, $"line {number}");

        Assert.Equal(5_000, stream.Events().Count);
        Assert.Equal(("line 7001", 7_001), (stream.Events()[0].Message, stream.Events()[0].Sequence));
        Assert.InRange(File.ReadLines(path).Count(), 5_001, 10_001);
        Assert.Equal(stream.Events().Select(each => each.Message), LogStream.Load(path)!.Events().Select(each => each.Message));
    }

    [Fact]
    public void Events_older_than_the_retention_are_not_told()
    {
        using var folder = new TemporaryFolder();
        var groups = new LogGroups(new FileStateStore(folder.Path), folder.Path, TimeProvider.System);
        groups.EnsureGroup("g");
        groups.Append("g", "s", TimeProvider.System.GetUtcNow().AddDays(-2), "old");
        groups.Append("g", "s", TimeProvider.System.GetUtcNow(), "new");

        Assert.Equal(["old", "new"], Messages());
        groups.Keep(groups.Find("g")! with { RetentionInDays = 1 });
        Assert.Equal(["new"], Messages());

        IEnumerable<string> Messages() => groups.Events(groups.Find("g")!, groups.Stream("g", "s")!).Select(each => each.Message);
    }
}
