namespace ChatLoad;

/// <summary>What became of the WebSockets, until the load client closed what was left.</summary>
/// <param name="OpenedAt">How many were opened at each version.</param>
/// <param name="ClosedByShift">Those that others than the client closed before a shift was over, or without any shift.</param>
/// <param name="ClosedAfter">Those that others closed after <see cref="Mark.ShiftEnd"/>: the old tasks end then.</param>
internal sealed record SocketFigures(
    int Opened, IReadOnlyDictionary<string, int> OpenedAt, IReadOnlyDictionary<string, int> NotOpenedBy, IReadOnlyDictionary<string, int> RefusedBy,
    int ClosedByShift, int ClosedAfter, IReadOnlyList<ClosedSockets> Closed)
{
    public static SocketFigures Of(IReadOnlyList<MemberRecord> members, IReadOnlyList<Mark> marks)
    {
        var opened = members.Where(member => member.EnteredAt is not null).ToList();
        var closed = members.Select(member => member.End).OfType<SocketEnd>().Where(end => end.By != SocketEnd.Us)
            .GroupBy(end => (end.By, end.Code, end.Description, Phase: marks.LastOrDefault(mark => mark.At <= end.At)?.Name ?? "no shift"))
            .Select(kind => new ClosedSockets(
                kind.Key.By, kind.Key.Code, kind.Key.Description, kind.Key.Phase, kind.Count(), kind.Min(end => end.At).TotalSeconds, kind.Max(end => end.At).TotalSeconds))
            .OrderBy(kind => kind.First).ToList();
        var after = closed.Where(kind => kind.Phase == Mark.ShiftEnd).Sum(kind => kind.Count);
        return new SocketFigures(
            opened.Count, Counts(opened.Select(member => member.Version ?? "")), Counts(members.Select(member => member.NotOpened).OfType<string>()),
            Counts(members.SelectMany(member => member.Refusals)), closed.Sum(kind => kind.Count) - after, after, closed);
    }

    private static Dictionary<string, int> Counts(IEnumerable<string> texts) => texts.CountBy(text => text, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
}

/// <summary>Sockets that ended in one way.</summary>
/// <param name="Phase">The last mark before their end.</param>
/// <param name="First">Seconds of the first end.</param>
internal sealed record ClosedSockets(string By, int? Code, string? Description, string Phase, int Count, double First, double Last)
{
    public override string ToString() =>
        $"{Count} closed by {By}{(Code is { } code ? $" with {code}" : "")}{(string.IsNullOrEmpty(Description) ? "" : $" ({Description})")} after {Phase}, {First:0.0} to {Last:0.0} s";
}
