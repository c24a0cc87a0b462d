using System.Globalization;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Logs;

/// <summary>Reads events: one stream forwards and backwards, or all streams of a group through a filter.</summary>
internal sealed class LogReads(LogGroups groups)
{
    private const int MaxLimit = 10_000;

    /// <summary>
    /// GetLogEvents. Tokens are <c>f/SEQUENCE</c> and <c>b/SEQUENCE</c>; at the end of the stream the forward token comes back
    /// as it was given, which is how a reader knows that nothing is new.
    /// </summary>
    public JsonObject Get(JsonObject input)
    {
        var group = Group(groups, input);
        var stream = Stream(groups, group, input);
        var limit = Limit(input);
        var (start, end) = (input.OptionalLong("startTime") ?? 0, input.OptionalLong("endTime") ?? long.MaxValue);
        var all = groups.Events(group, stream).Where(each => each.At >= start && each.At < end).ToList();

        var token = input.OptionalString("nextToken");
        var page = token switch
        {
            null when input.OptionalBool("startFromHead") == true => all.Take(limit).ToList(),
            null => all.TakeLast(limit).ToList(),
            _ when Sequence(token, "f/") is { } after => all.Where(each => each.Sequence > after).Take(limit).ToList(),
            _ when Sequence(token, "b/") is { } before => all.Where(each => each.Sequence < before).TakeLast(limit).ToList(),
            _ => throw new AwsError("InvalidParameterException", "The specified nextToken is invalid."),
        };

        var here = token is null ? 0 : long.Parse(token[2..], CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["events"] = new JsonArray([.. page.Select(each => Event(each))]),
            ["nextForwardToken"] = $"f/{(page.Count > 0 ? page[^1].Sequence : here)}",
            ["nextBackwardToken"] = $"b/{(page.Count > 0 ? page[0].Sequence : here)}",
        };
    }

    public JsonObject Filter(JsonObject input)
    {
        var group = Group(groups, input);
        var (names, prefix) = (input.Strings("logStreamNames"), input.OptionalString("logStreamNamePrefix"));
        if (names.Count > 0 && prefix is not null)
            throw new AwsError("InvalidParameterException", "logStreamNames and logStreamNamePrefix cannot be given together.");

        var pattern = LogPattern.Parse(input.OptionalString("filterPattern") ?? "");
        var (start, end, limit) = (input.OptionalLong("startTime") ?? 0, input.OptionalLong("endTime") ?? long.MaxValue, Limit(input));
        var streams = names.Count > 0
            ? names.Select(name => groups.Stream(group.Name, name) ?? throw NotFound("The specified log stream does not exist."))
            : groups.Streams(group.Name).Where(stream => stream.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));

        var after = input.OptionalString("nextToken");
        var found = streams
            .SelectMany(stream => groups.Events(group, stream), (stream, each) => (Stream: stream, Event: each))
            .Where(each => each.Event.At >= start && each.Event.At <= end && pattern.Matches(each.Event.Message))
            .Select(each => (Key: $"{each.Event.At:D15}/{each.Stream.Name}/{each.Event.Sequence:D12}", each.Stream, each.Event))
            .OrderBy(each => each.Key, StringComparer.Ordinal)
            .Where(each => after is null || string.CompareOrdinal(each.Key, after) > 0)
            .Take(limit + 1)
            .ToList();

        return new JsonObject
        {
            ["events"] = new JsonArray([.. found.Take(limit).Select(each => Event(each.Event, each.Stream))]),
            ["searchedLogStreams"] = new JsonArray(),
            ["nextToken"] = found.Count > limit ? found[limit - 1].Key : null,
        };
    }

    public static LogGroup Group(LogGroups groups, JsonObject input)
    {
        var identifier = input.OptionalString("logGroupName") ?? input.RequiredString("logGroupIdentifier");
        var name = identifier.StartsWith("arn:", StringComparison.Ordinal) ? identifier.Split(':').ElementAtOrDefault(6) ?? "" : identifier;
        return groups.Find(name) ?? throw NotFound("The specified log group does not exist.");
    }

    public static LogStream Stream(LogGroups groups, LogGroup group, JsonObject input) =>
        groups.Stream(group.Name, input.RequiredString("logStreamName")) ?? throw NotFound("The specified log stream does not exist.");

    private static AwsError NotFound(string message) => new("ResourceNotFoundException", message);

    private static int Limit(JsonObject input)
    {
        var limit = input.OptionalInt("limit") ?? MaxLimit;
        return limit is >= 1 and <= MaxLimit
            ? limit
            : throw new AwsError("InvalidParameterException", $"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and {MaxLimit}");
    }

    private static long? Sequence(string token, string direction) =>
        token.StartsWith(direction, StringComparison.Ordinal) && long.TryParse(token[direction.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static JsonObject Event(LogEvent each, LogStream? stream = null) =>
        new()
        {
            ["logStreamName"] = stream?.Name,
            ["timestamp"] = each.At,
            ["message"] = each.Message,
            ["ingestionTime"] = each.IngestedAt,
            ["eventId"] = stream is null ? null : $"{each.At:D20}{each.Sequence:D36}",
        };
}
