using Slipway.Output;

namespace Slipway.Databases;

internal sealed record SnapshotBegun(string Service, string Identifier, string Of, TimeSpan AtMost) : OutputEvent
{
    public override string Text => $"{Service}: taking snapshot {Identifier} of {Of}, at most {AtMost.TotalMinutes:0.##} min";
}

/// <summary>The release's snapshot is there: another service asked for it, or a run that is gone.</summary>
internal sealed record SnapshotFound(string Service, string Identifier, string Of, string Status) : OutputEvent
{
    public override string Text => $"{Service}: snapshot {Identifier} of {Of} is there already, {Status}";
}

/// <summary>RDS takes none for the moment, since something else is done to the database.</summary>
internal sealed record SnapshotHeldUp(string Service, string Of, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"{Service}: {Of} has to wait for its snapshot\n{Reason}";
}

internal sealed record SnapshotMoved(string Service, string Identifier, string Status, int Percent) : OutputEvent
{
    public override string Text => $"{Service}: snapshot {Identifier} is {Status}, {Percent} %";
}

internal sealed record SnapshotTaken(string Service, ReleasedSnapshot Snapshot, TimeSpan Took) : OutputEvent
{
    public string Identifier => Snapshot.Identifier;
    public string? Arn => Snapshot.Arn;
    public override EventKind Kind => EventKind.Success;

    public override string Text => $"{Service}: snapshot {Snapshot.Identifier} of {Snapshot.Title} is available after {Took.TotalSeconds:0.0} s";
}
