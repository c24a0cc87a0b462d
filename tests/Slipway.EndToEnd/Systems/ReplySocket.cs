using System.Net.WebSockets;
using System.Text.Json.Nodes;

namespace Slipway.EndToEnd.Systems;

/// <summary>Somebody who follows a thread of threadcast.</summary>
internal sealed class ReplySocket : IDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[16 * 1024];

    public bool IsOpen => _socket.State == WebSocketState.Open;

    /// <param name="url">Of the site.</param>
    /// <param name="after">The last reply that is known already.</param>
    /// <param name="origin">The page that asks; null: a program that is no browser.</param>
    public static async Task<ReplySocket> Follow(string url, int thread, int after, CancellationToken ct, string? origin = null)
    {
        var socket = new ReplySocket();
        if (origin is not null)
            socket._socket.Options.SetRequestHeader("Origin", origin);

        await socket._socket.ConnectAsync(new Uri($"{url.Replace("http", "ws", StringComparison.Ordinal)}ws/threads/{thread}?after={after}"), ct);
        return socket;
    }

    /// <summary>The text of the next reply, or how the connection ended.</summary>
    public async Task<string> Next(CancellationToken ct)
    {
        try
        {
            var received = await _socket.ReceiveAsync(_buffer, ct);
            if (received.MessageType == WebSocketMessageType.Close)
                return $"closed {(int?)received.CloseStatus}";

            var happened = JsonNode.Parse(_buffer.AsSpan(0, received.Count))!;
            return (string?)happened["reply"]?["text"] ?? $"{happened["type"]}";
        }
        catch (WebSocketException exception)
        {
            return $"lost: {exception.WebSocketErrorCode}";
        }
    }

    public void Dispose() => _socket.Dispose();
}
