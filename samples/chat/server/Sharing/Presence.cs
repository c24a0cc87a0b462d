namespace Chat.Sharing;

/// <summary>How many members a task serves, as it tells the others.</summary>
/// <param name="From">The process, and not the host: two may run on one.</param>
/// <param name="Asks">It has just come and wants to hear from everybody.</param>
internal sealed record PresenceReport(string From, IReadOnlyDictionary<string, int> Rooms, bool Asks);

/// <summary>What the other tasks last told. Nothing is kept in Redis, so that a task that died leaves nothing behind.</summary>
internal sealed class Presence(TimeProvider time)
{
    /// <summary>How often a task tells its members when nothing changes.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>After which a silent task is taken for gone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, (PresenceReport Report, long At)> _last = new(StringComparer.Ordinal);

    public void Heard(PresenceReport report) => _last[report.From] = (report, time.GetTimestamp());

    /// <summary>Members of all other tasks by room.</summary>
    public IReadOnlyDictionary<string, int> Sum()
    {
        foreach (var gone in _last.Where(last => time.GetElapsedTime(last.Value.At) > Patience).Select(last => last.Key).ToList())
            _last.Remove(gone);

        return _last.Values.SelectMany(last => last.Report.Rooms).GroupBy(room => room.Key, StringComparer.Ordinal)
            .ToDictionary(room => room.Key, room => room.Sum(count => count.Value), StringComparer.Ordinal);
    }
}
