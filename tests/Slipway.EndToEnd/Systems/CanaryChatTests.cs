using System.Text.Json.Nodes;
using ChatLoad;

namespace Slipway.EndToEnd.Systems;

/// <summary>canary-chat: two services side by side, and people who chat while the traffic moves from one to the other.</summary>
[Collection(SystemRun.Collection)]
[Trait("Category", "Long")]
public sealed class CanaryChatTests
{
    /// <summary>What its authors promise of the way back.</summary>
    private const double RollbackSeconds = 30;

    // The five minutes of a step last half of one, so that all four are over before the load client's five minutes are.
    private const int Speed = 10;

    private const int People = 30;
    private const int Rate = 30;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_chat_through_a_canary_the_way_back_and_a_canary_that_fails()
    {
        await using var system = await SystemRun.Deploy("canary-chat", "web", Ct, Speed);
        Assert.Contains("<title>Chat", await system.Read("", Ct), StringComparison.Ordinal);
        var first = await Version(system);

        await system.Change("samples/chat/server/Limits.cs", "RoomLength = 40", "RoomLength = 41", Ct);
        var (second, forward) = await UnderLoad(system, "Deploy");
        Assert.True(second.ExitCode == 0, second.Output);
        NobodyNoticed(forward);
        foreach (var step in new[] { "10% of the traffic is on green", "50% of the traffic is on green", "90% of the traffic is on green", "100% of the traffic is on green" })
            Assert.Contains(step, second.Output, StringComparison.Ordinal);
        // The three metrics of the document: targets that are healthy, shares of errors, the 95th percentile.
        foreach (var seen in new[] { "1 of 1 targets are healthy", "answers are 4xx", "answers are 5xx", "p95" })
            Assert.Contains(seen, second.Output, StringComparison.Ordinal);
        Assert.NotEqual(first, await Version(system));

        // Blue stayed as it was: the way back is a change of weights.
        var (rollback, back) = await UnderLoad(system, "Rollback");
        Assert.True(rollback.ExitCode == 0, rollback.Output);
        NobodyNoticed(back);
        Assert.InRange(back.Requests.Settled!.Value, 0, RollbackSeconds);
        Assert.Equal(first, await Version(system));

        // A version that is healthy, and fails one answer in two: the first step finds it, while blue serves nine of ten.
        await system.Change(
            "samples/chat/server/ChatServer.cs", "(IExchange exchange) => new VersionAnswer(Version, Task, exchange.Redis)",
            "(IExchange exchange) => Random.Shared.Next(2) == 0 ? Results.StatusCode(500) : Results.Ok(new VersionAnswer(Version, Task, exchange.Redis))", Ct);
        var (failing, _) = await UnderLoad(system, "Deploy");
        Assert.True(failing.ExitCode == 3, failing.Output);
        Assert.Contains("answers are 5xx, at most 1 %", failing.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("50% of the traffic is on green", failing.Output, StringComparison.Ordinal);
        Assert.Equal(first, await Version(system));
    }

    private static async Task<(Run Run, LoadReport Load)> UnderLoad(SystemRun system, string target)
    {
        // What is built beside the load would be measured with it.
        if (target == "Deploy")
            Assert.Equal(0, (await system.Build(Ct, "Images")).ExitCode);

        await using var load = new ShiftLoad(new Uri(system.First.Url("web")), People, Rate);
        using var weights = new ShiftWeights(system.First.Url("aws"));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        await load.Begin(Ct);
        var watching = weights.MarkChanges(load.Marks, ended.Token);
        await load.Mark(Mark.ShiftBegin, Ct);
        // What gates that pass have seen is a detail.
        var run = await system.Build(Ct, target, "--verbosity", "Verbose");
        await ended.CancelAsync();
        await watching;
        return (run, await load.End(Ct));
    }

    private static void NobodyNoticed(LoadReport load)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(ReportText.Of(load));
        Assert.True(load.Failures.Count == 0, ReportText.Of(load));
        Assert.Equal(2, load.Requests.Versions.Count);
        Assert.Equal(0, load.Sockets.ClosedAfter);
    }

    private static async Task<string?> Version(SystemRun system) => (string?)JsonNode.Parse(await system.Read("api/version", Ct))!["version"];
}
