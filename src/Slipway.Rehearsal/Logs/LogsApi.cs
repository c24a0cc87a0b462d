using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Logs;

/// <summary>CloudWatch Logs: groups and streams. What reads events is <see cref="LogReads"/>.</summary>
internal sealed partial class LogsApi(LogGroups groups, TimeProvider clock) : IAwsApi
{
    /// <summary>https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html</summary>
    private static readonly IReadOnlyList<int> Retentions =
        [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    private readonly LogReads _reads = new(groups);

    /// <inheritdoc/>
    public string SigningName => "logs";

    /// <inheritdoc/>
    public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) =>
        Task.FromResult(operation switch
        {
            "CreateLogGroup" => CreateGroup(input),
            "DeleteLogGroup" => DeleteGroup(input),
            "DescribeLogGroups" => DescribeGroups(input, caller),
            "PutRetentionPolicy" => PutRetention(input),
            "DeleteRetentionPolicy" => DeleteRetention(input),
            "CreateLogStream" => CreateStream(input),
            "DescribeLogStreams" => DescribeStreams(input, caller),
            "PutLogEvents" => PutEvents(input),
            "GetLogEvents" => _reads.Get(input),
            "FilterLogEvents" => _reads.Filter(input),
            _ => throw AwsError.UnknownOperation(operation),
        });

    private JsonObject CreateGroup(JsonObject input)
    {
        var name = input.RequiredString("logGroupName");
        if (!GroupName().IsMatch(name))
            throw new AwsError("InvalidParameterException", $"1 validation error detected: Value '{name}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");

        groups.Create(name);
        return [];
    }

    private JsonObject DeleteGroup(JsonObject input)
    {
        groups.Remove(LogReads.Group(groups, input).Name);
        return [];
    }

    private JsonObject DescribeGroups(JsonObject input, Caller caller)
    {
        var (prefix, part) = (input.OptionalString("logGroupNamePrefix") ?? "", input.OptionalString("logGroupNamePattern") ?? "");
        var found = groups.All().Where(group =>
            group.Name.StartsWith(prefix, StringComparison.Ordinal) && group.Name.Contains(part, StringComparison.OrdinalIgnoreCase));

        var (page, next) = Page(found, group => group.Name, input);
        return new JsonObject { ["logGroups"] = new JsonArray([.. page.Select(group => Describe(group, caller))]), ["nextToken"] = next };
    }

    private JsonObject PutRetention(JsonObject input)
    {
        var days = input.RequiredInt("retentionInDays");
        if (!Retentions.Contains(days))
            throw new AwsError("InvalidParameterException", $"1 validation error detected: Value '{days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Retentions)}]");

        groups.Keep(LogReads.Group(groups, input) with { RetentionInDays = days });
        return [];
    }

    private JsonObject DeleteRetention(JsonObject input)
    {
        groups.Keep(LogReads.Group(groups, input) with { RetentionInDays = null });
        return [];
    }

    private JsonObject CreateStream(JsonObject input)
    {
        var (group, name) = (LogReads.Group(groups, input), input.RequiredString("logStreamName"));
        if (groups.Stream(group.Name, name) is not null)
            throw new AwsError("ResourceAlreadyExistsException", "The specified log stream already exists");

        groups.EnsureStream(group.Name, name);
        return [];
    }

    private JsonObject DescribeStreams(JsonObject input, Caller caller)
    {
        var group = LogReads.Group(groups, input);
        var prefix = input.OptionalString("logStreamNamePrefix");
        var byTime = input.OptionalChoice("orderBy", ["LogStreamName", "LastEventTime"]) == "LastEventTime";
        if (byTime && prefix is not null)
            throw new AwsError("InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix.");

        var streams = groups.Streams(group.Name).Where(stream => stream.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));
        var keyed = streams.Select(stream => (Key: byTime ? $"{LastEvent(stream) ?? stream.CreatedAt:D15} {stream.Name}" : stream.Name, Stream: stream));
        var descending = input.OptionalBool("descending") == true;
        var (page, next) = Page(keyed, each => each.Key, input, descending);
        return new JsonObject { ["logStreams"] = new JsonArray([.. page.Select(each => Describe(each.Stream, caller))]), ["nextToken"] = next };
    }

    private JsonObject PutEvents(JsonObject input)
    {
        var group = LogReads.Group(groups, input);
        var stream = LogReads.Stream(groups, group, input);
        var events = input.Objects("logEvents").Select(each => (At: each.OptionalLong("timestamp"), Message: each.RequiredString("message"))).ToList();
        if (events.Count == 0 || events.Any(each => each.At is null))
            throw new AwsError("InvalidParameterException", "1 validation error detected: Value at 'logEvents' failed to satisfy constraint: Member must have at least one event, each with a timestamp");

        foreach (var (at, message) in events)
            stream.Append(at!.Value, clock.GetUtcNow().ToUnixTimeMilliseconds(), message);

        return new JsonObject { ["nextSequenceToken"] = stream.Events()[^1].Sequence.ToString("D56", CultureInfo.InvariantCulture) };
    }

    private JsonObject Describe(LogGroup group, Caller caller)
    {
        var arn = $"arn:aws:logs:{caller.Region}:{caller.Account}:log-group:{group.Name}";
        return new JsonObject
        {
            ["logGroupName"] = group.Name,
            ["creationTime"] = group.CreatedAt,
            ["retentionInDays"] = group.RetentionInDays,
            ["metricFilterCount"] = 0,
            ["arn"] = $"{arn}:*",
            ["logGroupArn"] = arn,
            ["logGroupClass"] = "STANDARD",
            ["storedBytes"] = groups.Streams(group.Name).Sum(stream => stream.Events().Sum(each => each.Message.Length + 26L)),
        };
    }

    private static JsonObject Describe(LogStream stream, Caller caller)
    {
        var events = stream.Events();
        return new JsonObject
        {
            ["logStreamName"] = stream.Name,
            ["creationTime"] = stream.CreatedAt,
            ["firstEventTimestamp"] = events.Count == 0 ? null : events[0].At,
            ["lastEventTimestamp"] = LastEvent(stream),
            ["lastIngestionTime"] = events.Count == 0 ? null : events[^1].IngestedAt,
            ["arn"] = $"arn:aws:logs:{caller.Region}:{caller.Account}:log-group:{stream.Group}:log-stream:{stream.Name}",
            ["storedBytes"] = 0,
        };
    }

    private static long? LastEvent(LogStream stream) => stream.Events() is [.., var last] ? last.At : null;

    /// <summary>A page of at most "limit" items, 50 by default as on AWS. The token is the key of its last item.</summary>
    private static (IReadOnlyList<T> Items, string? NextToken) Page<T>(IEnumerable<T> items, Func<T, string> key, JsonObject input, bool descending = false)
    {
        var limit = input.OptionalInt("limit") ?? 50;
        if (limit is < 1 or > 50)
            throw new AwsError("InvalidParameterException", $"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member must have value between 1 and 50");

        var order = descending ? -1 : 1;
        var after = input.OptionalString("nextToken");
        var rest = items
            .Order(Comparer<T>.Create((left, right) => order * string.CompareOrdinal(key(left), key(right))))
            .Where(item => after is null || order * string.CompareOrdinal(key(item), after) > 0)
            .Take(limit + 1)
            .ToList();
        return rest.Count <= limit ? (rest, null) : (rest[..limit], key(rest[limit - 1]));
    }

    [GeneratedRegex("^[.\\-_/#A-Za-z0-9]{1,512}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex GroupName();
}
