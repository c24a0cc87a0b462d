using System.Runtime.Versioning;
using Slipway.Processes;
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

    [Theory]
    [InlineData("mkfifo", "dist/feed")]
    [InlineData("python3", "-c", "import socket; socket.socket(socket.AF_UNIX).bind('dist/feed')")]
    public async Task What_might_be_read_for_ever_is_refused(params string[] command)
    {
        _folder.Write("dist/index.html");
        _folder.Write("dist/empty.txt", "");
        var made = await new SystemProcesses(TimeProvider.System).Run(new Command(command[0], [.. command.Skip(1)]) { Directory = _folder.Path }, onLine: null, Ct);
        Assert.Equal(0, made.ExitCode);

        Assert.Contains("files cannot be read: feed (", await Refusal(), StringComparison.Ordinal);
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

        var files = await new SiteFolder(_folder.Path, TimeProvider.System).Read(new StaticSite("static") { Source = "dist", Prefix = "_next/static", Routing = SiteRouting.Assets }, Ct);

        Assert.Equal(["_next/static/chunks/app-3f9c1a2b.js"], files.Select(file => file.Key));
    }

    [Fact]
    public async Task Names_that_differ_in_case_alone_are_refused_all_at_once()
    {
        foreach (var name in new[] { "index.html", "Logo.png", "logo.png", "a/X", "a/x" })
            _folder.Write($"dist/{name}");

        Assert.Contains("Logo.png, logo.png; a/X, a/x", await Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_that_s3_or_browsers_cannot_take_are_refused_all_at_once()
    {
        _folder.Write("dist/index.html");
        _folder.Write("dist/a\\b.js");
        _folder.Write("dist/line\nbreak.js");
        _folder.Write($"dist/{new string('x', 200)}/{new string('\u00e9', 120)}/{new string('y', 255)}/{new string('z', 255)}/{new string('z', 100)}");

        var message = await Refusal();

        Assert.Contains("a\\b.js (it has a backslash, which browsers turn into a slash)", message, StringComparison.Ordinal);
        Assert.Contains("line\\u000abreak.js (it has control characters)", message, StringComparison.Ordinal);
        Assert.Contains("(with the site's prefix it has 1054 bytes; S3 takes 1024)", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/../b", "browsers resolve . and .. before they ask")]
    [InlineData("./b", "browsers resolve . and .. before they ask")]
    [InlineData("a\ud800b", "it is no valid Unicode")]
    [InlineData("a\ufffdb", "it is no valid Unicode")]
    [InlineData("a\u007fb", "it has control characters")]
    [InlineData("caf\u00e9 [id] (group)~+&.html", null)]
    [InlineData("..well-known/..a", null)]
    [InlineData("\ud83d\ude00.png", null)]
    public void Keys_are_judged_by_what_s3_and_browsers_do_with_them(string key, string? problem) => Assert.Equal(problem, SiteNames.Problem(key));

    [Fact]
    public async Task Files_that_cannot_be_read_are_refused_all_at_once()
    {
        _folder.Write("dist/index.html");
        _folder.Write("dist/a.js");
        _folder.Write("dist/b.js");
        using var a = File.Open(Path.Combine(_folder.Path, "dist/a.js"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using var b = File.Open(Path.Combine(_folder.Path, "dist/b.js"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var message = await Refusal();

        Assert.Contains("files cannot be read: a.js (", message, StringComparison.Ordinal);
        Assert.Contains("; b.js (", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_file_is_hashed_piece_by_piece()
    {
        var content = new byte[3_000_001];
        Random.Shared.NextBytes(content);
        _folder.Write("dist/index.html");
        await File.WriteAllBytesAsync(Path.Combine(_folder.Path, "dist/large.bin"), content, Ct);

        var file = (await Read()).Single(file => file.Key == "large.bin");

        Assert.Equal((content.LongLength, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(content))), (file.Size, file.Sha256));
        Assert.Equal(File.GetLastWriteTimeUtc(file.LocalPath!), file.LocalTime);
    }

    [Theory]
    [InlineData(3600, 0, "one", "a file with the size and the time that it had is what it was")]
    [InlineData(3600, 1, "two", "its time moved")]
    [InlineData(0, 0, "two", "it was written when it was read: its time may stand still for another write")]
    public async Task A_run_that_reads_a_folder_twice_hashes_what_may_have_changed(int age, int moves, string seen, string because)
    {
        var folder = new SiteFolder(_folder.Path, TimeProvider.System);
        var site = new StaticSite("web") { Source = "dist" };
        var written = DateTime.UtcNow.AddSeconds(-age);
        _folder.Write("dist/index.html");
        Write("one", written);
        await folder.Read(site, Ct);

        Write("two", written.AddSeconds(moves));
        var file = (await folder.Read(site, Ct)).Single(file => file.Key == "a.js");

        Assert.True(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(seen))) == file.Sha256, because);

        void Write(string content, DateTime at)
        {
            var path = Path.Combine(_folder.Path, "dist/a.js");
            File.WriteAllText(path, content);
            File.SetLastWriteTimeUtc(path, at);
        }
    }

    [Fact]
    public async Task Reading_ahead_spares_the_reading_and_tells_nothing_of_what_is_wrong()
    {
        _folder.Write("dist/index.html");
        _folder.Write("dist/a.js");
        var index = Path.Combine(_folder.Path, "dist/index.html");
        File.SetLastWriteTimeUtc(index, DateTime.UtcNow.AddHours(-1));
        var (folder, site) = (new SiteFolder(_folder.Path, TimeProvider.System), new StaticSite("web") { Source = "dist" });

        using (File.Open(Path.Combine(_folder.Path, "dist/a.js"), FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            folder.ReadAhead(site, Ct);
            Assert.Contains("files cannot be read: a.js (", (await Assert.ThrowsAsync<DeployException>(() => folder.Read(site, Ct))).Message, StringComparison.Ordinal);
        }

        using (File.Open(index, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Equal(["a.js", "index.html"], (await folder.Read(site, Ct)).Select(file => file.Key));
    }

    private Task<IReadOnlyList<SiteFile>> Read(string prefix = "") =>
        new SiteFolder(_folder.Path, TimeProvider.System).Read(new StaticSite("web") { Source = "dist", Prefix = prefix }, Ct);

    private async Task<string> Refusal()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Read());
        Assert.StartsWith("Site web cannot be published from dist. Nothing was changed.", error.Message, StringComparison.Ordinal);
        return error.Message;
    }
}
