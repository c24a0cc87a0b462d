using Slipway.Sites;

namespace Slipway.Tests.Sites;

public sealed class FileClassesTests
{
    [Theory]
    [InlineData("main.3f9c1a2b.js")]
    [InlineData("static/js/2.abcdef12.chunk.js")]
    [InlineData("static/js/2.abcdef12.chunk.js.map")]
    [InlineData("assets/index-BX2k9_aZ.js")]
    [InlineData("assets/index-DfKJxQwe.css")]
    [InlineData("assets/logo-4kQx7Zp1.svg")]
    [InlineData("main-4QWX3TZK.js")]
    [InlineData("chunk-QWXTZKAB.js")]
    [InlineData("_next/static/css/0a1b2c3d4e5f6071.css")]
    [InlineData("_next/static/media/a34f9d1faa5f3315-s.p.woff2")]
    [InlineData("_app/immutable/entry/start.js")]
    [InlineData("workbox-3c9d0171.js")]
    public void A_content_hash_in_the_name_is_found(string path) => Assert.Equal(FileClass.Immutable, Of(path));

    [Theory]
    [InlineData("config.js")]
    [InlineData("my-settings.js")]
    [InlineData("app-Settings.js")]
    [InlineData("assets/my-Component.js")]
    [InlineData("report-20240131.pdf")]
    [InlineData("photo-DSC01234.jpg")]
    [InlineData("deadbeefs.js")]
    [InlineData("logo.png")]
    [InlineData("robots.txt")]
    [InlineData("manifest.webmanifest")]
    [InlineData("registerSW.js")]
    [InlineData("jquery-3.7.1.min.js")]
    [InlineData("fonts/inter-v13-latin-regular.woff2")]
    [InlineData(".well-known/apple-app-site-association")]
    public void What_may_be_a_word_a_number_or_a_date_is_no_hash(string path) => Assert.Equal(FileClass.Shared, Of(path));

    [Theory]
    [InlineData("index.html")]
    [InlineData("docs/report.3f9c1a2b.html")]
    [InlineData("ABOUT.HTM")]
    [InlineData("about.txt")]
    [InlineData("__next._tree.txt")]
    [InlineData("blog/__data.json")]
    [InlineData("page-data/index/page-data.json")]
    public void Pages_and_their_payloads_are_documents(string path) => Assert.Equal(FileClass.Document, Of(path, "about.html"));

    [Theory]
    [InlineData("sw.js")]
    [InlineData("service-worker.js")]
    [InlineData("app/serviceworker.mjs")]
    [InlineData("firebase-messaging-sw.js")]
    [InlineData("ngsw.json")]
    [InlineData("version.json")]
    [InlineData("live/a/b/now.json")]
    public void Service_workers_and_named_files_are_beacons(string path) => Assert.Equal(FileClass.Beacon, Of(path));

    [Theory]
    [InlineData("fonts/**", "fonts/a/b.woff2", true)]
    [InlineData("fonts/*", "fonts/a/b.woff2", false)]
    [InlineData("fonts/*", "fonts/b.woff2", true)]
    [InlineData("**/*.wasm", "b.wasm", true)]
    [InlineData("**/*.wasm", "a/b.wasm", true)]
    [InlineData("*.wasm", "a/b.wasm", false)]
    [InlineData("a.b", "aXb", false)]
    [InlineData("v?/x", "v1/x", true)]
    public void Patterns_match_within_and_across_folders(string pattern, string path, bool matches) =>
        Assert.Equal(matches, FileClasses.Pattern(pattern).IsMatch(path));

    [Fact]
    public void The_definition_goes_before_what_a_name_looks_like()
    {
        var site = new StaticSite("web") { Source = "x", Beacons = ["main.3f9c1a2b.js"], Immutable = ["fonts/**", "sw.js"] };
        var classes = new FileClasses(site, new HashSet<string>(), BuildEvidence.Of("nowhere", new HashSet<string>()));

        Assert.Equal([FileClass.Beacon, FileClass.Immutable, FileClass.Immutable], new[] { "main.3f9c1a2b.js", "fonts/inter.woff2", "sw.js" }.Select(classes.Of));
    }

    [Fact]
    public void What_services_pages_load_has_neither_pages_nor_beacons()
    {
        var site = new StaticSite("static") { Source = "x", Routing = SiteRouting.Assets, Immutable = ["b1/**"] };
        var classes = new FileClasses(site, new HashSet<string>(), BuildEvidence.Of("nowhere", new HashSet<string>()));

        Assert.Equal(
            [FileClass.Immutable, FileClass.Immutable, FileClass.Shared, FileClass.Shared],
            new[] { "b1/_buildManifest.js", "chunks/0a1b2c3d4e5f6071.js", "offline.html", "sw.js" }.Select(classes.Of));
    }

    [Theory]
    [InlineData("index.html", FileClass.Document, "text/html; charset=utf-8", "public, must-revalidate, max-age=0, s-maxage=86400")]
    [InlineData("a/APP.JS", FileClass.Immutable, "text/javascript; charset=utf-8", "public, max-age=31536000, immutable")]
    [InlineData("app.js.map", FileClass.Shared, "application/json; charset=utf-8", "public, max-age=3600, stale-while-revalidate=86400")]
    [InlineData("sw.js", FileClass.Beacon, "text/javascript; charset=utf-8", "no-cache, s-maxage=0")]
    [InlineData("x.wasm", FileClass.Shared, "application/wasm", "public, max-age=3600, stale-while-revalidate=86400")]
    [InlineData("site.webmanifest", FileClass.Shared, "application/manifest+json; charset=utf-8", "public, max-age=3600, stale-while-revalidate=86400")]
    [InlineData(".well-known/apple-app-site-association", FileClass.Shared, "application/json; charset=utf-8", "public, max-age=3600, stale-while-revalidate=86400")]
    [InlineData("LICENSE", FileClass.Shared, "application/octet-stream", "public, max-age=3600, stale-while-revalidate=86400")]
    internal void Headers_come_from_name_and_class(string path, FileClass fileClass, string contentType, string cacheControl) =>
        Assert.Equal(new SiteHeaders(contentType, cacheControl), SiteHeaders.Of(path, fileClass, TimeSpan.FromDays(1)));

    private static FileClass Of(string path, params IReadOnlyList<string> others) =>
        new FileClasses(new StaticSite("web") { Source = "x", Beacons = ["version.json", "live/**/now.json"] }, others.Append(path).ToHashSet(), BuildEvidence.Of("nowhere", new HashSet<string>())).Of(path);
}
