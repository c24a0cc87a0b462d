using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Slipway.Processes;

namespace Slipway.Tests.Samples;

/// <summary>The build of the chat's front end, in copies of its folder.</summary>
public sealed class ChatWebTests : IDisposable
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("slipway web ");

    [Fact]
    public async Task The_page_refers_to_every_asset_by_a_name_with_the_hash_of_its_content()
    {
        var dist = await Build(Copy("a"));

        var page = await File.ReadAllTextAsync(Path.Combine(dist, "index.html"), Ct);
        var references = Regex.Matches(page, "\"/(assets/[^\"]+)\"").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal).ToList();
        Assert.Equal([.. references, "index.html"], Files(dist));
        Assert.Equal(["app", "favicon", "style"], references.Select(reference => Path.GetFileName(reference).Split('.')[0]));
        foreach (var reference in references)
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(dist, reference), Ct)))[..8], reference.Split('.')[1]);

        Assert.DoesNotContain("\"/app.js\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_sources_give_the_same_bytes_wherever_and_however_often()
    {
        var (one, two) = (Copy("one"), Copy("two"));
        var first = await Build(one);
        var content = Content(first);
        await Build(one);

        Assert.Equal(content, Content(first));
        Assert.Equal(content, Content(await Build(two)));
    }

    [Fact]
    public async Task A_changed_asset_gets_another_name_and_the_old_one_is_gone()
    {
        var copy = Copy("a");
        var before = Files(await Build(copy));
        await File.AppendAllTextAsync(Path.Combine(copy, "style.css"), "main { color: red; }\n", Ct);

        var after = Files(await Build(copy));

        Assert.Equal(before.Count, after.Count);
        var changed = Assert.Single(after.Except(before));
        Assert.StartsWith("assets/style.", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_forgot_an_asset_is_not_built()
    {
        var copy = Copy("a");
        var page = Path.Combine(copy, "index.html");
        await File.WriteAllTextAsync(page, (await File.ReadAllTextAsync(page, Ct)).Replace("/app.js", "/other.js", StringComparison.Ordinal), Ct);

        var result = await Run(copy);

        Assert.Equal((1, "index.html does not refer to \"/app.js\".\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task What_others_wrote_is_never_taken_for_markup()
    {
        var script = await File.ReadAllTextAsync(Path.Combine(Source(), "app.js"), Ct);

        Assert.DoesNotMatch("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|eval\\(", script);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Copy(string name)
    {
        var copy = _folder.CreateSubdirectory(name).FullName;
        foreach (var file in Directory.GetFiles(Source()))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private static async Task<string> Build(string folder)
    {
        var result = await Run(folder);
        Assert.True(result.ExitCode == 0, result.Error);
        return Path.Combine(folder, "dist");
    }

    private static Task<CommandResult> Run(string folder) =>
        new SystemProcesses(TimeProvider.System).Run(new Command("/bin/sh", Path.Combine(folder, "build.sh")), onLine: null, Ct);

    private static List<string> Files(string dist) =>
        [.. Directory.EnumerateFiles(dist, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(dist, file)).Order(StringComparer.Ordinal)];

    private static List<string> Content(string dist) =>
        [.. Files(dist).Select(file => $"{file} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(dist, file))))}")];

    private static string Source([CallerFilePath] string thisFile = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../samples/chat/web"));
}
