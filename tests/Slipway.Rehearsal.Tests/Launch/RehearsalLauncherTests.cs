using System.Diagnostics;
using Slipway.Rehearsal.Launch;
using Slipway.Rehearsal.Tests.Engine;

namespace Slipway.Rehearsal.Tests.Launch;

public sealed class RehearsalLauncherTests(EngineFixture fixture) : IAsyncLifetime
{
    private readonly RehearsalLauncher _launcher = new(EngineFixture.Processes, TimeProvider.System);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-launch-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RehearsalFolder Folder => RehearsalFolder.Of(_root.FullName);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _launcher.Stop(Folder, CancellationToken.None);
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task Two_starts_at_once_give_one_cloud_which_is_found_again_and_replaced_when_killed()
    {
        var options = new LaunchOptions(Speed: 60) { Docker = await fixture.Host(Ct) };
        var lines = new List<string>();

        var both = await Task.WhenAll(_launcher.Ensure(Folder, options, lines.Add, Ct), _launcher.Ensure(Folder, options, _ => { }, Ct));
        Assert.Equal(both[0].Aws, both[1].Aws);
        var first = Assert.Single(CloudProcesses.Find(Folder));

        Assert.Equal(both[0], await _launcher.Ensure(Folder, options, line => Assert.Fail(line), Ct));
        Assert.Equal(first, Assert.Single(CloudProcesses.Find(Folder)));

        using (var process = Process.GetProcessById(first.Id))
            process.Kill();
        await File.WriteAllTextAsync(CloudFile.PathIn(Folder.Path), "{ not json", Ct);
        await _launcher.Ensure(Folder, options, _ => { }, Ct);
        Assert.NotEqual(first.Id, Assert.Single(CloudProcesses.Find(Folder)).Id);

        await _launcher.Stop(Folder, Ct);
        await _launcher.Stop(Folder, Ct);
        Assert.Empty(CloudProcesses.Find(Folder));
        Assert.False(File.Exists(CloudFile.PathIn(Folder.Path)));
        Assert.True(Directory.Exists(Path.Combine(Folder.Path, "state")));
    }

    [Fact]
    public async Task A_cloud_that_ends_while_it_starts_is_reported_with_the_end_of_its_log()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => _launcher.Ensure(Folder, new LaunchOptions(Speed: 0.5), _ => { }, Ct));

        Assert.Contains("ended while it started", error.Message, StringComparison.Ordinal);
        Assert.Contains("--speed must be a number from 1", error.Message, StringComparison.Ordinal);
        Assert.Empty(CloudProcesses.Find(Folder));
    }

    [Fact]
    public async Task A_stranger_that_has_the_id_of_a_cloud_that_was_is_left_alone()
    {
        Directory.CreateDirectory(Folder.Path);
        new CloudFile(Environment.ProcessId, DateTimeOffset.UnixEpoch, new Uri("http://127.0.0.1:9/"), "127.0.0.1:9", "unix:///nowhere", "docker", 1, "x").Write(Folder.Path);

        await _launcher.Stop(Folder, Ct);

        // This very process was the stranger.
        Assert.False(File.Exists(CloudFile.PathIn(Folder.Path)));
    }

    [Theory]
    [InlineData(true, "/usr/bin/dotnet", "exec", "/r/bin/b1/Slipway.Rehearsal.dll", "--folder", "/r")]
    [InlineData(false, "/usr/bin/dotnet", "exec", "/other/bin/b1/Slipway.Rehearsal.dll", "--folder", "/r")]
    [InlineData(false, "vim", "exec", "/r/bin/b1/Slipway.Rehearsal.dll")]
    [InlineData(false, "/usr/bin/dotnet", "exec", "/r/bin/b1/Other.dll")]
    [InlineData(false, "dotnet")]
    public void A_cloud_is_known_by_its_whole_command_line(bool ours, params string[] commandLine) =>
        Assert.Equal(ours, CloudProcesses.ProgramOf(commandLine, new RehearsalFolder("/r")) is not null);
}
