using System.Diagnostics;
using Slipway.Processes;
using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.Tests.Engine;

public sealed class DockerEngineTests(EngineFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task From_nothing_an_image_is_built_and_a_published_port_answers()
    {
        var host = await fixture.Host(Ct);

        Assert.True(host.IsPrivate);
        var run = await Docker(host, "run", "--detach", "--publish", "80", EngineFixture.Image, "sh", "-c", "mkdir /www; cp /built /www/index.html; exec httpd -f -h /www -p 80");
        Assert.True(run.ExitCode == 0, run.Error);
        var port = (await Docker(host, "port", run.Output.Trim(), "80")).Output.Trim();
        Assert.StartsWith("127.0.0.1:", port, StringComparison.Ordinal);
        Assert.Equal("built\n", await Eventually(port));
        await Docker(host, "rm", "--force", run.Output.Trim());
    }

    [Fact]
    public async Task A_second_caller_gets_the_engine_that_runs_and_does_not_end_it()
    {
        var first = await fixture.Host(Ct);
        var lines = new List<string>();

        await using (var second = await Ensure(fixture.Settings, lines))
            Assert.Equal(first, second.Host);

        Assert.Empty(lines);
        Assert.True(await DockerEngine.Answers(first.Socket, Ct));
    }

    [Theory]
    [InlineData("all")]
    [InlineData("guard")]
    public async Task Whatever_is_killed_nothing_is_left_and_the_next_start_works(string killed)
    {
        await fixture.Host(Ct);
        var root = Directory.CreateTempSubdirectory("slipway-killed-");
        var settings = EngineSettings.For(root.FullName, EngineFixture.Packages);
        Directory.CreateDirectory(settings.Unpacked);
        var copied = await EngineFixture.Processes.Run(new Command("cp", "-a", $"{fixture.Settings.Unpacked}/.", settings.Unpacked), null, Ct);
        Assert.Equal(0, copied.ExitCode);
        var lines = new List<string>();

        var engine = await Ensure(settings, lines);
        Assert.Equal(["Starting a private Docker Engine"], lines);
        var save = await EngineFixture.Processes.Run(
            new Command("/bin/sh", "-c", $"{engine.Host.Cli} -H {fixture.Settings.Socket.Insert(0, "unix://")} save {EngineFixture.Image} | {engine.Host.Cli} -H {engine.Host.Host} load"), null, Ct);
        Assert.True(save.ExitCode == 0, save.Error);
        var run = await Docker(engine.Host, "run", "--detach", "--publish", "80", EngineFixture.Image, "sh", "-c", "trap '' TERM; while :; do sleep 1; done");
        Assert.True(run.ExitCode == 0, run.Error);

        var victims = Leftovers(settings).Where(line => line.StartsWith("process", StringComparison.Ordinal)).Where(line => killed == "all" || line.Contains("guard.sh", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(victims);
        foreach (var victim in victims)
        {
            using var process = Process.GetProcessById(int.Parse(victim.Split(' ')[1], null));
            process.Kill();
        }

        Assert.NotEmpty(Leftovers(settings));
        await DockerEngine.Stop(settings, EngineFixture.Processes, Ct);
        Assert.Empty(Leftovers(settings));

        await engine.DisposeAsync();
        var again = await Ensure(settings, lines);
        Assert.Equal(EngineFixture.Image, (await Docker(again.Host, "images", "--format", "{{.Repository}}:{{.Tag}}")).Output.Trim());
        await again.DisposeAsync();
        Assert.Empty(Leftovers(settings));
        root.Delete(recursive: true);
    }

    [Theory]
    [InlineData(false, "debian", "apt-get install docker.io")]
    [InlineData(true, "fedora", "docs.docker.com/engine/install")]
    [InlineData(false, null, "run the rehearsal on Linux")]
    public async Task Where_no_engine_can_be_had_the_message_says_what_to_install(bool root, string? os, string expected)
    {
        var folder = Path.Combine(fixture.Root.FullName, "never");
        var error = await Assert.ThrowsAsync<DeployException>(() => DockerEngine.Ensure(
            EngineSettings.For(folder), new Machine(root, os, "That OS 1"), EngineFixture.Processes, TimeProvider.System, false, _ => { }, Ct));

        Assert.Equal(Verdict.Failed, error.Verdict);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains($"That OS 1, {(root ? "root" : "not root")}", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_bridge_avoids_the_networks_that_are_routed_and_folders_differ()
    {
        const string header = "Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT";
        var settings = EngineSettings.For("/a/docker");
        var free = settings.Gateway([header, "eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0"]);
        var behindVpn = settings.Gateway([header, "tun0\t0000000A\t0\t0003\t0\t0\t0\t000000FF\t0\t0\t0"]);

        Assert.StartsWith("10.213.", free, StringComparison.Ordinal);
        Assert.StartsWith("172.29.", behindVpn, StringComparison.Ordinal);
        Assert.NotEqual(settings.Name, EngineSettings.For("/b/docker").Name);
        Assert.True(settings.Name.Length <= 15);
    }

    private static Task<DockerEngine> Ensure(EngineSettings settings, List<string> lines) =>
        DockerEngine.Ensure(settings, Machine.This(), EngineFixture.Processes, TimeProvider.System, useMachines: false, lines.Add, Ct);

    private static Task<CommandResult> Docker(DockerHost host, params string[] arguments) =>
        EngineFixture.Processes.Run(new Command(host.Cli, arguments) { Environment = host.BuildEnvironment }, null, Ct);

    /// <summary>Everything on this machine that belongs to an engine.</summary>
    private static IReadOnlyList<string> Leftovers(EngineSettings settings)
    {
        var processes = from folder in Directory.EnumerateDirectories("/proc")
                        where Path.GetFileName(folder).All(char.IsAsciiDigit)
                        let line = Read(Path.Combine(folder, "cmdline")).Replace('\0', ' ')
                        where line.Contains(settings.Runtime, StringComparison.Ordinal) || line.Contains(settings.Folder, StringComparison.Ordinal)
                        select $"process {Path.GetFileName(folder)} {line}";
        var mounts = File.ReadLines("/proc/mounts").Where(line => line.Contains(settings.Runtime, StringComparison.Ordinal) || line.Contains(settings.Folder, StringComparison.Ordinal)).Select(line => $"mount - {line}");
        var folders = new[] { settings.Runtime, $"/sys/class/net/{settings.Name}", $"/sys/fs/cgroup/{settings.Name}", $"/sys/fs/cgroup/memory/{settings.Name}" };
        return [.. processes, .. mounts, .. folders.Where(Directory.Exists).Select(folder => $"folder - {folder}")];

        static string Read(string file)
        {
            try
            {
                return File.ReadAllText(file);
            }
            catch (IOException)
            {
                return "";
            }
        }
    }

    private static async Task<string> Eventually(string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return await http.GetStringAsync(new Uri($"http://{address}/"), Ct);
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(10))
            {
                await Task.Delay(20, Ct);
            }
        }
    }
}
