using Slipway.Images;
using Slipway.Releases;

namespace Slipway.Publishing;

/// <summary>The application that the scenarios publish: one site, in the rehearsal or in an environment that is given its place.</summary>
internal static class Site
{
    /// <summary>The folder that the build writes.</summary>
    public const string Folder = "dist";

    // Edges keep pages for longer than any test lasts: an invalidation that is lost is seen.
    public static readonly StaticSite Web = new("web")
    {
        Source = Folder,
        Routing = SiteRouting.SinglePage,
        Beacons = ["version.json"],
        EdgeCache = TimeSpan.FromDays(365),
        Retention = new SiteRetention { Releases = 4, Days = 0 },
    };

    public static readonly Application Application = new("shop") { Environments = [DeployEnvironment.Local], Sites = [Web] };

    /// <param name="place">Null: the rehearsal makes it.</param>
    public static DeployEnvironment Environment(SiteInfrastructure? place) => place is null ? DeployEnvironment.Local : new("dev")
    {
        Account = DeployEnvironment.Local.Account,
        Region = DeployEnvironment.Local.Region,
        Infrastructure = new Infrastructure
        {
            Cluster = "none",
            Subnets = [],
            SecurityGroups = [],
            ExecutionRole = "none",
            Sites = new Dictionary<string, SiteInfrastructure> { [Web.Name] = place },
        },
    };

    public static ReleaseRequest Request(string root, Uri aws, double speed, SiteInfrastructure? place = null) =>
        new(root, Application, Environment(place), aws, new DockerConnection("/bin/false", "unix:///none"), Rebuild: false) { Tempo = new Tempo(speed) };
}
