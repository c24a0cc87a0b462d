using System.Text.Json;
using System.Threading.Channels;

namespace Chat.Sharing;

/// <summary>
/// Tasks that share their rooms through a Redis. Each holds all rooms in memory, loaded when the connection comes up and kept up to
/// date by a subscription: reading goes on while Redis is away, and what is said is refused until it is back.
/// </summary>
internal sealed class RedisExchange(RedisAddress address, Rooms rooms, TimeProvider time, ILogger<RedisExchange> log) : BackgroundService, IExchange
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>How long a start waits for the history, so that the first members do not find the rooms empty.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(5);

    private readonly string _id = Guid.NewGuid().ToString("N");
    private readonly Presence _presence = new(time);
    private readonly SemaphoreSlim _turn = new(1);
    private readonly TaskCompletionSource _loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // One entry at most: the next report tells all changes.
    private readonly Channel<bool> _report = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private volatile Link? _link;

    public string? Redis => _link is null ? "down" : "up";

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        rooms.OnMembers = ReportSoon;
        await base.StartAsync(cancellationToken);
        await Task.WhenAny(_loaded.Task, Task.Delay(StartPatience, time, cancellationToken));
    }

    public async Task<string?> Say(string room, string name, string text, CancellationToken ct)
    {
        if (_link is not { } link)
            return "Not sent: the servers cannot reach each other just now. Try again in a moment.";

        var at = time.GetUtcNow();
        try
        {
            // It comes back by the subscription, to this task as to the others.
            await Call(link, RedisKeys.AppendTo(room, new StoredMessage(name, text, at).ToJson(), rooms.NewestIn(room), at), ct);
            return null;
        }
        catch (Exception exception) when (exception is IOException or RedisException)
        {
            log.LogWarning("A message was not shared: {Reason}", exception.Message);
            return "Perhaps not sent: the servers lost each other just now. Send it again if it does not appear.";
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var wait = FirstWait; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await Connect(() => wait = FirstWait, stoppingToken);
            }
            catch (Exception exception) when (exception is IOException or RedisException or OperationCanceledException)
            {
                if (stoppingToken.IsCancellationRequested)
                    return;
                log.LogWarning("Redis at {Address} is away ({Reason}), trying again in {Wait} ms", address, exception.Message, wait.TotalMilliseconds);
            }

            // Not all tasks at the same moment.
            await Task.Delay(wait * (0.5 + Random.Shared.NextDouble()), time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            wait = wait * 2 < LongestWait ? wait * 2 : LongestWait;
        }
    }

    /// <summary>Holds a connection, until it is lost.</summary>
    private async Task Connect(Action up, CancellationToken ct)
    {
        using var events = await RedisConnection.Open(address, ct);
        using var commands = await RedisConnection.Open(address, ct);
        var link = new Link(commands, new CancellationTokenSource());
        await using var ending = ct.Register(link.Lost.Cancel);

        // The subscription first and the history then: what is said in between comes twice, and its number tells.
        await events.Call(["SUBSCRIBE", RedisKeys.Messages], ct);
        await events.Call(["SUBSCRIBE", RedisKeys.Members], ct);
        await Load(link, ct);

        up();
        _link = link;
        _loaded.TrySetResult();
        log.LogInformation("Redis at {Address} is there", address);
        try
        {
            await Task.WhenAny(Listen(events, link), Report(link)).Unwrap();
        }
        finally
        {
            _link = null;
            await link.Lost.CancelAsync();
        }
    }

    private async Task Load(Link link, CancellationToken ct)
    {
        var newest = rooms.Newest();
        var names = await Call(link, ["ZREVRANGE", RedisKeys.Rooms, "0", $"{Limits.Rooms - 1}"], ct) is RedisReply.Items items ? items.Texts : [];
        foreach (var room in names.Union(newest.Keys, StringComparer.Ordinal).Where(Limits.IsRoom))
        {
            if (await Call(link, RedisKeys.LoadOf(room, newest.GetValueOrDefault(room)), ct) is RedisReply.Items history)
                rooms.Take(room, [.. history.Texts.Select(StoredMessage.Read).OfType<ChatMessage>()]);
        }
    }

    /// <summary>Takes what comes. Our own reports come back too, so that silence means a lost connection.</summary>
    private async Task Listen(RedisConnection events, Link link)
    {
        while (true)
        {
            if (await events.Next(Presence.Patience, link.Lost.Token) is not RedisReply.Items items || items.Texts.ToList() is not ["message", var channel, var payload])
                continue;

            if (channel == RedisKeys.Messages && payload.Split(' ', 2) is [var room, var entry] && Limits.IsRoom(room) && StoredMessage.Read(entry) is { } message)
                rooms.Take(room, message);
            else if (channel == RedisKeys.Members && ReadReport(payload) is { } report)
                Heard(report);
        }
    }

    private void Heard(PresenceReport report)
    {
        if (report.From != _id)
        {
            _presence.Heard(report);
            if (report.Asks)
                ReportSoon();
        }

        // After a report of our own too: that of a task which died is left out one day, and nothing else would tell when.
        rooms.Elsewhere(_presence.Sum());
    }

    /// <summary>Tells the others how many members are here: when that changes, and every five seconds.</summary>
    private async Task Report(Link link)
    {
        for (var asks = true; ; asks = false)
        {
            var report = new PresenceReport(_id, rooms.MembersHere(), asks);
            await Call(link, ["PUBLISH", RedisKeys.Members, JsonSerializer.Serialize(report, ChatJson.Default.PresenceReport)], link.Lost.Token);

            using var due = CancellationTokenSource.CreateLinkedTokenSource(link.Lost.Token);
            await Task.WhenAny(_report.Reader.ReadAsync(due.Token).AsTask(), Task.Delay(Presence.Interval, time, due.Token));
            await due.CancelAsync();
            link.Lost.Token.ThrowIfCancellationRequested();
        }
    }

    private void ReportSoon() => _report.Writer.TryWrite(true);

    private static PresenceReport? ReadReport(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ChatJson.Default.PresenceReport) is { From: not null, Rooms: not null } report ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>One command after the other. When one gets no answer the connection is given up: the next would get an answer that is not its own.</summary>
    private async Task<RedisReply> Call(Link link, IReadOnlyList<string> command, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            return await link.Commands.Call(command, CancellationToken.None);
        }
        catch (IOException)
        {
            await link.Lost.CancelAsync();
            throw;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <param name="Lost">Cancelled when the connection is of no use any more.</param>
    private sealed record Link(RedisConnection Commands, CancellationTokenSource Lost);
}
