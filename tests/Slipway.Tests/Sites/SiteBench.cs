using System.Runtime.Versioning;
using Slipway.Git;
using Slipway.Images;
using Slipway.Sites;
using Slipway.Tests.Images;
using Slipway.Tests.Services;

namespace Slipway.Tests.Sites;

/// <summary>Builds of a site in folders, and runs that publish them to a cloud in memory.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SiteBench(SiteCloud? cloud = null) : IDisposable
{
    public static readonly SiteInfrastructure Place = new("shop-web", "E1");

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();

    public SiteCloud Cloud { get; } = cloud ?? new SiteCloud();

    public RecordingOutput Output { get; } = new();

    public StaticSite Site { get; init; } = new("web") { Source = "unset" };

    public SiteInfrastructure At { get; init; } = Place;

    public IReadOnlyList<Route> Routes { get; init; } = [];

    public string Root => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>A build; each file is <c>path=text</c>.</summary>
    public StaticSite Build(string name, params IReadOnlyList<string> files)
    {
        foreach (var file in files)
            _folder.Write($"{name}/{file[..file.IndexOf('=', StringComparison.Ordinal)]}", file[(file.IndexOf('=', StringComparison.Ordinal) + 1)..]);

        return Site with { Source = name };
    }

    /// <summary>A run of its own: nothing is remembered from one to the next.</summary>
    public SiteShipper Shipper()
    {
        var time = new ImmediateTime();
        var processes = new FakeProcesses();
        return new SiteShipper(
            Root, new Preparer(Root, new GitRepository(processes, Root), processes, Output, time), Cloud, Cloud, Cloud, Cloud, Output, time)
        { Routes = Routes };
    }

    /// <summary>Plans as a run does: once, and where there is something to do, again under the lock.</summary>
    public async Task<SitePlan> Plan(StaticSite site)
    {
        var shipper = Shipper();
        var plan = await shipper.Plan(site, At, Ct);
        return plan.ChangesSomething ? await shipper.Plan(site, At, Ct) : plan;
    }

    public async Task<SiteResult> Ship(StaticSite site, string release) => await Shipper().Apply(await Plan(site), release, Ct);

    /// <summary>Publishes and returns what was written.</summary>
    public async Task<IReadOnlyList<string>> Writes(StaticSite site, string release)
    {
        Cloud.TakeLog();
        await Ship(site, release);
        return Cloud.TakeLog();
    }
}
