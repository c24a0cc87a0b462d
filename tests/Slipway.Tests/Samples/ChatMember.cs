using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Slipway.Tests.Samples;

/// <summary>Somebody in a chat room.</summary>
internal sealed class ChatMember : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    private readonly CancellationToken _ct;
    private readonly byte[] _buffer = new byte[128 * 1024];

    private ChatMember(CancellationToken ct) => _ct = ct;

    public ClientWebSocket Socket { get; } = new();

    /// <summary>The first event.</summary>
    public JsonElement Welcome { get; private set; }

    public static Uri Door(Uri server, string room, string name) => new($"ws://{server.Authority}/ws/{room}?name={name}");

    /// <param name="slow">What it does not read soon waits in the server: its socket takes next to nothing.</param>
    public static async Task<ChatMember> Enter(Uri server, string room, string name, CancellationToken ct, bool slow = false)
    {
        var member = new ChatMember(ct);
        using var http = new HttpMessageInvoker(slow ? new SocketsHttpHandler { ConnectCallback = ConnectSlowly } : new SocketsHttpHandler());
        await member.Socket.ConnectAsync(Door(server, room, name), http, ct);
        member.Welcome = await member.HearAnything();
        Assert.Equal("welcome", member.Welcome.GetProperty("type").GetString());
        return member;
    }

    public Task Say(string text) => Send(JsonSerializer.Serialize(new Dictionary<string, string> { ["text"] = text }));

    public Task Send(string text) => Socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, _ct);

    /// <summary>The next event, of those that do not only tell who came and went.</summary>
    public Task<JsonElement> Hear() => HearWhere(type => type != "members");

    /// <summary>How many are in the room, when that is told next.</summary>
    public async Task<int> HearMembers() => (await HearWhere(type => type == "members")).GetProperty("members").GetInt32();

    /// <summary>The next message: <c>NUMBER NAME: TEXT</c>.</summary>
    public async Task<string> HearMessage() => Line((await Hear()).GetProperty("message"));

    /// <summary>The messages that the welcome brought.</summary>
    public IReadOnlyList<string> History() => [.. Welcome.GetProperty("history").EnumerateArray().Select(Line)];

    public void Dispose() => Socket.Dispose();

    private static async ValueTask<Stream> ConnectSlowly(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(context.DnsEndPoint, ct);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private async Task<JsonElement> HearWhere(Func<string?, bool> wanted)
    {
        while (true)
        {
            var happened = await HearAnything();
            if (wanted(happened.GetProperty("type").GetString()))
                return happened;
        }
    }

    private async Task<JsonElement> HearAnything()
    {
        var length = 0;
        ValueWebSocketReceiveResult part;
        do
        {
            part = await Socket.ReceiveAsync(_buffer.AsMemory(length), _ct).AsTask().WaitAsync(Limit, _ct);
            length += part.Count;
        }
        while (!part.EndOfMessage);

        return JsonSerializer.Deserialize<JsonElement>(_buffer.AsSpan(0, length));
    }

    private static string Line(JsonElement message) =>
        $"{message.GetProperty("number")} {message.GetProperty("name").GetString()}: {message.GetProperty("text").GetString()}";
}
