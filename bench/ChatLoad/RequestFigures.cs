namespace ChatLoad;

/// <summary>What became of the HTTP requests.</summary>
/// <param name="Latency">Of those that were answered, from the moment at which each was due.</param>
/// <param name="FirstFailures">The first five, with their time.</param>
/// <param name="Settled">Seconds from the last <see cref="Mark.ShiftBegin"/> to the last answer of a version that is not the one which answered last; null: no such mark, or no such answer after it.</param>
internal sealed record RequestFigures(
    int Sent, int Failed, IReadOnlyDictionary<string, int> FailedBy, IReadOnlyList<string> FirstFailures, Percentiles Latency,
    IReadOnlyList<VersionFigures> Versions, double? Settled)
{
    private const int ShownFailures = 5;

    public static RequestFigures Of(IReadOnlyList<Answer> answers, (TimeSpan Began, TimeSpan Ended) span, IReadOnlyList<Mark> marks)
    {
        var failed = answers.Where(answer => answer.Failure is not null).ToList();
        var versions = answers.Where(answer => answer.Version is not null).GroupBy(answer => answer.Version!, StringComparer.Ordinal)
            .Select(version => VersionFigures.Of(version.Key, [.. version], span)).OrderBy(version => version.First).ToList();
        return new RequestFigures(
            answers.Count, failed.Count, failed.CountBy(answer => answer.Failure!, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal),
            [.. failed.Take(ShownFailures).Select(answer => $"{answer.Due.TotalSeconds:0.00} s: {answer.Failure} after {answer.Took.TotalMilliseconds:0} ms")],
            Percentiles.Of(answers.Where(answer => answer.Failure is null).Select(answer => answer.Took)), versions, SettledAfter(versions, marks));
    }

    private static double? SettledAfter(IReadOnlyList<VersionFigures> versions, IReadOnlyList<Mark> marks)
    {
        if (marks.LastOrDefault(mark => mark.Name == Mark.ShiftBegin) is not { } began || versions.Count < 2)
            return null;

        var left = versions.Select(version => version.Last).Order().ElementAt(versions.Count - 2);
        return left >= began.At.TotalSeconds ? left - began.At.TotalSeconds : null;
    }
}

/// <summary>What one version answered.</summary>
/// <param name="First">Seconds at which its first answer came.</param>
/// <param name="Last">Seconds at which its last answer came.</param>
/// <param name="Course">Its answers in each tenth of the run.</param>
internal sealed record VersionFigures(string Version, int Answers, double First, double Last, IReadOnlyList<int> Course)
{
    public static VersionFigures Of(string version, IReadOnlyList<Answer> answers, (TimeSpan Began, TimeSpan Ended) span)
    {
        var course = new int[LoadReport.Parts];
        foreach (var answer in answers)
            course[Math.Clamp((int)((answer.Due - span.Began) / (span.Ended - span.Began) * LoadReport.Parts), 0, LoadReport.Parts - 1)]++;
        return new VersionFigures(version, answers.Count, answers.Min(answer => answer.At).TotalSeconds, answers.Max(answer => answer.At).TotalSeconds, course);
    }
}
