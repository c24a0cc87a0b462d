using System.Net.WebSockets;
using System.Text.Json;
using System.Threading.Channels;
using Chat.Sharing;

namespace Chat;

/// <summary>One member of a room, from handshake to close.</summary>
internal static class ChatConnection
{
    // RFC 6455's registry: "try again later".
    private const WebSocketCloseStatus TryAgainLater = (WebSocketCloseStatus)1013;

    /// <summary>Answers <c>/ws/{room}?name=...</c>.</summary>
    public static async Task Accept(HttpContext context, string room, string? name, Rooms rooms, IExchange exchange, Drain drain)
    {
        name = name?.Trim() ?? "";
        var refusal = !context.WebSockets.IsWebSocketRequest ? "This is a WebSocket: ask for an upgrade."
            : !Limits.IsRoom(room) ? Limits.RoomRule
            : !Limits.IsName(name) ? Limits.NameRule
            : null;
        if (refusal is not null)
        {
            await Results.BadRequest(new ProblemAnswer(refusal)).ExecuteAsync(context);
            return;
        }

        using var place = drain.Enter();
        if (place is null)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var events = Channel.CreateBounded<ChatEvent>(Limits.Waiting);
        if (!rooms.Enter(room, events.Writer))
        {
            await socket.CloseOutputAsync(TryAgainLater, "too many rooms", context.RequestAborted);
            return;
        }

        try
        {
            await Talk(socket, new Member(room, name), events, exchange, drain, context.RequestAborted);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // The other side is gone; there is nobody to tell.
        }
        finally
        {
            rooms.Leave(room, events.Writer);
        }
    }

    private static async Task Talk(
        WebSocket socket, Member member, Channel<ChatEvent> events, IExchange exchange, Drain drain, CancellationToken ct)
    {
        var sending = Send(socket, events.Reader, drain, ct);
        var receiving = Receive(socket, member, events.Writer, exchange, ct);
        await Task.WhenAny(sending, receiving);

        // Either side may begin the close; the other one is then only waiting for its end.
        events.Writer.TryComplete();
        await sending;
        await receiving;
    }

    /// <summary>
    /// Sends events until there are no more or the server drains, and then the close frame. What waits when the drain begins is still sent:
    /// the loop looks up only when there is nothing to read.
    /// </summary>
    private static async Task Send(WebSocket socket, ChannelReader<ChatEvent> events, Drain drain, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, drain.Started);
        try
        {
            await foreach (var happened in events.ReadAllAsync(either.Token))
                await Write(socket, happened, ct);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            await Write(socket, new Reconnect(), ct);
            await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "reconnect", ct);
            return;
        }

        if (socket.State == WebSocketState.CloseReceived)
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ct);
        else if (socket.State == WebSocketState.Open)
            await socket.CloseOutputAsync(TryAgainLater, "too slow, or a message that was too long", ct);
    }

    private static async Task Receive(
        WebSocket socket, Member member, ChannelWriter<ChatEvent> events, IExchange exchange, CancellationToken ct)
    {
        var buffer = new byte[Limits.MessageBytes];
        while (await Read(socket, buffer, ct) is { } length)
        {
            var text = Parse(buffer.AsSpan(0, length))?.Trim();
            var refusal = text is null ? Limits.FormRule
                : !Limits.IsText(text) ? Limits.TextRule
                : await exchange.Say(member.Room, member.Name, text, ct);
            if (refusal is not null)
                events.TryWrite(new Refused(refusal));
        }
    }

    /// <summary>The length of the next message; null at the end, or when it does not fit.</summary>
    private static async Task<int?> Read(WebSocket socket, byte[] buffer, CancellationToken ct)
    {
        var length = 0;
        while (length < buffer.Length)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(length), ct);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;
            length += part.Count;
            if (part.EndOfMessage)
                return length;
        }

        return null;
    }

    private static string? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ChatJson.Default.Said)?.Text;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task Write(WebSocket socket, ChatEvent happened, CancellationToken ct) =>
        await socket.SendAsync(happened.Utf8, WebSocketMessageType.Text, endOfMessage: true, ct);

    private sealed record Member(string Room, string Name);
}
