using System.Runtime.Versioning;
using Slipway.Processes;
using Slipway.Services;
using Slipway.Sites;

namespace Slipway.Tests.Releases;

/// <summary>Services that wait for each other, the files that their pages load, and a site, promoted as one release.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PromotedPagesTests : IAsyncLifetime
{
    private ReleaseBench _dev = null!;
    private ReleaseBench _prod = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_dev, _prod) = (await ReleaseBench.Start(), await ReleaseBench.Start());
        _dev.Shop = _prod.Shop = _dev.Shop with
        {
            Services = [.. _dev.Shop.Services.Select(service => service.Name == "web" ? service with { DependsOn = ["api"] } : service)],
            Sites = [.. _dev.Shop.Sites, new("scripts") { Source = "scripts", Routing = SiteRouting.Assets, Prefix = "_scripts" }],
        };
        foreach (var arguments in new string[][] { ["init", "--quiet"], ["-c", "user.name=Test", "-c", "user.email=test@example.com", "commit", "--quiet", "--allow-empty", "--message", "Begin"] })
            await new SystemProcesses(TimeProvider.System).Run(new Command("git", arguments) { Directory = _prod.Root }, onLine: null, Ct);

        await Script("one");
        await _dev.Ship("r1", "page one", ("web", "one"), ("api", "one"));
    }

    public async ValueTask DisposeAsync()
    {
        await _dev.DisposeAsync();
        await _prod.DisposeAsync();
    }

    [Fact]
    public async Task What_pages_load_comes_before_the_services_these_in_their_order_and_pages_of_their_own_last()
    {
        var record = await _prod.Promote(_dev);

        Assert.Equal("Deployed", record.Verdict);
        Assert.Equal(["scripts", "api", "web", "docs"], Done());
        Assert.Equal("api=one web=one page one", await _prod.Serves("one"));
        Assert.Equal("one", await Script("one", record.Urls["scripts"]));
        Assert.Equal([("docs", 1), ("scripts", 1)], record.Sites.Select(site => (site.Name, site.Uploaded)).Order());
    }

    [Fact]
    public async Task Where_the_second_service_does_not_come_up_the_first_goes_back_and_both_versions_of_what_pages_load_are_there()
    {
        await _prod.Promote(_dev);
        await Script("two");
        await _dev.Ship("r2", "page two", ("web", "two"), ("api", "two"));
        _prod.Tasks.Broken = ReleaseBench.DigestOf("two");
        // Only web shall be broken, so api gets an image of its own.
        await _dev.Ship("r3", "page two", ("web", "two"), ("api", "three"));

        var record = await _prod.Promote(_dev);

        Assert.Equal("RolledBack", record.Verdict);
        Assert.Equal([("api", "RolledBack"), ("web", "RolledBack")], record.Services.Select(service => (service.Name, service.Verdict)).Order());
        Assert.Equal("api=one web=one page one", await _prod.Serves("one", "three"));
        Assert.Equal(("one", "two"), (await Script("one", record.Urls["scripts"]), await Script("two", record.Urls["scripts"])));
    }

    /// <summary>Sites and services in the order in which they were done.</summary>
    private IEnumerable<string> Done() => _prod.Output.Events.Select(told => told switch
    {
        SitePublished published => published.Result.Site,
        ServiceEnded ended => ended.Service,
        _ => null,
    }).OfType<string>();

    private async Task Script(string text)
    {
        var folder = Path.Combine(_dev.Root, "scripts");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);

        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, Name(text)), text, Ct);
    }

    private static async Task<string> Script(string text, string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return await http.GetStringAsync(new Uri(new Uri(address), $"/_scripts/{Name(text)}"), Ct);
    }

    private static string Name(string text) => $"{text}.3f9c1a2b.js";
}
