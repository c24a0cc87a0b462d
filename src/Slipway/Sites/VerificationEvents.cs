using Slipway.Output;

namespace Slipway.Sites;

/// <summary>Pages and what they refer to were fetched as viewers do.</summary>
internal sealed record SiteVerified(string Site, Uri Address, int Checked) : OutputEvent
{
    /// <summary>Changed pages that were not looked at, since there are so many.</summary>
    public int Left { get; init; }

    public override string Text => $"Site {Site}: {Checked} of its addresses at {Address} answer as they should"
        + (Left == 0 ? "" : $"; {SitePlanText.Count(Left, "changed page")} more {(Left == 1 ? "was" : "were")} not looked at");
}

/// <summary>No connection to the site's address could be made from here.</summary>
internal sealed record SiteUnverified(string Site, Uri Address, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"Site {Site} was published but not looked at: {Address} could not be reached from here ({Reason})";
}

/// <summary>Viewers get something otherwise than they should, and no page breaks by it.</summary>
internal sealed record SiteOddities(string Site, IReadOnlyList<WrongAnswer> Found) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"Site {Site} works, but viewers do not get all of it as they should.\n{SiteVerification.Lines(Found)}";
}

/// <summary>A site went back, and is not seen as it should be. It stays as it is.</summary>
internal sealed record SiteBackWrong(string Site, IReadOnlyList<WrongAnswer> Found) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text =>
        $"Site {Site} went back, but viewers do not get what they should: it is not its files that are wrong. Nothing more is taken back.\n{SiteVerification.Lines(Found)}";
}
