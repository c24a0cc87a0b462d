namespace Slipway.Preflight;

/// <summary>Something with which a deploy, or the way back from it, would end badly.</summary>
/// <param name="Refuses">Whether the deploy must not begin; otherwise somebody should know.</param>
/// <param name="Where">Such as <c>shop / web</c>.</param>
/// <param name="Seen">What was seen, and what would come of it.</param>
/// <param name="Try">What to do.</param>
internal sealed record PreflightFinding(bool Refuses, string Where, string Seen, string Try)
{
    /// <summary>As a person reads it, under a line that says what it is about.</summary>
    public string Text => $"  {Where}\n    seen  {Seen}\n    try   {Try}";
}
