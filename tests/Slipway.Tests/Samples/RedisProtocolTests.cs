using System.Net;
using System.Net.Sockets;
using System.Text;
using Chat.Sharing;

namespace Slipway.Tests.Samples;

/// <summary>The chat's own Redis client, without a Redis.</summary>
public sealed class RedisProtocolTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("redis://localhost", "localhost", 6379, null, null, 0, false)]
    [InlineData("redis://:p%40ss@10.0.0.1:7000/3", "10.0.0.1", 7000, null, "p@ss", 3, false)]
    [InlineData("rediss://chat:secret@cache.example.com/", "cache.example.com", 6379, "chat", "secret", 0, true)]
    public void An_address_is_read(string url, string host, int port, string? user, string? password, int database, bool tls) =>
        Assert.Equal(new RedisAddress(host, port, user, password, database, tls), RedisAddress.Parse(url));

    [Theory]
    [InlineData("http://:secret@localhost")]
    [InlineData("secret")]
    [InlineData("redis://:secret@localhost/chat")]
    public void What_is_no_address_is_refused_without_showing_it(string url)
    {
        var error = Assert.Throws<FormatException>(() => RedisAddress.Parse(url));

        Assert.StartsWith("REDIS_URL must ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_shows_no_password() => Assert.Equal("h:1", $"{RedisAddress.Parse("redis://u:secret@h:1/0")}");

    [Fact]
    public void A_command_counts_bytes_and_not_characters() =>
        Assert.Equal("*2\r\n$4\r\nECHO\r\n$6\r\n안녕\r\n", Encoding.UTF8.GetString(RedisConnection.Encode(["ECHO", "안녕"])));

    [Fact]
    public async Task Replies_of_every_kind_are_read_however_they_are_cut()
    {
        var answer = "*5\r\n+OK\r\n:-7\r\n$6\r\n안녕\r\n$-1\r\n*1\r\n$0\r\n\r\n";
        using var redis = await Connect(async stream =>
        {
            foreach (var one in Encoding.UTF8.GetBytes(answer))
                await stream.WriteAsync(new[] { one }, Ct);
        });

        var items = Assert.IsType<RedisReply.Items>(await redis.Call(["ANY"], Ct)).Values;

        Assert.Equal([new RedisReply.Text("OK"), new RedisReply.Number(-7), new RedisReply.Text("안녕"), new RedisReply.Text(null)], items.Take(4));
        Assert.Equal([""], Assert.IsType<RedisReply.Items>(items[4]).Texts);
    }

    [Theory]
    [InlineData("-ERR wrong\r\n", typeof(RedisException), "ERR wrong")]
    [InlineData("HTTP/1.1 400 Bad Request\r\n", typeof(IOException), "This is no Redis: it answered with 'H'.")]
    [InlineData("$5\r\nab", typeof(IOException), "Redis closed the connection.")]
    [InlineData("", typeof(IOException), "Redis closed the connection.")]
    public async Task A_refusal_a_stranger_and_an_end_are_told_apart(string answer, Type type, string message)
    {
        using var redis = await Connect(stream => stream.WriteAsync(Encoding.UTF8.GetBytes(answer), Ct).AsTask());

        var error = await Assert.ThrowsAsync(type, () => redis.Call(["ANY"], Ct));

        Assert.Equal(message, error.Message);
    }

    /// <summary>A connection to a server that answers the first command by <paramref name="answer"/> and then hangs up.</summary>
    private static async Task<RedisConnection> Connect(Func<NetworkStream, Task> answer)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        _ = Task.Run(
            async () =>
            {
                using var client = await listener.AcceptTcpClientAsync(Ct);
                listener.Stop();
                var stream = client.GetStream();
                await stream.ReadExactlyAsync(new byte[13], Ct);
                await answer(stream);
            },
            Ct);
        return await RedisConnection.Open(RedisAddress.Parse($"redis://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"), Ct);
    }
}
