using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Slipway.EndToEnd.Systems;

/// <summary>threadcast: a single-page site, and a slow server from which replies come live, which moves from one machine to Fargate.</summary>
[Collection(SystemRun.Collection)]
[Trait("Category", "Long")]
public sealed class ThreadCastTests(ThreadCastTests.Deployed deployed) : IClassFixture<ThreadCastTests.Deployed>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private SystemRun System => deployed.System;

    private string Url => System.First.Url("web");

    [Fact]
    public async Task Replies_come_live_through_a_second_version_one_that_starts_too_slowly_and_the_way_back()
    {
        Assert.Contains("<title>ThreadCast", await System.Read("threads/1", Ct), StringComparison.Ordinal);
        var thread = await Start("Which port?");
        var first = await Version();

        // The second version: who listens stays on the old task, although nobody else is sent there any more, hears what is said at the new one, and is sent away in the end.
        using var held = await ReplySocket.Follow(Url, thread, after: 0, Ct);
        Assert.Equal("8080", await Heard(held, "8080", thread));
        await System.Change("samples/threadcast/server/src/sockets.ts", "maxPayload: 1024", "maxPayload: 2048", Ct);
        var deploying = System.Build(Ct, "Deploy");
        await Until(async () => await Versions(20) is [var only] && only != first, deploying);
        Assert.Equal("8443", await Heard(held, "8443", thread));
        var end = await held.Next(Ct).WaitAsync(Longest, Ct);
        Assert.Matches("^(reconnect|closed 1001|lost: .+)$", end);
        var second = await deploying;
        Assert.True(second.ExitCode == 0, second.Output);

        // Whoever comes back asks for what was missed.
        var last = (int)(await Reply(thread, "while nobody listened"))["id"]!;
        using var again = await ReplySocket.Follow(Url, thread, last - 1, Ct);
        Assert.Equal("while nobody listened", await again.Next(Ct).WaitAsync(Longest, Ct));

        // A version that needs longer than its grace: ECS gives up, and the reason names the setting.
        var now = await Version();
        await System.Change("samples/threadcast/server/src/serve.ts", "wait(settings.warmUp,", "wait(settings.warmUp * 40,", Ct);
        var (slow, answers) = await System.BuildWhileAsking("api/version", Ct, "Deploy");
        await System.Undo(Ct);
        Assert.True(slow.ExitCode == 3, slow.Output);
        Assert.Contains("failed ELB health checks", slow.Output, StringComparison.Ordinal);
        Assert.Contains("StartupGrace", slow.Output, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Equal("200", answer));
        Assert.Equal(now, await Version());

        var back = await System.Build(Ct, "Rollback");
        Assert.True(back.ExitCode == 0, back.Output);
        Assert.Equal(first, await Version());
        Assert.Contains("while nobody listened", await System.Read($"api/threads/{thread}/replies", Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_other_addresses_may_call_only_where_the_environment_says_so()
    {
        Assert.Equal((HttpStatusCode.OK, "http://127.0.0.1:5173"), await Asked("http://127.0.0.1:5173"));
        Assert.Equal((HttpStatusCode.Forbidden, null), await Asked("https://threadcast.example"));

        var thread = await Start("Who may listen?");
        using var own = await ReplySocket.Follow(Url, thread, after: 0, Ct, origin: "http://127.0.0.1:5173");
        Assert.True(own.IsOpen);
        await Assert.ThrowsAsync<WebSocketException>(() => ReplySocket.Follow(Url, thread, after: 0, Ct, origin: "https://threadcast.example"));
    }

    /// <summary>The backend moves from one machine of EC2 to Fargate: both stand behind one rule, and its weights lead over and back.</summary>
    [Fact]
    public async Task The_address_moves_from_the_old_machine_to_fargate_by_weights_and_back_and_no_request_fails()
    {
        using var weights = new ShiftWeights(System.First.Url("aws"));
        await using var old = new OldMachine();
        var fargate = (await weights.Read(Ct)).Keys.Single();
        var new1 = await Version();

        // The new service answers at the load balancer's own address before anybody is led there.
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.Equal(new1, (string?)JsonNode.Parse(await http.GetStringAsync(new Uri(await weights.Address(Ct), "api/version"), Ct))!["version"]);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var ec2 = await weights.MakeEmptyGroup("threadcast-ec2", Ct);
        await weights.Register(ec2, old.Port, Ct);
        var traffic = Traffic.Send(new Uri($"{Url}api/version"), stop.Token);

        await weights.Write(new Dictionary<string, int> { [ec2] = 100, [fargate] = 0 }, Ct);
        await Until(async () => await Versions(20) is [OldMachine.Version], running: null);
        await weights.Write(new Dictionary<string, int> { [ec2] = 50, [fargate] = 50 }, Ct);
        await Until(async () => (await Versions(40)).ToHashSet().SetEquals([OldMachine.Version, new1!]), running: null);
        await weights.Write(new Dictionary<string, int> { [ec2] = 0, [fargate] = 100 }, Ct);
        await Until(async () => await Versions(20) is [var only] && only == new1, running: null);

        // The way back, and over again.
        await weights.Write(new Dictionary<string, int> { [ec2] = 100, [fargate] = 0 }, Ct);
        await Until(async () => await Versions(20) is [OldMachine.Version], running: null);
        await weights.Write(new Dictionary<string, int> { [fargate] = 1 }, Ct);
        await Until(async () => await Versions(20) is [var only] && only == new1, running: null);

        await stop.CancelAsync();
        Assert.All(await traffic, answer => Assert.Equal("200", answer));
    }

    private async Task<string?> Version() => (string?)JsonNode.Parse(await System.Read("api/version", Ct))!["version"];

    /// <summary>All versions that answered one of so many requests.</summary>
    private async Task<IReadOnlyList<string?>> Versions(int requests)
    {
        HashSet<string?> versions = [];
        for (var request = 0; request < requests; request++)
            versions.Add(await Version());

        return [.. versions];
    }

    private async Task<int> Start(string title) =>
        (int)JsonNode.Parse((await System.Ask("api/threads", Ct, post: new JsonObject { ["title"] = title }.ToJsonString())).Body)!["id"]!;

    private async Task<JsonNode> Reply(int thread, string text)
    {
        var answer = await System.Ask($"api/threads/{thread}/replies", Ct, post: new JsonObject { ["author"] = "ada", ["text"] = text }.ToJsonString());
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        return JsonNode.Parse(answer.Body)!;
    }

    /// <summary>What a socket hears next once somebody replied.</summary>
    private async Task<string> Heard(ReplySocket socket, string text, int thread)
    {
        await Reply(thread, text);
        return await socket.Next(Ct).WaitAsync(Longest, Ct);
    }

    /// <summary>The answer to a page of another address, and which pages may read it.</summary>
    private async Task<(HttpStatusCode Status, string? Allowed)> Asked(string origin)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{Url}api/threads"));
        request.Headers.Add("Origin", origin);
        using var response = await http.SendAsync(request, Ct);
        return (response.StatusCode, response.Headers.TryGetValues("Access-Control-Allow-Origin", out var allowed) ? allowed.Single() : null);
    }

    /// <param name="running">What must not fail meanwhile; null: nothing runs.</param>
    private static async Task Until(Func<Task<bool>> isSo, Task<Run>? running)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(Longest);
        while (!await isSo())
        {
            if (running is { IsCompleted: true })
                Assert.True((await running).ExitCode == 0, (await running).Output);

            await Task.Delay(100, patience.Token);
        }
    }

    /// <summary>The system, deployed once for all of these tests.</summary>
    public sealed class Deployed : IAsyncLifetime
    {
        internal SystemRun System { get; private set; } = null!;

        public async ValueTask InitializeAsync() => System = await SystemRun.Deploy("threadcast", "web", TestContext.Current.CancellationToken);

        public ValueTask DisposeAsync() => System.DisposeAsync();
    }
}
