using Slipway.Output;

namespace Slipway.Notes;

/// <summary>The notes of a release.</summary>
/// <param name="File">Where they are kept.</param>
internal sealed record NotesShown(string Notes, string File) : OutputEvent
{
    public override string Text => $"{Notes}\nThese notes are in {File}";
}

/// <summary>The notes of a release are at GitHub.</summary>
internal sealed record NotesPublished(string Tag, string Url, bool IsNew) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => $"{(IsNew ? "Created" : "Changed")} release {Tag} at GitHub\n  page  {Url}";
}

/// <summary>The notes of a release go without the commits.</summary>
internal sealed record CommitsUnknown(string Older, string Newer, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The commits between {Older[..Math.Min(8, Older.Length)]} and {Newer[..Math.Min(8, Newer.Length)]} are not known; the notes go without them.\n{Reason}";
}
