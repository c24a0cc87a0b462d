namespace Slipway.Rehearsal.LoadBalancing;

public sealed class ChoiceTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    [Theory]
    [InlineData(0.0, "blue")]
    [InlineData(0.899, "blue")]
    [InlineData(0.9, "green")]
    [InlineData(0.999, "green")]
    public void Weights_divide_the_unit(double unit, string chosen) =>
        Assert.Equal(chosen, WeightedChoice.Pick([new("none", 0), new("blue", 90), new("green", 10), new("last", 0)], unit)?.TargetGroupArn);

    [Fact]
    public void Nothing_is_chosen_when_all_weights_are_zero() =>
        Assert.Null(WeightedChoice.Pick([new("blue", 0), new("green", 0)], 0.5));

    [Fact]
    public void A_cookie_gives_back_what_it_was_made_of_until_its_time_is_over()
    {
        var cookie = Stickiness.Write("00ff", Now.AddSeconds(10));

        Assert.Equal("00ff", Stickiness.Read(cookie, Now.AddSeconds(9.9)));
        Assert.Null(Stickiness.Read(cookie, Now.AddSeconds(10)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64 at all!")]
    [InlineData("bm9kb3Q")]
    public void A_cookie_that_is_not_ours_is_no_cookie(string? cookie) => Assert.Null(Stickiness.Read(cookie, Now));

    [Theory]
    [InlineData("HTTPS", "#{host}", "443", "/#{path}", "#{query}", "https://a.example:443/x/y?q=1")]
    [InlineData("#{protocol}", "b.#{host}", "#{port}", "/new/#{path}", "", "http://b.a.example:8080/new/x/y")]
    public void A_redirect_fills_in_the_parts_of_the_request(string protocol, string host, string port, string path, string query, string location) =>
        Assert.Equal(location, OwnResponses.Location(new Redirect(301, protocol, host, port, path, query), "a.example", 8080, "/x/y", "?q=1"));
}
