using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Chat;
using Chat.Sharing;
using Microsoft.AspNetCore.Builder;
using Slipway.Tests.Services;

namespace Slipway.Tests.Samples;

/// <summary>Chat servers in this process that share their rooms through a real Redis.</summary>
public sealed class SharedChatTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new();
    private readonly List<WebApplication> _servers = [];
    private RedisServer _redis = null!;

    public async ValueTask InitializeAsync() => _redis = await RedisServer.Start(Ct);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        foreach (var server in _servers)
            await server.DisposeAsync();
        if (_redis is not null)
            await _redis.DisposeAsync();
    }

    [Fact]
    public async Task What_is_said_at_one_task_is_heard_at_the_other_in_one_order()
    {
        var (one, two) = (await Serve(), await Serve());
        using var ann = await ChatMember.Enter(one, "lobby", "Ann", Ct);
        using var bob = await ChatMember.Enter(two, "lobby", "Bob", Ct);
        using var eve = await ChatMember.Enter(two, "other", "Eve", Ct);

        await ann.Say("hello \"<b>\" 안녕");
        Assert.Equal(["1 Ann: hello \"<b>\" 안녕", "1 Ann: hello \"<b>\" 안녕"], [await ann.HearMessage(), await bob.HearMessage()]);
        await Task.WhenAll(Enumerable.Range(0, 20).SelectMany(_ => new[] { ann.Say("a"), bob.Say("b") }));
        var heard = (await All(ann, 40), await All(bob, 40));

        Assert.Equal(heard.Item1, heard.Item2);
        Assert.Equal(Enumerable.Range(2, 40).Select(number => $"{number}"), heard.Item1.Select(line => line.Split(' ')[0]));
        await eve.Say("alone");
        Assert.Equal("1 Eve: alone", await eve.HearMessage());
    }

    [Fact]
    public async Task Members_are_counted_over_all_tasks()
    {
        var (one, two) = (await Serve(), await Serve());
        using var ann = await ChatMember.Enter(one, "lobby", "Ann", Ct);
        using var bob = await ChatMember.Enter(two, "lobby", "Bob", Ct);
        var eve = await ChatMember.Enter(two, "lobby", "Eve", Ct);

        await Until(async () => await Rooms(one) == "lobby 3 0" && await Rooms(two) == "lobby 3 0");
        eve.Dispose();
        await Until(async () => await Rooms(one) == "lobby 2 0" && await Rooms(two) == "lobby 2 0");

        // A task that comes later asks, and need not wait for the next report.
        var began = Stopwatch.GetTimestamp();
        var three = await Serve();
        await Until(async () => await Rooms(three) == "lobby 2 0");
        Assert.True(Stopwatch.GetElapsedTime(began) < Presence.Interval, "It was told late.");

        // What is told of a change reaches the members themselves.
        int members;
        do
            members = await ann.HearMembers();
        while (members != 2);
    }

    [Fact]
    public async Task The_history_outlives_every_task_and_is_bounded()
    {
        var first = await Serve();
        using (var ann = await ChatMember.Enter(first, "lobby", "Ann", Ct))
        {
            for (var i = 1; i <= Limits.History + 1; i++)
                await ann.Say($"message {i}");
            await All(ann, Limits.History + 1);
        }

        await _servers.Single().StopAsync(Ct);
        var second = await Serve();
        using var bob = await ChatMember.Enter(second, "lobby", "Bob", Ct);

        Assert.Equal(Enumerable.Range(2, Limits.History).Select(number => $"{number} Ann: message {number}"), bob.History());
        await bob.Say("and on");
        Assert.Equal($"{Limits.History + 2} Bob: and on", await bob.HearMessage());
    }

    [Fact]
    public async Task While_redis_is_away_tasks_stay_healthy_and_refuse_what_cannot_be_shared_and_go_on_when_it_is_back()
    {
        var (one, two) = (await Serve(), await Serve());
        using var ann = await ChatMember.Enter(one, "lobby", "Ann", Ct);
        using var bob = await ChatMember.Enter(two, "lobby", "Bob", Ct);
        await ann.Say("before");
        Assert.Equal(["1 Ann: before", "1 Ann: before"], [await ann.HearMessage(), await bob.HearMessage()]);
        Assert.Equal("up", await Redis(one));

        await _redis.GoAway(Ct);
        await Until(async () => await Redis(one) == "down" && await Redis(two) == "down");
        Assert.Equal("ok", await _http.GetStringAsync(new Uri(one, "/health"), Ct));
        await ann.Say("lost");
        var refused = await ann.Hear();
        Assert.Equal(("error", "Not sent: the servers cannot reach each other just now. Try again in a moment."), (refused.GetProperty("type").GetString(), refused.GetProperty("reason").GetString()));
        using var eve = await ChatMember.Enter(one, "lobby", "Eve", Ct);
        Assert.Equal(["1 Ann: before"], eve.History());

        await _redis.ComeBack(Ct);
        await Until(async () => await Redis(one) == "up" && await Redis(two) == "up");
        await bob.Say("after");

        // It came back without its data: numbers grow all the same.
        Assert.Equal(["2 Bob: after", "2 Bob: after", "2 Bob: after"], [await ann.HearMessage(), await bob.HearMessage(), await eve.HearMessage()]);
    }

    [Fact]
    public async Task A_task_that_lost_redis_gets_all_that_was_said_meanwhile_and_a_newcomer_the_history()
    {
        var server = await Serve();
        using var ann = await ChatMember.Enter(server, "lobby", "Ann", Ct);
        await ann.Say("before");
        Assert.Equal("1 Ann: before", await ann.HearMessage());

        using var redis = await _redis.Open(Ct);
        await redis.Call(["CONFIG", "SET", "requirepass", "closed"], Ct);
        await redis.Call(["CLIENT", "KILL", "TYPE", "pubsub"], Ct);
        await redis.Call(["CLIENT", "KILL", "TYPE", "normal"], Ct);
        await Until(async () => await Redis(server) == "down");
        for (var number = 2; number <= 501; number++)
            await redis.Call(RedisKeys.AppendTo("lobby", new StoredMessage("Bob", $"message {number}", DateTimeOffset.UnixEpoch).ToJson(), newest: 0, DateTimeOffset.UnixEpoch), Ct);
        await redis.Call(["CONFIG", "SET", "requirepass", RedisServer.Password], Ct);

        Assert.Equal(Enumerable.Range(2, 500).Select(number => $"{number} Bob: message {number}"), await All(ann, 500));
        using var eve = await ChatMember.Enter(await Serve(), "lobby", "Eve", Ct);
        Assert.Equal(Enumerable.Range(402, Limits.History).Select(number => $"{number} Bob: message {number}"), eve.History());
    }

    [Fact]
    public async Task A_task_that_starts_without_redis_serves_and_takes_the_history_when_it_comes()
    {
        var first = await Serve();
        using var ann = await ChatMember.Enter(first, "lobby", "Ann", Ct);
        await ann.Say("kept");
        await ann.HearMessage();
        await _redis.GoAway(Ct);

        var late = await Serve();
        using var bob = await ChatMember.Enter(late, "lobby", "Bob", Ct);
        Assert.Empty(bob.History());
        Assert.Equal("down", await Redis(late));

        await _redis.ComeBack(Ct);
        await Until(async () => await Redis(first) == "up" && await Redis(late) == "up");
        await ann.Say("again");

        Assert.Equal(await ann.HearMessage(), await bob.HearMessage());
    }

    [Fact]
    public async Task A_migration_sets_the_schema_once_and_leaves_a_newer_one_alone()
    {
        Assert.Equal((0, $"Redis at 127.0.0.1:{_redis.Port} was migrated from schema none to 1."), await Migrate(_redis.Url));
        Assert.Equal((0, $"Redis at 127.0.0.1:{_redis.Port} has schema 1, this release reads 1: nothing to migrate."), await Migrate(_redis.Url));

        using var redis = await _redis.Open(Ct);
        Assert.Equal(new RedisReply.Text("1"), await redis.Call(["GET", RedisKeys.Schema], Ct));
        await redis.Call(["SET", RedisKeys.Schema, "2"], Ct);
        Assert.Equal((0, $"Redis at 127.0.0.1:{_redis.Port} has schema 2, this release reads 1: nothing to migrate."), await Migrate(_redis.Url));
    }

    [Fact]
    public async Task A_migration_that_is_refused_or_finds_nobody_says_why_and_fails_without_the_password()
    {
        var wrong = await Migrate($"redis://:wrong@127.0.0.1:{_redis.Port}/0");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("Not migrated, nothing was changed: WRONGPASS", wrong.Output, StringComparison.Ordinal);

        var port = RedisServer.FreePort();
        var clock = new ImmediateTime();
        var nobody = await Migrate($"redis://:secret@127.0.0.1:{port}/0", clock);

        Assert.Equal(1, nobody.ExitCode);
        Assert.Equal(9.75, (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        Assert.StartsWith($"Not migrated, nothing was changed: Redis at 127.0.0.1:{port} was not reached within 10 s.", nobody.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", nobody.Output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> Migrate(string url, TimeProvider? clock = null)
    {
        var output = new StringWriter();
        return (await Migration.Run(url, output, clock ?? TimeProvider.System, Ct), output.ToString().Trim());
    }

    private async Task<Uri> Serve()
    {
        var server = ChatServer.Create("--urls", "http://127.0.0.1:0", "--REDIS_URL", _redis.Url);
        _servers.Add(server);
        await server.StartAsync(Ct);
        return new Uri(server.Urls.Single());
    }

    private static async Task<IReadOnlyList<string>> All(ChatMember member, int count)
    {
        var heard = new List<string>();
        while (heard.Count < count)
            heard.Add(await member.HearMessage());
        return heard;
    }

    private async Task<string?> Redis(Uri server) =>
        (await _http.GetFromJsonAsync<JsonElement>(new Uri(server, "/api/version"), Ct)).GetProperty("redis").GetString();

    private async Task<string> Rooms(Uri server) => string.Join(
        ", ",
        (await _http.GetFromJsonAsync<JsonElement>(new Uri(server, "/api/rooms"), Ct)).EnumerateArray()
            .Select(room => $"{room.GetProperty("name")} {room.GetProperty("members")} {room.GetProperty("messages")}"));

    private static async Task Until(Func<Task<bool>> condition)
    {
        for (var began = Stopwatch.GetTimestamp(); !await condition();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began) < Limit, $"It did not happen within {Limit}.");
            await Task.Delay(20, Ct);
        }
    }
}
