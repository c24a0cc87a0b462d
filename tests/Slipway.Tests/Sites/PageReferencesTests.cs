using System.Runtime.Versioning;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class PageReferencesTests : IDisposable
{
    private readonly SiteBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("<script src=\"/a-1111aaaa.js\"></script>", "/a-1111aaaa.js")]
    [InlineData("<SCRIPT defer SRC = '/a-1111aaaa.js?v=2#x'></SCRIPT>", "/a-1111aaaa.js")]
    [InlineData("<script type=module src=/a-1111aaaa.js></script>", "/a-1111aaaa.js")]
    [InlineData("<link rel=modulepreload href=/a-1111aaaa.js>", "/a-1111aaaa.js")]
    [InlineData("<link rel=\"preload\" as=\"image\" imagesrcset=\"/logo.png 1x, /big.png 2x\">", "/logo.png /big.png")]
    [InlineData("<img data-x='>' src='logo.png' srcset='/big.png 640w, https://other.test/big.png 800w'>", "/logo.png /big.png")]
    [InlineData("<video poster=\"/logo.png\"></video><object data=\"/big.png\"></object>", "/logo.png /big.png")]
    [InlineData("<svg><use xlink:href=\"/sprite.svg#cart\"></svg>", "/sprite.svg")]
    [InlineData("<a href=\"/other.html\">page</a> <a href='#top'>top</a>", "")]
    [InlineData("<!-- <script src=\"/a-1111aaaa.js\"></script> --><img src=/logo.png>", "/logo.png")]
    [InlineData("<script>document.write('<script src=\"/gone.js\"><\\/script>')</script><img src=/logo.png>", "/logo.png")]
    [InlineData("<template><script src=\"/gone.js\"></script></template><style>a::after{content:'<img src=/big.png>'}</style>", "")]
    [InlineData("<base href=\"/sub/\"><img src=\"logo.png\"><img src=\"../logo.png\">", "/logo.png")]
    [InlineData("<script src=\"/gone.js\"></script><link rel=\"stylesheet\" href=\"/gone.css\">", "/gone.js? /gone.css?")]
    [InlineData("<link rel=\"preload\" as=\"script\" href=\"/gone.js\"><script src=\"/gone.js\"></script>", "/gone.js?")]
    [InlineData("<script type=\"text/template\" src=\"/gone.js\"></script><link rel=icon href=/gone.ico><link rel=canonical href=/>", "")]
    [InlineData("<script src=\"/api/config.js\"></script><script src=\"//other.test/x.js\"></script><script src=\"data:text/javascript,1\"></script>", "")]
    public async Task What_a_page_loads_is_found_and_what_only_looks_like_it_is_not(string html, string found)
    {
        var plan = await _bench.Plan(_bench.Build("one", "index.html=home", "other.html=other", "a-1111aaaa.js=1", "logo.png=logo", "big.png=big", "sprite.svg=<svg/>"));
        var references = new PageReferences(plan, [Route.Path("/api/*").On("web")]).In(html, new Uri("https://www.shop.test/"));

        Assert.Equal(found, string.Join(' ', references.Select(reference => reference.Address.AbsolutePath + (reference.File is null ? "?" : ""))));
    }
}
