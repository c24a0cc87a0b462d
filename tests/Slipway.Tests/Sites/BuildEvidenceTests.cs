using System.Runtime.Versioning;
using Slipway.Sites;
using Slipway.Tests.Images;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class BuildEvidenceTests : IDisposable
{
    private const string Vite = """
        {
          "src/main.ts": { "file": "assets/main-k3vq81xz.js", "name": "main", "src": "src/main.ts", "isEntry": true, "css": ["assets/main-DfKJxQwe.css"], "assets": ["assets/logo-k3vq81xz.svg"] },
          "src/logo.svg": { "file": "assets/logo-k3vq81xz.svg", "src": "src/logo.svg" },
          "src/my-Component.ts": { "file": "assets/my-Component.js", "name": "my-Component", "src": "src/my-Component.ts" },
          "_admin-settings.js": { "file": "assets/admin-settings.js", "name": "admin-settings" },
          "_admin.js": { "file": "assets/admin.js", "name": "admin" }
        }
        """;

    private static readonly string[] Listed = ["main-k3vq81xz.js", "main-DfKJxQwe.css", "logo-k3vq81xz.svg", "my-Component.js", "admin-settings.js", "admin.js"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Vites_list_tells_hashes_from_words()
    {
        _folder.Write("dist/.vite/manifest.json", Vite);
        foreach (var file in Listed)
            _folder.Write($"dist/assets/{file}");

        Assert.Equal(
            [
                "assets/admin-settings.js Shared", "assets/admin.js Shared", "assets/logo-k3vq81xz.svg Immutable", "assets/main-DfKJxQwe.css Immutable",
                "assets/main-k3vq81xz.js Immutable", "assets/my-Component.js Shared", "index.html Document",
            ],
            await Read());
    }

    [Fact]
    public async Task Vites_list_is_published_when_a_pattern_names_it_and_not_otherwise()
    {
        _folder.Write("dist/.vite/manifest.json", "{}");

        Assert.Equal(["index.html Document"], await Read());
        Assert.Equal([".vite/manifest.json Beacon", "index.html Document"], await Read(new StaticSite("web") { Source = "dist", Beacons = [".vite/*"] }));
    }

    [Fact]
    public async Task Files_that_vites_list_names_and_that_are_not_there_are_refused()
    {
        _folder.Write("dist/.vite/manifest.json", Vite);
        foreach (var file in Listed[..4])
            _folder.Write($"dist/assets/{file}");

        var error = await Assert.ThrowsAsync<DeployException>(() => Read());

        Assert.Contains(".vite/manifest.json lists files that are not there: assets/admin-settings.js, assets/admin.js", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_no_evidence()
    {
        _folder.Write("dist/.vite/manifest.json", "{");
        _folder.Write("dist/asset-manifest.json", "[1]");
        _folder.Write("dist/assets/main-DfKJxQwe.css");

        Assert.Equal(["asset-manifest.json Shared", "assets/main-DfKJxQwe.css Immutable", "index.html Document"], await Read());
    }

    [Fact]
    public async Task Webpacks_list_tells_hashes_under_any_public_path()
    {
        _folder.Write(
            "dist/asset-manifest.json",
            """{ "files": { "main.js": "/base/static/js/main.k3vq81xz.js", "main.js.map": "/base/static/js/main.k3vq81xz.js.map", "lib.js": "/base/static/js/lib.js", "index.html": "/base/index.html", "gone.js": "/gone.js" } }""");
        foreach (var file in new[] { "main.k3vq81xz.js", "main.k3vq81xz.js.map", "lib.js" })
            _folder.Write($"dist/static/js/{file}");

        Assert.Equal(
            ["asset-manifest.json Shared", "index.html Document", "static/js/lib.js Shared", "static/js/main.k3vq81xz.js Immutable", "static/js/main.k3vq81xz.js.map Immutable"],
            await Read());
    }

    [Theory]
    [InlineData("_next/static/chunks/pages/about.js", true)]
    [InlineData("_next/static/chunks/_0a1b2c3.js", true)]
    [InlineData("_next/static/immutable/app.js", true)]
    [InlineData("_next/static/b2Xf9-KqLm3ZpQ7RsT1uV/_buildManifest.js", true)]
    [InlineData("_next/static/9f3c1a2b4d/_ssgManifest.js", true)]
    [InlineData("_next/static/production/_buildManifest.js", false)]
    [InlineData("docs/_next/static/css/app.css", true)]
    [InlineData("_next/image", null)]
    [InlineData("next/static/app.js", null)]
    public void What_next_calls_static_is_immutable_unless_its_build_id_comes_again(string path, bool? hashed) =>
        Assert.Equal(hashed, BuildEvidence.OfNext(path));

    private async Task<IEnumerable<string>> Read(StaticSite? site = null)
    {
        _folder.Write("dist/index.html");
        var files = await new SiteFolder(_folder.Path, TimeProvider.System).Read(site ?? new StaticSite("web") { Source = "dist" }, TestContext.Current.CancellationToken);
        return files.Select(file => $"{file.Key} {file.Class}");
    }
}
