using System.Net;

namespace Slipway.Sites.Transfer;

/// <summary>What is done about a request that failed.</summary>
internal enum Reaction
{
    /// <summary>Nothing: it would fail again.</summary>
    GiveUp,

    /// <summary>It is sent again at once, in another way than before.</summary>
    AtOnce,

    /// <summary>It is sent again after a pause: another write of the same key was under way.</summary>
    Again,

    /// <summary>It is sent again after a pause, and fewer go at once.</summary>
    SlowDown,

    /// <summary>There was no connection. That is told soon: mostly an address is wrong, or a proxy missing.</summary>
    Reconnect,
}

/// <summary>
/// When a request is sent again. Every request may be: reads and deletes are the same twice, and a conditional write whose answer was lost
/// is refused the second time, which the caller understands.
/// </summary>
internal static class Retries
{
    public const int Attempts = 10;

    private const int Connections = 4;
    private const int Corrections = 3;

    private static readonly TimeSpan Budget = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    public static Reaction To(Exception failure, S3Call call) => failure switch
    {
        S3Refusal { TaughtSomething: true } => Reaction.AtOnce,
        S3Refusal { Code: "ConditionalRequestConflict" or "OperationAborted" } => call.ConflictIsFinal ? Reaction.GiveUp : Reaction.Again,
        S3Refusal refusal => IsCongestion(refusal) ? Reaction.SlowDown : Reaction.GiveUp,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError,
        } => Reaction.Reconnect,
        _ => Reaction.SlowDown,
    };

    /// <summary>How long to wait before the next attempt; null: there is none.</summary>
    /// <param name="attempt">The number of the one that failed, from 1.</param>
    /// <param name="elapsed">Since the first began.</param>
    /// <param name="chance">From 0 to 1, so that those that failed together do not come back together.</param>
    public static TimeSpan? Pause(Reaction reaction, int attempt, TimeSpan elapsed, double chance)
    {
        var most = reaction switch
        {
            Reaction.GiveUp => 0,
            Reaction.AtOnce => Corrections,
            Reaction.Reconnect => Connections,
            _ => Attempts,
        };
        if (attempt >= most)
            return null;

        var longest = FirstPause * Math.Pow(2, attempt - 1);
        var pause = reaction == Reaction.AtOnce ? TimeSpan.Zero : (longest < LongestPause ? longest : LongestPause) * (0.5 + (chance / 2));
        return elapsed + pause > Budget ? null : pause;
    }

    /// <summary>Whether S3 failed, or is asked for less.</summary>
    public static bool IsCongestion(string code) => code is "InternalError" or "SlowDown" or "ServiceUnavailable" or "RequestTimeout" or "Throttling" or "ThrottlingException" or "RequestLimitExceeded";

    private static bool IsCongestion(S3Refusal refusal) =>
        IsCongestion(refusal.Code)
        || refusal.Status is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.TooManyRequests;
}
