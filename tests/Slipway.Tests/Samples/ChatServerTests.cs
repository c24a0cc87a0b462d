using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
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

        await Say(ann, "hello <b>");
        Assert.Equal(["1 Ann: hello <b>", "1 Ann: hello <b>"], [Line(await Hear(ann)), Line(await Hear(bob))]);
        await Say(bob, "안녕");
        Assert.Equal(["2 Bob: 안녕", "2 Bob: 안녕"], [Line(await Hear(ann)), Line(await Hear(bob))]);
        await Say(eve, "alone");
        Assert.Equal("1 Eve: alone", Line(await Hear(eve)));
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
            await Say(ann, $"message {i}");
            await Hear(ann);
        }

        using var bob = await Connect("lobby", "Bob");
        var history = (await Hear(bob)).GetProperty("history").EnumerateArray().Select(message => message.GetProperty("number").GetInt64()).ToArray();

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

        await Send(ann, sent);

        var answer = await Hear(ann);
        Assert.Equal(("error", reason), (answer.GetProperty("type").GetString(), answer.GetProperty("reason").GetString()));
        await Say(ann, "still here");
        Assert.Equal("1 Ann: still here", Line(await Hear(ann)));
    }

    [Fact]
    public async Task The_longest_text_is_taken_and_a_longer_one_refused()
    {
        using var ann = await Enter("lobby", "Ann");

        await Say(ann, new string('가', Limits.TextLength));
        Assert.Equal("message", (await Hear(ann)).GetProperty("type").GetString());
        await Say(ann, new string('가', Limits.TextLength + 1));
        Assert.Equal(Limits.TextRule, (await Hear(ann)).GetProperty("reason").GetString());
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

        await ann.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", Ct);

        Assert.Equal(WebSocketState.Closed, ann.State);
        using var bob = await Enter("lobby", "Bob");
        await Say(bob, "anyone?");
        Assert.Equal("1 Bob: anyone?", Line(await Hear(bob)));
    }

    [Fact]
    public async Task A_drain_turns_health_to_503_tells_members_to_reconnect_and_closes_them()
    {
        using var ann = await Enter("lobby", "Ann");
        Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync(new Uri("/health", UriKind.Relative), Ct)).StatusCode);

        var draining = _server.Services.GetRequiredService<Drain>().Run();

        Assert.Equal("reconnect", (await Hear(ann)).GetProperty("type").GetString());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _http.GetAsync(new Uri("/health", UriKind.Relative), Ct)).StatusCode);
        using var late = new ClientWebSocket();
        await Assert.ThrowsAsync<WebSocketException>(() => late.ConnectAsync(Door("lobby", "Late"), Ct));

        var close = await ann.ReceiveAsync(new byte[64], Ct);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.EndpointUnavailable), (close.MessageType, close.CloseStatus));
        Assert.False(draining.IsCompleted);
        await ann.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, Ct);
        await draining.WaitAsync(TimeSpan.FromSeconds(5), Ct);
    }

    [Fact]
    public async Task The_page_the_version_and_the_health_answer()
    {
        Assert.Contains("<title>Chat</title>", await _http.GetStringAsync(new Uri("/", UriKind.Relative), Ct), StringComparison.Ordinal);
        Assert.Equal(ChatServer.Version, (await Get("/api/version")).GetProperty("version").GetString());
        Assert.Matches("^[0-9a-f]{12}$", ChatServer.Version);
        Assert.Equal(HttpStatusCode.BadRequest, (await _http.GetAsync(new Uri("/ws/lobby?name=Ann", UriKind.Relative), Ct)).StatusCode);
    }

    private Uri Door(string room, string name) => new($"ws://{_http.BaseAddress!.Authority}/ws/{room}?name={name}");

    private async Task<ClientWebSocket> Connect(string room, string name)
    {
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(Door(room, name), Ct);
        return socket;
    }

    private async Task<ClientWebSocket> Enter(string room, string name)
    {
        var socket = await Connect(room, name);
        Assert.Equal("welcome", (await Hear(socket)).GetProperty("type").GetString());
        return socket;
    }

    private Task<JsonElement> Get(string path) => _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative), Ct);

    private static Task Say(ClientWebSocket socket, string text) => Send(socket, JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = text }));

    private static Task Send(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Ct);

    private static async Task<JsonElement> Hear(ClientWebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(length), Ct).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Ct);
            length += part.Count;
        }
        while (!part.EndOfMessage);

        return JsonDocument.Parse(buffer.AsMemory(0, length)).RootElement;
    }

    private static string Line(JsonElement happened)
    {
        var message = happened.GetProperty("message");
        return $"{message.GetProperty("number")} {message.GetProperty("name").GetString()}: {message.GetProperty("text").GetString()}";
    }
}
