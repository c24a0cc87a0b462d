using System.Net;
using Slipway.Sites.Transfer;

namespace Slipway.Tests.Sites.Transfer;

public sealed class RetriesTests
{
    private static readonly S3Call Call = new("PutObject", HttpMethod.Put, "bucket", "key");

    [Theory]
    [InlineData(503, "SlowDown", Reaction.SlowDown)]
    [InlineData(500, "InternalError", Reaction.SlowDown)]
    [InlineData(502, "BadGateway", Reaction.SlowDown)]
    [InlineData(504, "GatewayTimeout", Reaction.SlowDown)]
    [InlineData(429, "TooManyRequests", Reaction.SlowDown)]
    [InlineData(400, "RequestTimeout", Reaction.SlowDown)]
    [InlineData(409, "ConditionalRequestConflict", Reaction.Again)]
    [InlineData(409, "OperationAborted", Reaction.Again)]
    [InlineData(501, "NotImplemented", Reaction.GiveUp)]
    [InlineData(412, "PreconditionFailed", Reaction.GiveUp)]
    [InlineData(403, "AccessDenied", Reaction.GiveUp)]
    [InlineData(404, "NoSuchBucket", Reaction.GiveUp)]
    [InlineData(400, "XAmzContentSHA256Mismatch", Reaction.GiveUp)]
    public void A_refusal_is_taken_for_what_it_is(int status, string code, object reaction) =>
        Assert.Equal(reaction, Retries.To(new S3Refusal((HttpStatusCode)status, code, "", ""), Call));

    [Fact]
    public void What_cannot_be_completed_after_a_collision_is_not_tried_again() => Assert.Equal(
        Reaction.GiveUp, Retries.To(new S3Refusal(HttpStatusCode.Conflict, "ConditionalRequestConflict", "", ""), Call with { ConflictIsFinal = true }));

    [Fact]
    public void A_connection_that_broke_is_another_thing_than_one_that_there_never_was()
    {
        Assert.Equal(Reaction.SlowDown, Retries.To(new HttpRequestException(HttpRequestError.ResponseEnded), Call));
        Assert.Equal(Reaction.SlowDown, Retries.To(new HttpRequestException("reset", new IOException()), Call));
        Assert.Equal(Reaction.SlowDown, Retries.To(new IOException(), Call));
        Assert.Equal(Reaction.SlowDown, Retries.To(new OperationCanceledException(), Call));
        Assert.Equal(Reaction.Reconnect, Retries.To(new HttpRequestException(HttpRequestError.ConnectionError), Call));
        Assert.Equal(Reaction.Reconnect, Retries.To(new HttpRequestException(HttpRequestError.NameResolutionError), Call));
    }

    [Fact]
    public void Pauses_double_and_vary_and_come_to_an_end_within_a_minute()
    {
        Assert.Equal([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000], Pauses(Reaction.SlowDown, chance: 0));
        Assert.Equal([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000], Pauses(Reaction.SlowDown, chance: 1));
        Assert.Equal([100, 200, 400], Pauses(Reaction.Reconnect, chance: 1));
        Assert.Equal([0, 0], Pauses(Reaction.AtOnce, chance: 1));
        Assert.Empty(Pauses(Reaction.GiveUp, chance: 1));
        Assert.Null(Retries.Pause(Reaction.SlowDown, 1, TimeSpan.FromMinutes(1), 0));
    }

    private static IEnumerable<double> Pauses(Reaction reaction, double chance)
    {
        var elapsed = TimeSpan.Zero;
        for (var attempt = 1; Retries.Pause(reaction, attempt, elapsed, chance) is { } pause; attempt++)
        {
            elapsed += pause;
            yield return pause.TotalMilliseconds;
        }
    }
}
