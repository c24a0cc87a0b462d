using System.Text;

namespace ChatLoad;

/// <summary>The figures as a table.</summary>
internal static class ReportText
{
    public static string Of(LoadReport report)
    {
        var text = new StringBuilder();
        Row("run", $"{report.Seconds:0.0} s at {report.Url}, until {report.Ended}");
        if (report.Marks.Count > 0)
            Row("marks", string.Join(", ", report.Marks.Select(mark => $"{mark.Name} {mark.At:0.0} s")));
        Requests(report.Requests);
        Sockets(report.Sockets);
        Messages(report.Messages, report.Delay);
        Row("verdict", report.Failures.Count == 0 ? "passed" : "failed");
        foreach (var failure in report.Failures)
            Row("", failure);
        return text.ToString();

        void Requests(RequestFigures requests)
        {
            Row("requests", $"{requests.Sent} sent, {requests.Failed} failed");
            foreach (var failure in requests.FirstFailures)
                Row("", failure);
            Row("latency", Times(requests.Latency));
            Row("versions", "percent of the answers in each tenth of the run");
            foreach (var version in requests.Versions)
                Row("", $"{version.Version,-14}{Course(version, requests.Versions)}  {version.Answers} answers, first {version.First:0.0} s, last {version.Last:0.0} s");
            if (requests.Settled is { } settled)
                Row("settled", $"{settled:0.0} s from {Mark.ShiftBegin} to the last answer of the version that was left");
        }

        void Sockets(SocketFigures sockets)
        {
            Row("sockets", $"{sockets.Opened} opened ({string.Join(", ", sockets.OpenedAt.Select(version => $"{version.Value} at {version.Key}"))}), "
                + $"{sockets.NotOpenedBy.Values.Sum()} not opened, {sockets.ClosedByShift} closed by the shift, {sockets.ClosedAfter} closed after it");
            foreach (var closed in sockets.Closed)
                Row("", closed.ToString());
        }

        void Messages(Conversation messages, Percentiles delay)
        {
            Row("messages", $"{messages.Said} said, {messages.InTheAir} of them in the air when a socket was closed");
            Row("deliveries", $"{messages.Owed} expected, {messages.Received} received, {messages.Missing} missing, {messages.Doubled} doubled, {messages.OutOfOrder} out of order");
            Row("delay", Times(delay));
        }

        void Row(string name, string value) => text.Append($"{name,-12}{value}\n");
    }

    private static string Course(VersionFigures version, IReadOnlyList<VersionFigures> all) => string.Concat(
        version.Course.Select((count, part) => $"{(all.Sum(one => one.Course[part]) is var sum and > 0 ? $"{Math.Round(100.0 * count / sum)}" : "-"),4}"));

    private static string Times(Percentiles times) => $"p50 {times.P50:0.0} ms, p95 {times.P95:0.0} ms, p99 {times.P99:0.0} ms, at most {times.Max:0.0} ms";
}
