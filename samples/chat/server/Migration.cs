using System.Globalization;
using Chat.Sharing;

namespace Chat;

/// <summary><c>chat-server migrate</c>: brings what Redis holds to the form that this release reads; run before the release's tasks start.</summary>
internal static class Migration
{
    /// <summary>The form that this release reads: see <see cref="RedisKeys"/>.</summary>
    public const int Schema = 1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Sets the schema version, unless a newer release has: after a rollback the older one goes on with what is there.</summary>
    /// <returns>The exit code: 1 when Redis cannot be reached within ten seconds, or refuses.</returns>
    public static async Task<int> Run(string? url, TextWriter output, TimeProvider time, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(url))
        {
            await output.WriteLineAsync("There is no REDIS_URL: messages are kept in memory, nothing was migrated.");
            return 0;
        }

        try
        {
            var address = RedisAddress.Parse(url);
            using var redis = await Reach(address, time, ct);
            await output.WriteLineAsync(await Migrate(redis, address, ct));
            return 0;
        }
        catch (Exception exception) when (exception is IOException or RedisException or FormatException)
        {
            await output.WriteLineAsync($"Not migrated, nothing was changed: {exception.Message}");
            return 1;
        }
    }

    private static async Task<string> Migrate(RedisConnection redis, RedisAddress address, CancellationToken ct)
    {
        var found = await redis.Call(["GET", RedisKeys.Schema], ct) is RedisReply.Text { Value: { } text } ? text : null;
        if (int.TryParse(found, NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version >= Schema)
            return $"Redis at {address} has schema {version}, this release reads {Schema}: nothing to migrate.";

        await redis.Call(["SET", RedisKeys.Schema, Schema.ToString(CultureInfo.InvariantCulture)], ct);
        return $"Redis at {address} was migrated from schema {found ?? "none"} to {Schema}.";
    }

    /// <summary>A task may start before its network is ready, so that one refused connection means nothing yet.</summary>
    private static async Task<RedisConnection> Reach(RedisAddress address, TimeProvider time, CancellationToken ct)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            try
            {
                return await RedisConnection.Open(address, ct);
            }
            catch (IOException exception) when (time.GetElapsedTime(began) + Pause >= Patience)
            {
                throw new IOException($"Redis at {address} was not reached within {Patience.TotalSeconds:0} s. {exception.Message}", exception);
            }
            catch (IOException)
            {
                await Task.Delay(Pause, time, ct);
            }
        }
    }
}
