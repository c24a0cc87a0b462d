using System.Runtime.Versioning;
using Slipway.Images;

namespace Slipway.Tests.Images;

[UnsupportedOSPlatform("windows")]
public sealed class BuildContextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public BuildContextTests() => _folder.Write("app/Dockerfile", "FROM scratch");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Sends_what_the_ignore_file_leaves_and_what_it_brings_back_from_ignored_folders()
    {
        _folder.Write("app/.dockerignore", "*\n!publish\n!logs/**/keep.txt\npublish/*.pdb");
        _folder.Write("app/publish/server.dll");
        _folder.Write("app/publish/server.pdb");
        _folder.Write("app/src/Program.cs");
        _folder.Write("app/logs/deep/keep.txt");
        _folder.Write("app/logs/deep/other.txt");

        Assert.Equal(["logs/deep/keep.txt", "publish", "publish/server.dll"], Paths());
    }

    [Fact]
    public void An_ignore_file_of_the_dockerfile_goes_before_the_contexts_own()
    {
        _folder.Write("app/.dockerignore", "*");
        _folder.Write("app/Dockerfile.dockerignore", "secret");
        _folder.Write("app/secret");

        Assert.Equal([".dockerignore", "Dockerfile", "Dockerfile.dockerignore"], Paths());
    }

    [Fact]
    public void Content_executable_bit_and_the_target_of_a_link_count_and_times_do_not()
    {
        var file = _folder.Write("app/run", "1");
        var before = Contents();

        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        Assert.Equal(before, Contents());

        File.SetUnixFileMode(file, File.GetUnixFileMode(file) | UnixFileMode.UserExecute);
        var executable = Contents();
        Assert.NotEqual(before, executable);

        File.Delete(file);
        File.CreateSymbolicLink(file, "elsewhere");
        Assert.Contains("run link elsewhere", Contents());

        Directory.CreateSymbolicLink(Path.Combine(_folder.Path, "app", "loop"), ".");
        Assert.Contains("loop link .", Contents());
    }

    [Fact]
    public void A_missing_context_and_a_missing_dockerfile_are_told_apart()
    {
        var noContext = Assert.Throws<DeployException>(() => BuildContext.Of(new DockerImage("ap"), _folder.Path));
        Assert.StartsWith("The build context ap is missing.", noContext.Message, StringComparison.Ordinal);

        var noFile = Assert.Throws<DeployException>(() => BuildContext.Of(new DockerImage("app") { Dockerfile = "Dockerfile.web" }, _folder.Path));
        Assert.StartsWith("app has no Dockerfile.web.", noFile.Message, StringComparison.Ordinal);
        Assert.Contains("found       Dockerfile\n", noFile.Message.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_input_changes_the_hash_and_the_order_of_arguments_does_not()
    {
        ContextEntry[] context = [new("a", "file 1")];
        Dictionary<string, string> bases = new() { ["debian:12"] = "1" };
        var image = new DockerImage("app") { Arguments = { ["A"] = "1", ["B"] = "2" } };
        var reversed = new DockerImage("app") { Arguments = { ["B"] = "2", ["A"] = "1" } };

        string[] hashes =
        [
            InputHash.Of(image, "FROM x", context, bases),
            InputHash.Of(image, "FROM y", context, bases),
            InputHash.Of(image with { Target = "t" }, "FROM x", context, bases),
            InputHash.Of(image with { Platform = "linux/arm64" }, "FROM x", context, bases),
            InputHash.Of(image with { Arguments = new Dictionary<string, string> { ["A"] = "1" } }, "FROM x", context, bases),
            InputHash.Of(image, "FROM x", [new("a", "executable 1")], bases),
            InputHash.Of(image, "FROM x", [new("b", "file 1")], bases),
            InputHash.Of(image, "FROM x", context, new Dictionary<string, string> { ["debian:12"] = "2" }),
        ];

        Assert.Equal(hashes.Length, hashes.Distinct().Count());
        Assert.Equal(hashes[0], InputHash.Of(reversed, "FROM x", context, bases));
    }

    private BuildContext Context => BuildContext.Of(new DockerImage("app"), _folder.Path);

    private IEnumerable<string> Paths() => Context.Entries().Select(entry => entry.Path);

    private IReadOnlyList<string> Contents() => [.. Context.Entries().Select(entry => $"{entry.Path} {entry.Content}")];
}
