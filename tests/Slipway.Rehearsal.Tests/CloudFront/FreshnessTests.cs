namespace Slipway.Rehearsal.CloudFront;

public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("0 86400 31536000", "", 86400)]
    [InlineData("0 86400 31536000", "Cache-Control: max-age=60", 60)]
    [InlineData("0 86400 31536000", "Cache-Control: max-age=60, s-maxage=5", 5)]
    [InlineData("0 86400 3600", "Cache-Control: max-age=7200", 3600)]
    [InlineData("0 86400 31536000", "Cache-Control: max-age=0, must-revalidate", 0)]
    [InlineData("0 86400 31536000", "Cache-Control: no-cache", 0)]
    [InlineData("0 86400 31536000", "Cache-Control: no-store", null)]
    [InlineData("0 86400 31536000", "Cache-Control: private, max-age=60", null)]
    [InlineData("0 86400 31536000", "Cache-Control: public", 86400)]
    [InlineData("0 86400 31536000", "Expires: Thu, 01 Jan 2026 00:01:00 GMT", 60)]
    [InlineData("0 86400 31536000", "Expires: Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("0 86400 31536000", "Expires: 0", 0)]
    [InlineData("0 86400 31536000", "Cache-Control: max-age=60|Expires: Thu, 01 Jan 2026 01:00:00 GMT", 60)]
    [InlineData("10 86400 31536000", "Cache-Control: max-age=1", 10)]
    [InlineData("10 86400 31536000", "Cache-Control: no-store", 10)]
    [InlineData("10 86400 31536000", "Cache-Control: no-cache", 10)]
    [InlineData("10 5 31536000", "", 10)]
    [InlineData("0 0 31536000", "", 0)]
    [InlineData("0 0 0", "Cache-Control: max-age=60", null)]
    public void An_answer_stays_as_long_as_the_origin_says_within_the_policy_s_bounds(string ttls, string headers, int? seconds) =>
        Assert.Equal(seconds, (int?)Of(ttls, 200, headers, null)?.TotalSeconds);

    [Theory]
    [InlineData(404, "", null, 10)]
    [InlineData(403, "", 300, 300)]
    [InlineData(500, "", 0, 0)]
    [InlineData(404, "Cache-Control: max-age=60", 10, 60)]
    [InlineData(404, "Cache-Control: max-age=5", 10, 10)]
    [InlineData(400, "", null, null)]
    [InlineData(405, "Cache-Control: s-maxage=30", null, 30)]
    [InlineData(416, "Cache-Control: max-age=30", null, null)]
    public void An_error_stays_ten_seconds_or_as_the_distribution_says_or_longer_when_the_origin_says_so(int status, string headers, int? least, int? seconds)
    {
        var rule = least is { } ttl ? new ErrorRule(status, null, status, TimeSpan.FromSeconds(ttl)) : null;

        Assert.Equal(seconds, (int?)Of("0 86400 31536000", status, headers, rule)?.TotalSeconds);
    }

    [Theory]
    [InlineData(206)]
    [InlineData(201)]
    public void What_is_no_whole_answer_is_not_kept(int status) => Assert.Null(Of("0 86400 31536000", status, "Cache-Control: max-age=60", null));

    private static TimeSpan? Of(string ttls, int status, string headers, ErrorRule? rule)
    {
        var bounds = ttls.Split(' ').Select(long.Parse).ToArray();
        var given = headers.Split('|', StringSplitOptions.RemoveEmptyEntries).ToDictionary(one => one.Split(": ")[0], one => one.Split(": ")[1]);
        var policy = ManagedPolicies.Cache[0] with { MinTtl = bounds[0], DefaultTtl = bounds[1], MaxTtl = bounds[2] };
        return Freshness.Of(policy, status, given.GetValueOrDefault, rule, Now);
    }
}
