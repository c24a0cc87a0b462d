using System.Text.Json;

namespace ChatLoad;

/// <summary>The figures of a run. Seconds count from its beginning.</summary>
/// <param name="Ended">Why it ended.</param>
/// <param name="Failures">What is wrong, in words; none: the run passed.</param>
internal sealed record LoadReport(
    Uri Url, DateTimeOffset Began, double Seconds, string Ended, IReadOnlyList<MarkFigure> Marks, RequestFigures Requests, SocketFigures Sockets,
    Conversation Messages, Percentiles Delay, IReadOnlyList<string> Failures)
{
    /// <summary>Into how many equal parts the run is divided to show its course.</summary>
    public const int Parts = 10;

    public static readonly JsonSerializerOptions Format = new(JsonSerializerOptions.Web) { WriteIndented = true };

    public static LoadReport Of(
        LoadOptions options, DateTimeOffset start, string reason, (TimeSpan Began, TimeSpan Ended) span, IReadOnlyList<Answer> answers, IReadOnlyList<Said> said,
        IReadOnlyList<MemberRecord> members, IReadOnlyList<Mark> marks)
    {
        var requests = RequestFigures.Of(answers, span, marks);
        var sockets = SocketFigures.Of(members, marks);
        var messages = Conversation.Judge(said, members);
        var delays = members.SelectMany(member => member.Heard).Select(heard => heard.At - said[heard.Id].At);
        return new LoadReport(
            options.Url, start, (span.Ended - span.Began).TotalSeconds, reason, [.. marks.Select(mark => new MarkFigure(mark.Name, mark.At.TotalSeconds))],
            requests, sockets, messages, Percentiles.Of(delays), [.. Judge(requests, sockets, messages)]);
    }

    private static IEnumerable<string> Judge(RequestFigures requests, SocketFigures sockets, Conversation messages)
    {
        foreach (var (why, count) in requests.FailedBy)
            yield return $"{count} requests failed: {why}";
        foreach (var (why, count) in sockets.NotOpenedBy)
            yield return $"{count} sockets did not open: {why}";
        if (sockets.ClosedByShift > 0)
            yield return $"{sockets.ClosedByShift} sockets were closed before the shift was over";
        foreach (var (why, count) in sockets.RefusedBy)
            yield return $"{count} messages were refused: {why}";
        if (messages.Missing > 0)
            yield return $"{messages.Missing} deliveries are missing";
        if (messages.Doubled > 0)
            yield return $"{messages.Doubled} deliveries came twice";
        if (messages.OutOfOrder > 0)
            yield return $"{messages.OutOfOrder} deliveries were out of order";
        if (requests.Sent == 0 || messages.Owed == 0)
            yield return "nothing was measured";
    }
}

/// <param name="At">Seconds.</param>
internal sealed record MarkFigure(string Name, double At);

/// <summary>In milliseconds; zero when there is nothing to measure.</summary>
internal sealed record Percentiles(double P50, double P95, double P99, double Max)
{
    public static Percentiles Of(IEnumerable<TimeSpan> times)
    {
        var sorted = times.Select(time => time.TotalMilliseconds).Order().ToList();
        return sorted.Count == 0 ? new(0, 0, 0, 0) : new(At(0.5), At(0.95), At(0.99), sorted[^1]);

        double At(double share) => sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Count) - 1)];
    }
}
