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

    public async Task<JsonNode> Next(CancellationToken ct)
    {
        var received = await _socket.ReceiveAsync(_buffer, ct);
        return JsonNode.Parse(_buffer.AsSpan(0, received.Count))!;
    }

    public void Dispose() => _socket.Dispose();
}
