using System.Text.Json.Nodes;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>CloudWatch metrics and alarms. Metrics belong to the cloud as a whole; alarms to an account and region.</summary>
internal sealed class CloudWatchApi(MetricStore store, Alarms alarms, TimeProvider clock) : IAwsApi
{
    private const int MaxDatapoints = 100_800;

    public string SigningName => "monitoring";

    public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct) => Task.FromResult(operation switch
    {
        "GetMetricData" => GetMetricData(input),
        "PutMetricData" => PutMetricData(input),
        "ListMetrics" => ListMetrics(input),
        "PutMetricAlarm" => PutMetricAlarm(input, caller),
        "DescribeAlarms" => DescribeAlarms(input, caller),
        "DeleteAlarms" => DeleteAlarms(input, caller),
        "SetAlarmState" => SetAlarmState(input, caller),
        _ => throw AwsError.UnknownOperation(operation),
    });

    /// <summary>All results in one page, or, when there are more points than asked for, marked as partial data with a token.</summary>
    private JsonObject GetMetricData(JsonObject input)
    {
        var queries = MetricQueries.Read(input.Objects("MetricDataQueries"));
        var start = input.OptionalTime("StartTime") ?? throw QueryInput.Missing("startTime");
        var end = input.OptionalTime("EndTime") ?? throw QueryInput.Missing("endTime");
        if (start >= end)
            throw new AwsError("ValidationError", "The parameter StartTime must be less than the parameter EndTime");

        // What is older than the retention has no data: asking for years costs no more than asking for hours.
        var oldest = clock.GetUtcNow() - MetricStore.Retention - TimeSpan.FromHours(1);
        var answers = MetricQueries.Answer(queries, store, start < oldest ? oldest : start, end < oldest ? oldest : end > clock.GetUtcNow().AddHours(1) ? clock.GetUtcNow().AddHours(1) : end);
        var ascending = input.OptionalString("ScanBy") == "TimestampAscending";
        var skip = Token(input);
        var left = input.Whole("MaxDatapoints", 1, MaxDatapoints) ?? MaxDatapoints;
        var more = false;
        var position = 0;
        var results = new JsonArray();

        foreach (var query in queries.Where(query => query.ReturnData))
        {
            var points = (ascending ? answers[query.Id] : answers[query.Id].Reverse()).ToList();
            var from = Math.Clamp(skip - position, 0, points.Count);
            var page = points.Skip(from).Take(left).ToList();
            position += points.Count;
            left -= page.Count;
            var cut = from + page.Count < points.Count;
            more |= cut;

            results.Add((JsonNode)new JsonObject
            {
                ["Id"] = query.Id,
                ["Label"] = query.Label,
                ["Timestamps"] = new JsonArray([.. page.Select(point => JsonValue.Create(DateTimeOffset.FromUnixTimeSeconds(point.Key)))]),
                ["Values"] = new JsonArray([.. page.Select(point => JsonValue.Create(point.Value))]),
                ["StatusCode"] = cut ? "PartialData" : "Complete",
            });
        }

        var result = new JsonObject { ["MetricDataResults"] = results, ["Messages"] = new JsonArray() };
        if (more)
            result["NextToken"] = (skip + (input.Whole("MaxDatapoints") ?? MaxDatapoints)).ToString();

        return result;
    }

    private JsonObject PutMetricData(JsonObject input)
    {
        var space = input.Required("Namespace");
        if (space.StartsWith("AWS/", StringComparison.Ordinal))
            throw new AwsError("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.");

        // Read everything before anything is recorded: a bad datum leaves nothing behind.
        var read = input.Objects("MetricData").Select(datum => ReadDatum(space, datum)).ToList();
        foreach (var (metric, at, add) in read)
            store.Add(metric, at, add);

        return [];
    }

    private (Metric, DateTimeOffset, Action<Bucket>) ReadDatum(string space, JsonObject datum)
    {
        var metric = new Metric(space, datum.Required("MetricName"), datum.OptionalString("Unit") ?? "None", MetricQueries.ReadDimensions(datum));
        var at = datum.OptionalTime("Timestamp") ?? clock.GetUtcNow();

        if (datum["StatisticValues"] is JsonObject set)
        {
            var (count, sum, minimum, maximum) = (Number(set, "SampleCount"), Number(set, "Sum"), Number(set, "Minimum"), Number(set, "Maximum"));
            return count > 0 && minimum <= maximum
                ? (metric, at, bucket => bucket.AddSet(count, sum, minimum, maximum))
                : throw new AwsError("InvalidParameterValue", "StatisticValues needs a SampleCount above 0 and a Minimum not above the Maximum");
        }

        if (datum.Reals("Values") is { Count: > 0 } values)
        {
            var counts = datum.Reals("Counts") is { Count: > 0 } given ? given : [.. values.Select(_ => 1.0)];
            return counts.Count == values.Count
                ? (metric, at, bucket => { foreach (var (value, count) in values.Zip(counts)) bucket.Add(value, count); }
            )
                : throw new AwsError("InvalidParameterValue", "Values and Counts must have the same length");
        }

        var single = Number(datum, "Value");
        return (metric, at, bucket => bucket.Add(single));
    }

    private JsonObject ListMetrics(JsonObject input)
    {
        var (space, name) = (input.OptionalString("Namespace"), input.OptionalString("MetricName"));
        var filters = input.Objects("Dimensions").Select(filter => (Name: filter.Required("Name"), Value: filter.OptionalString("Value"))).ToList();
        var found = store.List().Where(metric => (space is null || metric.Namespace == space) && (name is null || metric.Name == name)
            && filters.All(filter => metric.Dimensions.Any(one => one.Name == filter.Name && (filter.Value is null || one.Value == filter.Value)))).ToList();

        const int Page = 500;
        var skip = Token(input);
        var result = new JsonObject
        {
            ["Metrics"] = Describe.List(found.Skip(skip).Take(Page).Select(metric => new JsonObject
            {
                ["Namespace"] = metric.Namespace,
                ["MetricName"] = metric.Name,
                ["Dimensions"] = Describe.List(metric.Dimensions.Select(one => new JsonObject { ["Name"] = one.Name, ["Value"] = one.Value })),
            })),
        };
        if (skip + Page < found.Count)
            result["NextToken"] = (skip + Page).ToString();

        return result;
    }

    private JsonObject PutMetricAlarm(JsonObject input, Caller caller)
    {
        alarms.Put(input, caller);
        return [];
    }

    private JsonObject DeleteAlarms(JsonObject input, Caller caller)
    {
        alarms.Delete(input.Strings("AlarmNames"), caller);
        return [];
    }

    private JsonObject SetAlarmState(JsonObject input, Caller caller)
    {
        var (name, state, reason) = (input.Required("AlarmName"), input.Required("StateValue"), input.Required("StateReason"));
        if (state is not ("OK" or "ALARM" or "INSUFFICIENT_DATA"))
            throw QueryInput.Invalid("stateValue", state, "must satisfy enum value set: [INSUFFICIENT_DATA, ALARM, OK]");

        alarms.SetState(name, state, reason, caller);
        return [];
    }

    private JsonObject DescribeAlarms(JsonObject input, Caller caller)
    {
        var (names, prefix, state) = (input.Strings("AlarmNames"), input.OptionalString("AlarmNamePrefix"), input.OptionalString("StateValue"));
        if (names.Count > 100)
            throw QueryInput.Invalid("alarmNames", $"{names.Count} names", "must have length less than or equal to 100");
        if (names.Count > 0 && prefix is not null)
            throw new AwsError("InvalidParameterCombination", "AlarmNames and AlarmNamePrefix cannot both be given");

        var found = alarms.Judged(caller).Where(alarm => (names.Count == 0 || names.Contains(alarm.Name))
            && (prefix is null || alarm.Name.StartsWith(prefix, StringComparison.Ordinal)) && (state is null || alarm.State == state)).ToList();

        var size = input.Whole("MaxRecords", 1, 100) ?? 50;
        var skip = Token(input);
        var result = new JsonObject
        {
            ["CompositeAlarms"] = new JsonArray(),
            ["MetricAlarms"] = Describe.List(found.Skip(skip).Take(size).Select(AlarmShown.Of)),
        };
        if (skip + size < found.Count)
            result["NextToken"] = (skip + size).ToString();

        return result;
    }

    private static int Token(JsonObject input) => input.OptionalString("NextToken") is not { Length: > 0 } token ? 0
        : int.TryParse(token, out var skip) && skip >= 0 ? skip
        : throw new AwsError("InvalidNextToken", $"The token '{token}' is not valid");

    private static double Number(JsonObject owner, string name) =>
        owner.Real(name) ?? throw new AwsError("MissingParameter", $"The parameter MetricData.member.{name} is required");
}
