using System.Runtime.Versioning;
using Slipway.Aws;
using Slipway.Git;
using Slipway.Images;
using Slipway.Provisioning;
using Slipway.Rehearsal;
using Slipway.Releases;
using Slipway.Sites;
using Slipway.Tests.Images;
using Slipway.Traffic;

namespace Slipway.Tests.Sites;

/// <summary>The first site of an application in a rehearsal cloud in this process, with its bucket, its distribution and the release bucket.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class SiteRehearsal : IAsyncDisposable
{
    private readonly RehearsalCloud _cloud;

    private SiteRehearsal(RehearsalCloud cloud, TemporaryFolder folder)
    {
        _cloud = cloud;
        Folder = folder;
        Session = new AwsSession(DeployEnvironment.Local, cloud.AwsEndpoint);
    }

    /// <summary>The application: its services' routes are looked at too.</summary>
    public required Application Shop { get; set; }

    /// <summary>Root of the repository.</summary>
    public TemporaryFolder Folder { get; }

    public AwsSession Session { get; }

    public RecordingOutput Output { get; } = new();

    public HttpWebViewer Viewer { get; } = new(onThisMachine: true);

    public SiteInfrastructure Place { get; private set; } = null!;

    public Uri AwsEndpoint => _cloud.AwsEndpoint;

    public AwsReleaseBucket Releases => new(Session.S3, Shop, DeployEnvironment.Local, TimeProvider.System);

    public SiteLedger Ledger => new(Releases, Shop.Sites[0].Name);

    public SiteShipper Shipper
    {
        get
        {
            var processes = new FakeProcesses();
            return new SiteShipper(
                Folder.Path, new Preparer(Folder.Path, new GitRepository(processes, Folder.Path), processes, Output, TimeProvider.System),
                new AwsSiteBucket(Session, TimeProvider.System), Releases, new AwsCdn(Session.CloudFront), Viewer, Output, TimeProvider.System)
            {
                Routes = [.. Shop.Services.Select(service => service.Route).OfType<Route>()],
            };
        }
    }

    public static async Task<SiteRehearsal> Of(Application shop, CancellationToken ct)
    {
        var folder = new TemporaryFolder();
        var cloud = await RehearsalCloud.Start(new RehearsalOptions(Path.Combine(folder.Path, "cloud"), _ => new NoTasks()) { Speed = 600 }, ct);
        var rehearsal = new SiteRehearsal(cloud, folder) { Shop = shop };
        var session = rehearsal.Session;
        await new ReleaseStore(session, shop, DeployEnvironment.Local, Tempo.OfAws, rehearsal.Output, TimeProvider.System).Bootstrap.Run(shop, DeployEnvironment.Local, ct);
        rehearsal.Place = await new AwsRehearsalSites(session.S3, session.CloudFront).Ensure(ImpliedSite.Of(shop, shop.Sites[0], shop.Name), DeployEnvironment.Local, balancing: null, ct);
        return rehearsal;
    }

    /// <summary>Writes the files of a build, each <c>name=content</c>, to the folder of its name.</summary>
    public void Write(string build, params IReadOnlyList<string> files)
    {
        foreach (var file in files)
            Folder.Write($"{build}/{file.Split('=', 2)[0]}", file.Split('=', 2)[1]);
    }

    public async ValueTask DisposeAsync()
    {
        Viewer.Dispose();
        Session.Dispose();
        await _cloud.DisposeAsync();
        Folder.Dispose();
    }
}
