using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class ViewerPathsTests
{
    private static readonly StaticSite Site = new("web") { Source = "x" };

    [Theory]
    [InlineData("", "app/index.html", "/app/index.html")]
    [InlineData("/app", "app/index.html", "/index.html")]
    [InlineData("/app", "apple/index.html", "/apple/index.html")]
    public void A_key_is_seen_without_the_folder_of_the_origin(string origin, string key, string path) => Assert.Equal(path, new ViewerPaths(origin).Of(key));

    [Theory]
    [InlineData("", "", "/")]
    [InlineData("", "app", "/app/")]
    [InlineData("/app", "app", "/")]
    public void The_first_page_is_the_sites_folder(string origin, string prefix, string home) =>
        Assert.Equal(home, new ViewerPaths(origin).Home(Site with { Prefix = prefix }));

    [Fact]
    public void A_folders_page_is_invalidated_under_every_path_that_leads_to_it() => Assert.Equal(
        ["/", "/a", "/a/", "/a/index.html", "/index.html", "/myindex.html"],
        new ViewerPaths("").Stale(Site, ["index.html", "a/index.html", "myindex.html"]));

    [Theory]
    [InlineData("posts/[slug].html", "/posts/%5Bslug%5D.html")]
    [InlineData("(group)/a+b&c=d;e,f'g!.html", "/(group)/a+b&c=d;e,f'g!.html")]
    [InlineData("a b/~me.html", "/a%20b/%7Eme.html")]
    [InlineData("caf\u00e9/\ud55c.html", "/caf%C3%A9/%ED%95%9C.html")]
    [InlineData("50%.html", "/50%25.html")]
    [InlineData("wild*card.html", "/wild*")]
    public void What_CloudFront_wants_escaped_is_and_nothing_else(string key, string path) =>
        Assert.Equal([path], new ViewerPaths("").Stale(Site, [key]));

    [Theory]
    [InlineData("", "/*")]
    [InlineData("app", "/app/*")]
    public void Many_paths_become_the_whole_site(string prefix, string path) => Assert.Equal(
        [path],
        new ViewerPaths("").Stale(Site with { Prefix = prefix }, Enumerable.Range(0, ViewerPaths.MostPaths + 1).Select(i => $"{prefix}/{i}.html")));

    [Fact]
    public void What_is_owed_and_what_is_stale_are_one_invalidation() => Assert.Equal(
        ["/a*", "/b"],
        new ViewerPaths("").Join(Site, ["/a*", "/b"], ["/a", "/about", "/b"]));
}
