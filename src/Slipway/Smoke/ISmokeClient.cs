namespace Slipway.Smoke;

/// <summary>Asks a public address as a visitor does. Redirects are not followed.</summary>
internal interface ISmokeClient
{
    /// <param name="within">Time for the whole answer, its body included.</param>
    Task<SmokeAnswer> Get(Uri url, TimeSpan within, CancellationToken ct);
}

internal abstract record SmokeAnswer
{
    /// <param name="Body">At most its first MiB, as text.</param>
    internal sealed record Answered(int Status, string Body) : SmokeAnswer;

    /// <summary>No whole answer, and why.</summary>
    internal sealed record Unanswered(string Reason) : SmokeAnswer;
}
