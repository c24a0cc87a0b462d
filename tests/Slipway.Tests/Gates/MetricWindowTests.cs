using Slipway.Gates;

namespace Slipway.Tests.Gates;

public sealed class MetricWindowTests
{
    /// <summary>Speed, since, now, and the window.</summary>
    public static TheoryData<double, string, string, string?> Windows => new()
    {
        { 1, "12:00:00", "12:04:00", "12:00:00 to 12:01:00 UTC in periods of 60 s" },
        { 1, "12:00:00", "12:03:59", null },
        { 1, "12:00:01", "12:04:59", null },
        { 1, "12:00:01", "12:05:00", "12:01:00 to 12:02:00 UTC in periods of 60 s" },
        { 1, "12:00:01", "12:30:30", "12:01:00 to 12:27:00 UTC in periods of 60 s" },
        { 1, "09:00:00", "12:30:30", "11:27:00 to 12:27:00 UTC in periods of 60 s" },
        { 1, "12:10:00", "12:00:00", null },
        { 20, "12:00:01", "12:00:09", null },
        { 20, "12:00:01", "12:00:10", "12:00:05 to 12:00:10 UTC in periods of 5 s" },
        { 60, "12:00:00", "12:10:00", "12:09:00 to 12:10:00 UTC in periods of 1 s" },
    };

    [Theory]
    [MemberData(nameof(Windows))]
    public void A_window_is_made_of_whole_periods_that_are_known_and_at_most_an_hour_long(double speed, string since, string now, string? window) =>
        Assert.Equal(window, MetricWindow.Of(At(since), At(now), new Tempo(speed))?.ToString());

    [Theory]
    [InlineData(1, "12:00:00", "12:04:00")]
    [InlineData(1, "12:00:01", "12:05:00")]
    [InlineData(20, "12:00:01", "12:00:10")]
    public void The_first_window_is_known_when_it_was_said_to_be(double speed, string since, string known)
    {
        Assert.Equal(At(known), MetricWindow.FirstKnown(At(since), new Tempo(speed)));
        Assert.Null(MetricWindow.Of(At(since), At(known) - TimeSpan.FromTicks(1), new Tempo(speed)));
        Assert.NotNull(MetricWindow.Of(At(since), At(known), new Tempo(speed)));
    }

    private static DateTimeOffset At(string time) => new(new DateOnly(2026, 3, 4), TimeOnly.Parse(time), TimeSpan.Zero);
}
