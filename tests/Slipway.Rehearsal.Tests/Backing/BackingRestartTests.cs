using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Backing;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Launch;
using Slipway.Rehearsal.Tests.Engine;

namespace Slipway.Rehearsal.Tests.Backing;

/// <summary>The cloud as a process of its own with a data store in an engine that outlives it, as a machine's own does.</summary>
[Trait("Category", "Long")]
public sealed class BackingRestartTests(EngineFixture fixture) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly RehearsalLauncher _launcher = new(EngineFixture.Processes, TimeProvider.System);
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("slipway-backing-");
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private RehearsalFolder Folder => RehearsalFolder.Of(_root.FullName);

    public ValueTask InitializeAsync()
    {
        // What other tests downloaded need not be downloaded again.
        Directory.CreateDirectory(Folder.Engine.Packages);
        foreach (var package in Directory.Exists(EngineFixture.Packages) ? Directory.GetFiles(EngineFixture.Packages, "*.deb") : [])
            File.Copy(package, Path.Combine(Folder.Engine.Packages, Path.GetFileName(package)));

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _launcher.Stop(Folder, CancellationToken.None);
        _http.Dispose();
        _root.Delete(recursive: true);
    }

    [Fact]
    public async Task A_store_survives_a_killed_cloud_ends_with_a_stopped_one_and_comes_back_by_itself()
    {
        var options = new LaunchOptions(Speed: 60) { Docker = await fixture.Host(Ct) };
        using var docker = new DockerApi(options.Docker!.Socket);
        var cloud = await _launcher.Ensure(Folder, options, _ => { }, Ct);
        var first = await Put(cloud);
        var container = Assert.Single(await Containers(docker));

        using (var process = Process.GetProcessById(Assert.Single(CloudProcesses.Find(Folder)).Id))
        {
            process.Kill();
            await process.WaitForExitAsync(Ct);
        }

        cloud = await _launcher.Ensure(Folder, options, _ => { }, Ct);
        await IsRunning(cloud);
        Assert.Equal(container, Assert.Single(await Containers(docker)));

        await _launcher.Stop(Folder, Ct);
        Assert.Empty(await Containers(docker));

        cloud = await _launcher.Ensure(Folder, options, _ => { }, Ct);
        await IsRunning(cloud);
        Assert.NotEqual(container, Assert.Single(await Containers(docker)));
        var again = await Put(cloud);
        Assert.Equal((true, false), ((bool)first["changed"]!, (bool)again["changed"]!));
        Assert.Equal(((string?)first["host"], (int)first["port"]!, (string?)first["secretArn"]), ((string?)again["host"], (int)again["port"]!, (string?)again["secretArn"]));
    }

    private async Task<JsonNode> Put(RehearsalEndpoints cloud)
    {
        using var body = new StringContent("""{ "engine": "redis", "account": "000000000000", "region": "us-east-1", "secret": "chat/local/redis" }""");
        using var answer = await _http.PutAsync(new Uri(cloud.Aws, "/_slipway/backing/cache"), body, Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }

    private async Task IsRunning(RehearsalEndpoints cloud)
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var store = Assert.Single((await _http.GetFromJsonAsync<JsonArray>(new Uri(cloud.Aws, "/_slipway/backing"), Ct))!)!;
            if ((string?)store["state"] == "running")
                return;

            Assert.True(Stopwatch.GetElapsedTime(began) < Limit, $"It did not come back within {Limit}: {store}");
            await Task.Delay(50, Ct);
        }
    }

    private async Task<IReadOnlyList<string>> Containers(DockerApi docker)
    {
        var filters = new JsonObject { ["label"] = new JsonArray($"slipway.cloud={Folder.Path}", DockerStores.StoreLabel) };
        return [.. (await docker.Get($"containers/json?all=1&filters={Uri.EscapeDataString(filters.ToJsonString())}", Ct))!.AsArray().Select(container => (string)container!["Id"]!)];
    }
}
