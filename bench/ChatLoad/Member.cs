using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;

namespace ChatLoad;

/// <summary>A client in the room: speaks, and notes all that it hears. It connects once; when its socket is closed it stays outside.</summary>
internal sealed class Member(int index, RunTime time, Transcript transcript) : IDisposable
{
    private static readonly TimeSpan EntryLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(5);
    private const int Part = 4096;

    private readonly Lock _gate = new();
    private readonly ClientWebSocket _socket = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(Part);
    private readonly List<Heard> _heard = [];
    private readonly List<string> _refusals = [];
    private MemberRecord _record = new(index);
    private volatile bool _leaving;

    /// <summary>Connects and is welcomed; <see cref="Record"/> tells when that did not come about.</summary>
    /// <returns>Whether the client is in the room.</returns>
    public async Task<bool> Enter(Uri url, string room, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(EntryLimit);
        _socket.Options.Proxy = null;
        try
        {
            await _socket.ConnectAsync(new UriBuilder(url) { Scheme = "ws", Path = $"{url.AbsolutePath}ws/{room}", Query = $"name=load-{index}" }.Uri, limited.Token);
            Welcome(await Read(limited.Token) ?? throw new WebSocketException("it was closed at once"));
            return true;
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            Note(_record with { NotOpened = exception is OperationCanceledException ? $"no welcome within {EntryLimit.TotalSeconds:0} s" : exception.Message });
            return false;
        }
    }

    /// <summary>Says something at regular times, whether or not what was said before has come back, until <paramref name="until"/> or the socket's end.</summary>
    public async Task Speak(TimeSpan first, TimeSpan every, CancellationToken until)
    {
        for (var sequence = 1; await time.Until(first + ((sequence - 1) * every), until) && _socket.State == WebSocketState.Open; sequence++)
        {
            var said = transcript.Add(index, sequence);
            try
            {
                await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { text = said.Text }), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            }
            catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
            {
                // How it ended is what the listening side tells; a socket that is cut while it sends ends as cancelled.
                return;
            }
        }
    }

    /// <summary>Notes what comes, until the socket's end; cancelling cuts it.</summary>
    public async Task Listen(CancellationToken ct)
    {
        try
        {
            while (await Read(ct) is { } happened)
                Take(happened);

            Note(End(_leaving ? SocketEnd.Us : SocketEnd.Server, (int?)_socket.CloseStatus, _socket.CloseStatusDescription));
            if (!_leaving)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ct);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // After a close frame the end is known; who closes it then does not matter.
            if (_record.End is null)
                Note(End(_leaving ? SocketEnd.Us : SocketEnd.Cut, code: null, exception.Message));
        }
    }

    /// <summary>Closes the socket, unless it is closed; the server has five seconds to agree.</summary>
    public async Task Leave(Task listening)
    {
        _leaving = true;
        try
        {
            using var limit = new CancellationTokenSource(LeaveLimit);
            if (_socket.State == WebSocketState.Open)
                await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, limit.Token);
            await listening.WaitAsync(limit.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException)
        {
            // It is closed all the same, by disposing.
        }
    }

    /// <summary>What is known by now.</summary>
    public MemberRecord Record()
    {
        lock (_gate)
            return _record with { Heard = [.. _heard], Refusals = [.. _refusals] };
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>The next event; null: the other side closes.</summary>
    private async Task<JsonElement?> Read(CancellationToken ct)
    {
        _buffer.ResetWrittenCount();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.GetMemory(Part), ct);
            if (part.MessageType == WebSocketMessageType.Close)
                return null;

            _buffer.Advance(part.Count);
            if (part.EndOfMessage)
                return JsonSerializer.Deserialize<JsonElement>(_buffer.WrittenSpan);
        }
    }

    private void Welcome(JsonElement welcome)
    {
        var history = welcome.GetProperty("history").EnumerateArray().Select(message => message.GetProperty("number").GetInt64()).ToList();
        Note(_record with
        {
            EnteredAt = time.Now,
            Version = welcome.GetProperty("version").GetString(),
            Before = history.Count == 0 ? 0 : history[^1],
        });
    }

    private void Take(JsonElement happened)
    {
        var type = happened.GetProperty("type").GetString();
        lock (_gate)
        {
            if (type == "error")
                _refusals.Add(happened.GetProperty("reason").GetString() ?? "");
            else if (type == "message" && happened.GetProperty("message") is var message
                && Heard.Read(message.GetProperty("text").GetString(), message.GetProperty("number").GetInt64(), time.Now) is { } heard)
                _heard.Add(heard);
        }
    }

    private MemberRecord End(string by, int? code, string? description) => _record with { End = new SocketEnd(by, code, description, time.Now) };

    private void Note(MemberRecord record)
    {
        lock (_gate)
            _record = record;
    }
}

/// <summary>What a client has seen.</summary>
/// <param name="Index">Counts the clients from zero.</param>
internal sealed record MemberRecord(int Index)
{
    /// <summary>Why it never came in; null: it did, or is about to.</summary>
    public string? NotOpened { get; init; }

    public TimeSpan? EnteredAt { get; init; }

    /// <summary>The version that served it from then on.</summary>
    public string? Version { get; init; }

    /// <summary>The room's number of the newest message that it was given when it came in.</summary>
    public long Before { get; init; }

    public IReadOnlyList<Heard> Heard { get; init; } = [];

    /// <summary>What the server said when it did not take a message.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>Null: its socket is open.</summary>
    public SocketEnd? End { get; init; }
}

/// <summary>How a socket ended.</summary>
/// <param name="By"><see cref="Us"/>, <see cref="Server"/>, or <see cref="Cut"/>: the connection broke without a close frame.</param>
/// <param name="Code">The close frame's status: 1001, the server is going away.</param>
internal sealed record SocketEnd(string By, int? Code, string? Description, TimeSpan At)
{
    public const string Us = "us";
    public const string Server = "the server";
    public const string Cut = "a cut";
}
