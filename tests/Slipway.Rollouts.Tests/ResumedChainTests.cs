using Slipway.Processes;

namespace Slipway.Rollouts;

/// <summary>A run that is killed between the services of one release, and the run that ends what it left.</summary>
public sealed class ResumedChainTests
{
    private static readonly SystemProcesses Processes = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static Application Pages => Chain.WithScripts(Strategies.Unvisited(Strategies.Rolling));

    [Fact]
    public async Task Where_its_commit_is_checked_out_the_services_that_were_not_begun_follow()
    {
        await using var stage = await Stage.Set(Ct);
        var urls = await KilledAtTheSecond(stage);

        var resumed = await stage.Resume(Pages, Ct);

        Assert.True(resumed.Verdict == Verdict.Deployed, resumed.Text);
        Assert.Contains("is finished: its commit is checked out", resumed.Text, StringComparison.Ordinal);
        await AllAre(stage, "two", urls);
        Assert.Equal(("one", "two"), (await Script("one", urls), await Script("two", urls)));
    }

    [Fact]
    public async Task Where_another_is_checked_out_the_services_that_were_begun_go_back_and_what_pages_load_stays()
    {
        await using var stage = await Stage.Set(Ct);
        var urls = await KilledAtTheSecond(stage);
        await Commit(stage, "three");

        var resumed = await stage.Resume(Pages, Ct);

        Assert.True(resumed.Verdict == Verdict.RolledBack, resumed.Text);
        await AllAre(stage, "one", urls);
        Assert.Equal(("one", "two"), (await Script("one", urls), await Script("two", urls)));
    }

    /// <summary>Everything is at its first version; the run that deploys the next is killed once the second service is told to change.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> KilledAtTheSecond(Stage stage)
    {
        await Commit(stage, "one");
        var first = await stage.Run(Pages, (release, ct) => release.Deploy(ct), Ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);
        await Commit(stage, "two");

        await using var wire = await Wire.To(stage.Aws, Ct);
        wire.Breaks = (mutation, sent) => sent && mutation.Name == "UpdateService" && wire.Mutations.Count(name => name == "UpdateService") == 2 && KilledRun.Kill(wire);
        var killed = await Processes.Run(DeployProcess.Command(new(stage.Root, wire.Address, stage.Speed, Strategies.Rolling) { IsChain = true }), onLine: null, Ct);
        Assert.True(killed.ExitCode == 137, killed.Output + killed.Error);
        return first.Record.Urls;
    }

    private static async Task Commit(Stage stage, string version)
    {
        var folder = Path.Combine(stage.Root, Chain.Scripts);
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Name(version)), version, Ct);
        await stage.Commit(Pages, name => new ShopVersion($"{name} {version}"), Ct);
    }

    private static async Task AllAre(Stage stage, string version, IReadOnlyDictionary<string, string> urls)
    {
        foreach (var name in Chain.Names)
            Assert.Equal(new Dictionary<string, int> { [$"{name} {version}"] = 100 }, await stage.Answering(new Uri(urls[name]), Ct));
    }

    private static async Task<string> Script(string version, IReadOnlyDictionary<string, string> urls)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return await http.GetStringAsync(new Uri(new Uri(urls[Chain.Scripts]), $"/{Chain.Scripts}/{Name(version)}"), Ct);
    }

    private static string Name(string version) => $"{version}.3f9c1a2b.js";
}
