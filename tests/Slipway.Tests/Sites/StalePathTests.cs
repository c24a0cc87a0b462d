using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class StalePathTests
{
    [Theory]
    [InlineData("/posts/[slug].html", "/posts/%5Bslug%5D.html")]
    [InlineData("/(group)/a+b&c=d;e,f'g!.html", "/(group)/a+b&c=d;e,f'g!.html")]
    [InlineData("/a b/~me.html", "/a%20b/%7Eme.html")]
    [InlineData("/caf\u00e9/\ud55c.html", "/caf%C3%A9/%ED%95%9C.html")]
    [InlineData("/50%.html", "/50%25.html")]
    [InlineData("/wild*card.html", "/wild*")]
    [InlineData("/why?.html", "/why*")]
    public void What_CloudFront_wants_escaped_is_and_nothing_else_and_it_is_read_again(string path, string escaped)
    {
        var stale = StalePath.Of(path);

        Assert.Equal(escaped, stale.ToString());
        Assert.Equal(stale, StalePath.Read(escaped));
    }

    [Fact]
    public void The_root_with_query_strings_is_not_the_whole_site() => Assert.Equal((new StalePath("/?", AndBelow: true), "/?*"), (StalePath.Read("/?*"), new StalePath("/?", AndBelow: true).ToString()));
}
