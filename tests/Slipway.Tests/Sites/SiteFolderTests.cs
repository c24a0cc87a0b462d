using System.Runtime.Versioning;
using Slipway.Sites;
using Slipway.Tests.Images;

namespace Slipway.Tests.Sites;

[UnsupportedOSPlatform("windows")]
public sealed class SiteFolderTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Every_file_has_its_key_class_size_and_hash()
    {
        _folder.Write("dist/index.html", "home");
        _folder.Write("dist/.well-known/security.txt", "mail us");
        _folder.Write("dist/assets/app-3f9c1a2b.js", "app");
        _folder.Write("dist/.DS_Store", "litter");
        _folder.Write("dist/.git/config", "litter");

        var files = await Read(prefix: "shop");

        Assert.Equal(
            ["shop/.well-known/security.txt Shared 7", "shop/assets/app-3f9c1a2b.js Immutable 3", "shop/index.html Document 4"],
            files.Select(file => $"{file.Key} {file.Class} {file.Size}"));
        Assert.Equal("4ea140588150773ce3aace786aeef7f4049ce100fa649c94fbbddb960f1da942", files[^1].Sha256);
    }

    [Fact]
    public async Task A_link_to_a_file_inside_is_the_file_it_points_to()
    {
        _folder.Write("dist/index.html", "home");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "dist/home.html"), "index.html");

        var files = await Read();

        Assert.Equal(files.Single(file => file.Key == "index.html").Sha256, files.Single(file => file.Key == "home.html").Sha256);
        Assert.Equal(4, files.Single(file => file.Key == "home.html").Size);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("..")]
    [InlineData("missing")]
    [InlineData("assets")]
    public async Task A_link_that_is_not_to_a_file_inside_is_refused(string target)
    {
        _folder.Write("secret");
        _folder.Write("dist/index.html");
        _folder.Write("dist/assets/a.js");
        File.CreateSymbolicLink(Path.Combine(_folder.Path, "dist/link"), target);

        Assert.Contains($"link is a link to {target}", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_folder_is_refused() => Assert.Contains("the folder does not exist", await Refusal(), StringComparison.Ordinal);

    [Fact]
    public async Task An_empty_folder_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "dist/assets"));

        Assert.Contains("the folder is empty", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_without_a_first_page_is_refused()
    {
        _folder.Write("dist/client/index.html");

        Assert.Contains("there is no index.html among 1 file", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_of_a_services_pages_need_no_first_page()
    {
        _folder.Write("dist/chunks/app-3f9c1a2b.js", "app");

        var files = await new SiteFolder(_folder.Path).Read(new StaticSite("static") { Source = "dist", Prefix = "_next/static", Routing = SiteRouting.Assets }, Ct);

        Assert.Equal(["_next/static/chunks/app-3f9c1a2b.js"], files.Select(file => file.Key));
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_are_refused_all_at_once()
    {
        foreach (var name in new[] { "index.html", "Logo.png", "logo.png", "a/X", "a/x" })
            _folder.Write($"dist/{name}");

        Assert.Contains("Logo.png, logo.png; a/X, a/x", await Refusal(), StringComparison.Ordinal);
    }

    private Task<IReadOnlyList<SiteFile>> Read(string prefix = "") =>
        new SiteFolder(_folder.Path).Read(new StaticSite("web") { Source = "dist", Prefix = prefix }, Ct);

    private async Task<string> Refusal()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Read());
        Assert.StartsWith("Site web cannot be published from dist. Nothing was changed.", error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}
