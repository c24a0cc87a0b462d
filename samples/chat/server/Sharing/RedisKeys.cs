using System.Globalization;

namespace Chat.Sharing;

/// <summary>
/// What the chat keeps in Redis. Of each room a number and a list (<c>NUMBER JSON</c>, at most 1000); of all rooms a set by the time of
/// the newest message. The scripts do several things as one, so that no task sees half of it.
/// </summary>
internal static class RedisKeys
{
    public const string Messages = "chat:messages";
    public const string Members = "chat:members";
    public const string Rooms = "chat:rooms";

    /// <summary>Set by <see cref="Migration"/>.</summary>
    public const string Schema = "chat:schema";

    /// <summary>Numbers, keeps and publishes a message as <c>ROOM NUMBER JSON</c>; the room longest silent goes when there are too many.</summary>
    private const string Append =
        """
        local number = math.max(redis.call('INCR', KEYS[1]), tonumber(ARGV[3]) + 1)
        redis.call('SET', KEYS[1], number)
        local entry = number .. ' ' .. ARGV[2]
        redis.call('RPUSH', KEYS[2], entry)
        redis.call('LTRIM', KEYS[2], -tonumber(ARGV[5]), -1)
        redis.call('ZADD', KEYS[3], ARGV[4], ARGV[1])
        if redis.call('ZCARD', KEYS[3]) > tonumber(ARGV[6]) then
            local silent = redis.call('ZPOPMIN', KEYS[3])[1]
            redis.call('DEL', 'chat:room:' .. silent .. ':number', 'chat:room:' .. silent .. ':messages')
        end
        redis.call('PUBLISH', 'chat:messages', ARGV[1] .. ' ' .. entry)
        return number
        """;

    /// <summary>
    /// Gives the messages of a room that a task missed; the history, when it has not seen any. A number that fell behind what the task
    /// has seen (Redis lost its data) is raised to it.
    /// </summary>
    private const string Load =
        """
        local seen = tonumber(ARGV[1])
        local missed = tonumber(redis.call('GET', KEYS[1]) or '0') - seen
        if missed < 0 then
            redis.call('SET', KEYS[1], ARGV[1])
        end
        if seen == 0 then
            missed = tonumber(ARGV[2])
        end
        return missed > 0 and redis.call('LRANGE', KEYS[2], -missed, -1) or {}
        """;

    /// <param name="newest">The newest number that this task has seen in the room.</param>
    public static IReadOnlyList<string> AppendTo(string room, string json, long newest, DateTimeOffset at) =>
        ["EVAL", Append, "3", NumberOf(room), ListOf(room), Rooms, room, json, Text(newest), Text(at.ToUnixTimeMilliseconds()), Text(Limits.Kept), Text(Limits.Rooms)];

    public static IReadOnlyList<string> LoadOf(string room, long newest) => ["EVAL", Load, "2", NumberOf(room), ListOf(room), Text(newest), Text(Limits.History)];

    private static string NumberOf(string room) => $"chat:room:{room}:number";

    private static string ListOf(string room) => $"chat:room:{room}:messages";

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
