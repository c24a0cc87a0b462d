using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Chat.Sharing;

/// <summary>
/// One connection to a Redis, in its protocol RESP2 (https://redis.io/docs/latest/develop/reference/protocol-spec/). It is our own
/// because curated package feeds, the one that this sample is developed with among them, carry no client. One call at a time.
/// </summary>
internal sealed class RedisConnection : IDisposable
{
    // Long enough for a machine that is busy with something else: giving a connection up costs more than waiting for it.
    private static readonly TimeSpan OpenLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(5);

    private readonly Stream _stream;
    private readonly PipeReader _reader;

    private RedisConnection(Stream stream) => (_stream, _reader) = (stream, PipeReader.Create(stream));

    /// <summary>Connects, logs in and chooses the database, within five seconds.</summary>
    /// <exception cref="IOException">Nobody answers there, or not in time.</exception>
    /// <exception cref="RedisException">It refuses us.</exception>
    public static async Task<RedisConnection> Open(RedisAddress address, CancellationToken ct)
    {
        RedisConnection? connection = null;
        try
        {
            await Within(OpenLimit, async limited => connection = new RedisConnection(await Connect(address, limited)), ct);
            if (address.Password is { } password)
                await connection!.Call(address.User is { } user ? ["AUTH", user, password] : ["AUTH", password], ct);
            if (address.Database != 0)
                await connection!.Call(["SELECT", address.Database.ToString(CultureInfo.InvariantCulture)], ct);
            return connection!;
        }
        catch
        {
            connection?.Dispose();
            throw;
        }
    }

    /// <summary>Sends a command and reads its reply, within five seconds.</summary>
    /// <exception cref="IOException">The connection is lost, or no reply came; the connection cannot be used any more.</exception>
    /// <exception cref="RedisException">Redis refused the command; the connection can be used further.</exception>
    public async Task<RedisReply> Call(IReadOnlyList<string> words, CancellationToken ct)
    {
        RedisReply? reply = null;
        await Within(
            CallLimit,
            async limited =>
            {
                await _stream.WriteAsync(Encode(words), limited);
                reply = await ReadReply(limited);
            },
            ct);
        return reply!;
    }

    /// <summary>Waits for the next thing that Redis sends by itself.</summary>
    /// <exception cref="IOException">The connection is lost, or silent for longer than <paramref name="silence"/>.</exception>
    public async Task<RedisReply> Next(TimeSpan silence, CancellationToken ct)
    {
        RedisReply? reply = null;
        await Within(silence, async limited => reply = await ReadReply(limited), ct);
        return reply!;
    }

    public void Dispose() => _stream.Dispose();

    private static async Task<Stream> Connect(RedisAddress address, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, ct);
            var plain = new NetworkStream(socket, ownsSocket: true);
            if (!address.Tls)
                return plain;

            var encrypted = new SslStream(plain);
            await encrypted.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.Host }, ct);
            return encrypted;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A command is an array of strings, each with its length in bytes.</summary>
    internal static byte[] Encode(IReadOnlyList<string> words)
    {
        var text = new StringBuilder().Append('*').Append(words.Count).Append("\r\n");
        foreach (var word in words)
            text.Append('$').Append(Encoding.UTF8.GetByteCount(word)).Append("\r\n").Append(word).Append("\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private async Task<RedisReply> ReadReply(CancellationToken ct)
    {
        var line = await ReadLine(ct);
        var rest = line[1..];
        switch (line[0])
        {
            case '+':
                return new RedisReply.Text(rest);
            case '-':
                throw new RedisException(rest);
            case ':':
                return new RedisReply.Number(long.Parse(rest, CultureInfo.InvariantCulture));
            case '$':
                return new RedisReply.Text(Length(rest) is var bytes and >= 0 ? await ReadText(bytes, ct) : null);
            case '*':
                var items = new List<RedisReply>();
                for (var left = Length(rest); left > 0; left--)
                    items.Add(await ReadReply(ct));
                return new RedisReply.Items(items);
            default:
                throw new IOException($"This is no Redis: it answered with '{line[0]}'.");
        }

        static int Length(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    private async Task<string> ReadLine(CancellationToken ct)
    {
        while (true)
        {
            var read = await _reader.ReadAsync(ct);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = Encoding.UTF8.GetString(read.Buffer.Slice(0, end)).TrimEnd('\r');
                _reader.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line.Length > 0 ? line : throw new IOException("This is no Redis: it sent an empty line.");
            }

            if (read.IsCompleted)
                throw new IOException("Redis closed the connection.");
            _reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private async Task<string> ReadText(int bytes, CancellationToken ct)
    {
        const int lineEnd = 2;
        var read = await _reader.ReadAtLeastAsync(bytes + lineEnd, ct);
        if (read.Buffer.Length < bytes + lineEnd)
            throw new IOException("Redis closed the connection.");

        var text = Encoding.UTF8.GetString(read.Buffer.Slice(0, bytes));
        _reader.AdvanceTo(read.Buffer.GetPosition(bytes + lineEnd));
        return text;
    }

    private static async Task Within(TimeSpan time, Func<CancellationToken, Task> work, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(time);
        try
        {
            await work(limited.Token);
        }
        catch (OperationCanceledException exception) when (!ct.IsCancellationRequested)
        {
            throw new IOException($"No answer within {time.TotalSeconds:0} s.", exception);
        }
        catch (Exception exception) when (exception is SocketException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}

/// <summary>A reply of Redis.</summary>
internal abstract record RedisReply
{
    private RedisReply()
    {
    }

    /// <param name="Value">Null: there is nothing of that name.</param>
    public sealed record Text(string? Value) : RedisReply;

    public sealed record Number(long Value) : RedisReply;

    public sealed record Items(IReadOnlyList<RedisReply> Values) : RedisReply
    {
        public IEnumerable<string> Texts => Values.OfType<Text>().Select(text => text.Value).OfType<string>();
    }
}

/// <summary>Redis said no, in its own words.</summary>
internal sealed class RedisException(string message) : Exception(message);
