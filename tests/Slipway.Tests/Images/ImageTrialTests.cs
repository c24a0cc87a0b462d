using System.Runtime.Versioning;
using Slipway.Images;
using Slipway.Processes;
using Slipway.Tests.Git;

namespace Slipway.Tests.Images;

/// <summary>With the real git; docker is a fake.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ImageTrialTests : IAsyncLifetime
{
    private readonly SystemProcesses _processes = new(TimeProvider.System);
    private readonly TemporaryFolder _folder = new();
    private readonly CallLog _log = new();
    private readonly RecordingOutput _output = new();
    private readonly FakeDocker _docker;

    public ImageTrialTests() => _docker = new FakeDocker(_log, new FakeRegistry(_log));

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static readonly ImageSource Web = new("web", "web", "shop/web", new DockerImage("web"));

    private static readonly ImageSource Api = new("api", "api", "shop/api", new DockerImage("api")
    {
        Prepare = new("sh", "-c", "mkdir -p api/out && cp code/api api/out/api && echo run >> runs") { Inputs = ["code"], Output = "api/out" },
    });

    private ImageTrial Trial => new(_folder.Path, _docker, _processes, _output, TimeProvider.System);

    public async ValueTask InitializeAsync()
    {
        _folder.Write("web/Dockerfile", "FROM scratch");
        _folder.Write("api/Dockerfile", "FROM scratch");
        _folder.Write("code/api", "1");
        _folder.Write(".gitignore", "/api/out\n/runs\n.nuke/temp/\n");
        await Git("init", "-q");
        await Commit();
        await Git("tag", "base");
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Only_services_whose_files_moved_since_the_commit_changed_and_nothing_is_prepared_for_that()
    {
        Assert.Empty(await Trial.Changed([Web, Api], "base", Ct));

        _folder.Write("code/api", "2");
        _folder.Write("README.md", "new");
        await Commit();
        Assert.Equal([Api], await Trial.Changed([Web, Api], "base", Ct));

        _folder.Write("web/page");
        await Commit();
        Assert.Equal([Web, Api], await Trial.Changed([Web, Api], "base", Ct));
        Assert.False(File.Exists(Path.Combine(_folder.Path, "runs")));
        Assert.Empty(_log.Calls);
    }

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef01234567")]
    [InlineData("--output=stolen")]
    [InlineData("")]
    public async Task A_commit_that_git_does_not_know_is_told_and_is_no_option(string commit)
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => Trial.Changed([Web], commit, Ct));

        Assert.StartsWith($"What changed since commit \"{commit}\" cannot be told: git does not know it here. Nothing was changed.\n  answer  ", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Path, "stolen")));
    }

    [Fact]
    public async Task Images_are_prepared_and_built_once_each_and_no_registry_is_asked()
    {
        await Trial.Build([Web, Web with { Service = "twin", Repository = "shop/twin" }, Api], Ct);

        Assert.Equal(["BUILD api 1 tag(s)", "BUILD web 1 tag(s)"], _log.Take().Order(StringComparer.Ordinal));
        Assert.Equal(["shop/api:tried", "shop/web:tried"], _docker.Builds.Select(build => Assert.Single(build.Tags)).Order(StringComparer.Ordinal));
        Assert.Equal("1", await File.ReadAllTextAsync(Path.Combine(_folder.Path, "api/out/api"), Ct));
        Assert.Equal("3 images can be built; none was pushed.", _output.Events.OfType<ImagesTried>().Single().Text);
    }

    [Fact]
    public async Task An_image_for_another_platform_is_found()
    {
        _docker.Platform = "linux/arm64";

        var error = await Assert.ThrowsAsync<DeployException>(() => Trial.Build([Web], Ct));

        Assert.StartsWith("The image of web is not for linux/amd64. It was not pushed.", error.Message, StringComparison.Ordinal);
    }

    private async Task Commit()
    {
        await Git("add", "-A");
        await Git("commit", "-q", "-m", "work");
    }

    private Task Git(params string[] arguments) => RealGit.Run(_processes, _folder.Path, arguments);
}
