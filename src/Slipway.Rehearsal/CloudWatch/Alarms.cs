using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.CloudWatch;

/// <summary>An alarm: what was put, as it was put, and what it is judged to be.</summary>
/// <param name="Input">The members of PutMetricAlarm.</param>
internal sealed record Alarm(string Arn, JsonObject Input, string State, string Reason, DateTimeOffset Updated, DateTimeOffset StateUpdated)
{
    public string Name => Input.Required("AlarmName");

    /// <summary>Until when it keeps a state that somebody set.</summary>
    public DateTimeOffset SetUntil { get; init; }
}

/// <summary>Keeps alarms over a restart and judges them by the metrics there are. States are forgotten by a restart, as the metrics are.</summary>
internal sealed class Alarms : IAlarms
{
    private const string Document = "cloudwatch";

    private readonly IStateStore _store;
    private readonly MetricStore _metrics;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private ImmutableSortedDictionary<string, Alarm> _byArn = ImmutableSortedDictionary<string, Alarm>.Empty.WithComparers(StringComparer.Ordinal);

    public Alarms(IStateStore store, MetricStore metrics, TimeProvider clock)
    {
        (_store, _metrics, _clock) = (store, metrics, clock);
        foreach (var alarm in store.Load(Document, Read) ?? [])
            _byArn = _byArn.Add(alarm.Arn, alarm);

        List<Alarm> Read(JsonObject document) =>
            [.. (document["Alarms"]?.AsObject() ?? []).Select(alarm => New(alarm.Key, alarm.Value!.DeepClone().AsObject()))];
    }

    public static string Scope(Caller caller) => $"arn:aws:cloudwatch:{caller.Region}:{caller.Account}:alarm:";

    /// <summary>Creates or replaces an alarm; a replaced one keeps its state until it is judged.</summary>
    public void Put(JsonObject input, Caller caller)
    {
        var arn = Scope(caller) + input.Required("AlarmName");
        _ = AlarmInput.Rule(input);
        _ = AlarmInput.Queries(input);

        lock (_lock)
        {
            var created = New(arn, input.DeepClone().AsObject());
            var kept = _byArn.TryGetValue(arn, out var before) ? created with { State = before.State, Reason = before.Reason, StateUpdated = before.StateUpdated } : created;
            Save(_byArn.SetItem(arn, kept));
        }
    }

    public void Delete(IReadOnlyList<string> names, Caller caller)
    {
        lock (_lock)
        {
            if (names.FirstOrDefault(name => !_byArn.ContainsKey(Scope(caller) + name)) is { } missing)
                throw NotFound(missing);

            Save(_byArn.RemoveRange(names.Select(name => Scope(caller) + name)));
        }
    }

    /// <summary>
    /// Sets the state of an alarm until a period of it has passed. AWS judges it again "quickly, often within seconds"; here everybody
    /// who looks within the period sees what was set.
    /// </summary>
    public void SetState(string name, string state, string reason, Caller caller)
    {
        lock (_lock)
        {
            if (!_byArn.TryGetValue(Scope(caller) + name, out var alarm))
                throw NotFound(name);

            var now = _clock.GetUtcNow();
            _byArn = _byArn.SetItem(alarm.Arn, alarm with
            {
                State = state,
                Reason = reason,
                StateUpdated = state == alarm.State ? alarm.StateUpdated : now,
                SetUntil = now.AddSeconds(Period(AlarmInput.Queries(alarm.Input).Queries)),
            });
        }
    }

    /// <summary>The alarms of a caller's account and region, each judged by what is known now.</summary>
    public IReadOnlyList<Alarm> Judged(Caller caller) => Judged(alarm => alarm.Arn.StartsWith(Scope(caller), StringComparison.Ordinal));

    public string? State(string name)
    {
        var states = Judged(alarm => alarm.Name == name).Select(alarm => alarm.State).ToList();
        return states.Contains("ALARM") ? "ALARM" : states.FirstOrDefault();
    }

    private List<Alarm> Judged(Func<Alarm, bool> asked)
    {
        lock (_lock)
        {
            var judged = _byArn.Values.Where(asked).Select(alarm => Judge(alarm, _clock.GetUtcNow())).ToList();
            _byArn = _byArn.SetItems(judged.Select(alarm => KeyValuePair.Create(alarm.Arn, alarm)));
            return judged;
        }
    }

    private Alarm Judge(Alarm alarm, DateTimeOffset now)
    {
        if (now < alarm.SetUntil)
            return alarm;

        var rule = AlarmInput.Rule(alarm.Input);
        var (queries, shown) = AlarmInput.Queries(alarm.Input);
        var period = Period(queries);

        // The period that is still going on says nothing yet.
        var end = Periods.Of(now, period);
        var start = end - ((long)period * rule.Range);
        var points = MetricQueries.Answer(queries, _metrics, DateTimeOffset.FromUnixTimeSeconds(start), DateTimeOffset.FromUnixTimeSeconds(end))[shown];
        var newestFirst = Enumerable.Range(1, rule.Range)
            .Select(back => points.TryGetValue(end - ((long)back * period), out var value) ? value : (double?)null)
            .ToList();

        var (state, reason) = AlarmJudgement.Of(rule, newestFirst, alarm.State);
        return state == alarm.State ? alarm with { Reason = reason } : alarm with { State = state, Reason = reason, StateUpdated = now };
    }

    private static int Period(IReadOnlyList<MetricQuery> queries) => queries.Max(query => query.Period);

    private static AwsError NotFound(string name) => new("ResourceNotFound", $"Alarm '{name}' does not exist", System.Net.HttpStatusCode.NotFound);

    private Alarm New(string arn, JsonObject input) =>
        new(arn, input, "INSUFFICIENT_DATA", "Unchecked: Initial alarm creation", _clock.GetUtcNow(), _clock.GetUtcNow());

    private void Save(ImmutableSortedDictionary<string, Alarm> next)
    {
        _store.Save(Document, new()
        {
            ["Alarms"] = new JsonObject(next.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value.Input.DeepClone()))),
        });
        _byArn = next;
    }
}
