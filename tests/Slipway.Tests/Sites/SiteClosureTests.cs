using System.Runtime.Versioning;
using Slipway.Sites;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SiteClosureTests : IDisposable
{
    private readonly SiteBench _bench = new(new SiteCloud { Routes = ["/api/*"] });

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task Missing_scripts_and_style_sheets_are_refused_all_at_once()
    {
        var error = await Refused(
            "index.html=<link rel=stylesheet href=\"/css/gone.css\"><script type=module src='/gone-1111aaaa.js'></script><link rel=modulepreload href=./there.js><script src=there.js></script>",
            "docs/index.html=<link rel=\"modulepreload\" href=\"../chunk-2222bbbb.js?v=1\">", "there.js=1", "a.css=@import url(\"./b.css\");");

        Assert.Equal(
            """
            Site web is incomplete: scripts or style sheets that it names are not in one. Nothing was changed.
              missing  b.css (named by a.css)
                       chunk-2222bbbb.js (named by docs/index.html)
                       css/gone.css (named by index.html)
                       gone-1111aaaa.js (named by index.html)
              try      let the build come to its end; or correct the base path that the build writes into pages
            """,
            error.Message);
    }

    [Fact]
    public async Task Missing_pictures_and_fonts_are_notes_of_the_plan()
    {
        var plan = await Plan(
            "index.html=<img src=\"a.png\" srcset=\"b.png 1x, c.png 2x\"><source srcset=\"d.png\"><video poster=\"/e.png\"><link rel=\"icon\" href=\"/f.ico\">",
            "a.css=@font-face { src: url('fonts/g.woff2') } .x { background: url(data:image/png;base64,AAAA) url(#h) }");

        Assert.Equal(
            ["a.png", "b.png", "c.png", "d.png", "e.png", "f.ico", "fonts/g.woff2"],
            plan.Notes.Select(note => note.Split(' ')[0]));
        Assert.Contains("  note  fonts/g.woff2 is not there, and a.css names it", plan.Lines());
    }

    [Theory]
    [InlineData("<script src=\"https://cdn.example/x.js\"></script>")]
    [InlineData("<script src=\"//cdn.example/x.js\"></script>")]
    [InlineData("<script src=\"{{ base }}/x.js\"></script>")]
    [InlineData("<!-- <script src=\"/x.js\"></script> -->")]
    [InlineData("<script>document.write('<script src=\"/x.js\"><\\/script>')</script>")]
    [InlineData("<a href=\"/x.js\">x</a>")]
    [InlineData("<script data-src=\"/x.js\"></script>")]
    [InlineData("<base href=\"https://cdn.example/\"><script src=\"x.js\"></script>")]
    [InlineData("<script src=\"/api/x.js\"></script>")]
    [InlineData("<script src=\"\"></script>")]
    public async Task What_is_no_file_of_the_site_is_left_to_others(string html) => Assert.Empty((await Plan($"index.html={html}")).Notes);

    [Fact]
    public async Task A_base_and_escapes_are_followed()
    {
        await Plan("index.html=<base href=\"/files/\"><script src=\"a%20b.js\"></script><script src=\"./&#99;.js\"></script>", "files/a b.js=1", "files/c.js=2");

        Assert.Contains("files/d.js", (await Refused("index.html=<base href=\"/files/\"><script src=\"d.js\"></script>")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_in_a_folder_answers_for_what_is_below_it_alone()
    {
        using var bench = new SiteBench { Site = new StaticSite("web") { Source = "unset", Prefix = "app" } };

        await bench.Plan(bench.Build("one", "index.html=<script src=\"/other.js\"></script><script src=\"/app/own.js\"></script>", "own.js=1"));
        var error = await Assert.ThrowsAsync<DeployException>(() => bench.Plan(bench.Build("one", "index.html=<script src=\"/app/other.js\"></script>")));

        Assert.Contains("app/other.js (named by app/index.html)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_did_not_change_may_name_a_file_that_is_gone()
    {
        await _bench.Ship(_bench.Build("one", "index.html=home", "about.html=<script src=\"/lib.js\"></script>", "lib.js=1"), "r1");

        var error = await Assert.ThrowsAsync<DeployException>(() => _bench.Plan(_bench.Build("two", "index.html=home 2", "about.html=<script src=\"/lib.js\"></script>")));

        Assert.Contains("lib.js (named by about.html)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_plans_again_says_what_is_true_then()
    {
        var (shipper, ct) = (_bench.Shipper(), TestContext.Current.CancellationToken);
        var site = _bench.Build("one", "index.html=<script src=\"/lib.js\"></script><img src=\"/gone.png\">", "lib.js=1");
        var first = await shipper.Plan(site, _bench.At, ct);
        var second = await shipper.Plan(site, _bench.At, ct);
        _bench.Build("one", "index.html=<script src=\"/lib.js\"></script><img src=\"/lost.png\">");
        var third = await shipper.Plan(site, _bench.At, ct);
        File.Delete(Path.Join(_bench.Root, "one", "lib.js"));
        var error = await Assert.ThrowsAsync<DeployException>(() => shipper.Plan(site, _bench.At, ct));

        Assert.Equal(["gone.png is not there, and index.html names it"], first.Notes);
        Assert.Equal(first.Notes, second.Notes);
        Assert.Equal(["lost.png is not there, and index.html names it"], third.Notes);
        Assert.Contains("lib.js (named by index.html)", error.Message, StringComparison.Ordinal);
    }

    private Task<SitePlan> Plan(params string[] files) => _bench.Plan(_bench.Build("one", [.. files, .. files.Any(file => file.StartsWith("index.html", StringComparison.Ordinal)) ? Array.Empty<string>() : ["index.html=home"]]));

    private Task<DeployException> Refused(params string[] files) => Assert.ThrowsAsync<DeployException>(() => Plan(files));
}
