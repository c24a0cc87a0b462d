using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Slipway.Tests.Samples;

/// <summary>The chat server in this process, over loopback.</summary>
public sealed class ChatServerTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly WebApplication _server = ChatServer.Create("--urls", "http://127.0.0.1:0");
    private readonly HttpClient _http = new();

    public async ValueTask InitializeAsync()
    {
        await _server.StartAsync(Ct);
        _http.BaseAddress = new Uri(_server.Urls.Single());
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_one_says_all_in_the_room_hear_and_nobody_else()
    {
        using var ann = await Enter("lobby", "Ann");
        using var bob = await Enter("lobby", "Bob");
        using var eve = await Enter("other", "Eve");

        await ann.Say("hello <b>");
        Assert.Equal(["1 Ann: hello <b>", "1 Ann: hello <b>"], [await ann.HearMessage(), await bob.HearMessage()]);
        await bob.Say("안녕");
        Assert.Equal(["2 Bob: 안녕", "2 Bob: 안녕"], [await ann.HearMessage(), await bob.HearMessage()]);
        await eve.Say("alone");
        Assert.Equal("1 Eve: alone", await eve.HearMessage());
        Assert.Equal(
            ["lobby 2 2", "other 1 1"],
            (await Get("/api/rooms")).EnumerateArray().Select(room => $"{room.GetProperty("name")} {room.GetProperty("members")} {room.GetProperty("messages")}"));
    }

    [Fact]
    public async Task A_newcomer_gets_the_history_which_the_api_shows_too_and_which_is_bounded()
    {
        using var ann = await Enter("lobby", "Ann");
        for (var i = 1; i <= Limits.History + 1; i++)
        {
            await ann.Say($"message {i}");
            await ann.Hear();
        }

        using var bob = await Enter("lobby", "Bob");
        var history = bob.Welcome.GetProperty("history").EnumerateArray().Select(message => message.GetProperty("number").GetInt64()).ToArray();

        Assert.Equal(Enumerable.Range(2, Limits.History).Select(number => (long)number), history);
        Assert.Equal(history, (await Get("/api/rooms/lobby/messages")).EnumerateArray().Select(message => message.GetProperty("number").GetInt64()));
    }

    [Theory]
    [InlineData("{\"text\":\"  \"}", Limits.TextRule)]
    [InlineData("{\"text\":null}", Limits.FormRule)]
    [InlineData("hello", Limits.FormRule)]
    public async Task What_is_not_a_message_is_refused_and_the_connection_stays(string sent, string reason)
    {
        using var ann = await Enter("lobby", "Ann");

        await ann.Send(sent);

        var answer = await ann.Hear();
        Assert.Equal(("error", reason), (answer.GetProperty("type").GetString(), answer.GetProperty("reason").GetString()));
        await ann.Say("still here");
        Assert.Equal("1 Ann: still here", await ann.HearMessage());
    }

    [Fact]
    public async Task The_longest_text_is_taken_and_a_longer_one_refused()
    {
        using var ann = await Enter("lobby", "Ann");

        await ann.Say(new string('가', Limits.TextLength));
        Assert.Equal("message", (await ann.Hear()).GetProperty("type").GetString());
        await ann.Say(new string('가', Limits.TextLength + 1));
        Assert.Equal(Limits.TextRule, (await ann.Hear()).GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("Lobby", "Ann")]
    [InlineData("lobby", "")]
    [InlineData("lobby", "a%0Ab")]
    public async Task A_bad_room_or_name_is_refused_at_the_door(string room, string name)
    {
        using var socket = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(Door(room, name), Ct));
        Assert.Empty((await Get("/api/rooms")).EnumerateArray());
    }

    [Fact]
    public async Task A_client_that_leaves_is_answered_and_forgotten()
    {
        using var ann = await Enter("lobby", "Ann");

        await ann.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Ct);

        Assert.Equal(WebSocketState.Closed, ann.Socket.State);
        using var bob = await Enter("lobby", "Bob");
        await bob.Say("anyone?");
        Assert.Equal("1 Bob: anyone?", await bob.HearMessage());
    }

    [Fact]
    public async Task A_drain_turns_health_to_503_tells_members_to_reconnect_and_closes_them()
    {
        using var ann = await Enter("lobby", "Ann");
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri("/health", UriKind.Relative), Ct)).StatusCode);

        var draining = _server.Services.GetRequiredService<Drain>().Run();

        Assert.Equal("reconnect", (await ann.Hear()).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _http.GetAsync(new Uri("/health", UriKind.Relative), Ct)).StatusCode);
        using var late = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => late.ConnectAsync(Door("lobby", "Late"), Ct));

        var close = await ann.Socket.ReceiveAsync(new byte[64], Ct);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (close.MessageType, close.CloseStatus));
        Assert.False(draining.IsCompleted);
        await ann.Socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Ct);
        await draining.WaitAsync(TimeSpan.FromSeconds(5), Ct);
    }

    [Fact]
    public async Task A_drain_sends_what_still_waits_for_a_slow_member_before_it_closes()
    {
        const int said = 1800;
        using var ann = await Enter("lobby", "Ann");
        using var bob = await ChatMember.Enter(_http.BaseAddress!, "lobby", "Bob", Ct, slow: true);
        var hearing = All(ann, said);
        for (var number = 1; number <= said; number++)
            await ann.Say(new string('가', Limits.TextLength));
        await hearing;

        var draining = _server.Services.GetRequiredService<Drain>().Run();

        Assert.Equal(Enumerable.Range(1, said), await All(bob, said));
        Assert.Equal("reconnect", (await bob.Hear()).GetProperty("type").GetString());
        await Task.WhenAll(ann.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ct), bob.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ct));
        await draining.WaitAsync(TimeSpan.FromSeconds(5), Ct);
    }

    [Fact]
    public async Task Members_are_told_how_many_they_are_when_somebody_comes_or_goes()
    {
        using var ann = await Enter("lobby", "Ann");
        Assert.Equal(1, ann.Welcome.GetProperty("members").GetInt32());

        var bob = await Enter("lobby", "Bob");
        Assert.Equal(2, bob.Welcome.GetProperty("members").GetInt32());
        Assert.Equal(2, await ann.HearMembers());
        bob.Dispose();

        Assert.Equal(1, await ann.HearMembers());
    }

    [Fact]
    public async Task The_version_and_the_task_are_told_and_there_is_no_page()
    {
        using var ann = await Enter("lobby", "Ann");
        Assert.Equal(
            (ChatServer.Version, Environment.MachineName),
            (ann.Welcome.GetProperty("version").GetString(), ann.Welcome.GetProperty("task").GetString()));
        Assert.Equal($"{{\"version\":\"{ChatServer.Version}\",\"host\":\"{Environment.MachineName}\"}}", await _http.GetStringAsync(new Uri("/api/version", UriKind.Relative), Ct));
        Assert.Matches("^[0-9a-f]{12}$", ChatServer.Version);
        Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(new Uri("/", UriKind.Relative), Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.GetAsync(new Uri("/ws/lobby?name=Ann", UriKind.Relative), Ct)).StatusCode);
    }

    [Fact]
    public async Task A_migration_without_a_redis_has_nothing_to_do()
    {
        var output = new StringWriter();

        Assert.Equal(0, await Migration.Run(url: null, output, TimeProvider.System, Ct));

        Assert.Equal("There is no REDIS_URL: messages are kept in memory, nothing was migrated.", output.ToString().Trim());
    }

    private static async Task<IReadOnlyList<int>> All(ChatMember member, int count)
    {
        var numbers = new List<int>();
        while (numbers.Count < count)
            numbers.Add((await member.Hear()).GetProperty("message").GetProperty("number").GetInt32());
        return numbers;
    }

    private Uri Door(string room, string name) => ChatMember.Door(_http.BaseAddress!, room, name);

    private Task<ChatMember> Enter(string room, string name) => ChatMember.Enter(_http.BaseAddress!, room, name, Ct);

    private Task<JsonElement> Get(string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Ct);
}
