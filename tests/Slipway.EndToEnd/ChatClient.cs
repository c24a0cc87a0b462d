using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Slipway.EndToEnd;

/// <summary>A member of a chat room.</summary>
internal sealed class ChatClient : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    public static async Task<ChatClient> Enter(string url, string room, string name, CancellationToken ct)
    {
        var client = new ChatClient();
        await client._socket.ConnectAsync(new Uri($"{url.Replace("http", "ws", StringComparison.Ordinal)}ws/{room}?name={name}"), ct);
        Assert.Equal("welcome", (string?)(await client.Next(ct))["type"]);
        return client;
    }

    public Task Say(string text, CancellationToken ct) =>
        _socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["text"] = text }.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, ct);

    /// <summary>The next event, of those that do not only tell who came and went.</summary>
    public async Task<JsonNode> Next(CancellationToken ct)
    {
        while (true)
        {
            var received = await _socket.ReceiveAsync(_buffer, ct);
            var happened = JsonNode.Parse(_buffer.AsSpan(0, received.Count))!;
            if ((string?)happened["type"] != "members")
                return happened;
        }
    }

    public void Dispose() => _socket.Dispose();
}
