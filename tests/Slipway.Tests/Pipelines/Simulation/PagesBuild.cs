using Nuke.Common;
using Slipway.Nuke;

namespace Slipway.Tests.Pipelines.Simulation;

/// <summary>The build of a repository whose workflows are simulated: one site, and an environment of AWS that somebody must let a release into.</summary>
internal sealed class PagesBuild : NukeBuild, IShip
{
    public const string Name = "pages";

    public static readonly DeployEnvironment Prod = new("prod")
    {
        Account = "444455556666",
        Region = "eu-west-1",
        Branch = "main",
        Approval = Approval.Required,
        Infrastructure = new Infrastructure
        {
            Cluster = "none",
            Subnets = [],
            SecurityGroups = [],
            ExecutionRole = "none",
            Sites = new Dictionary<string, SiteInfrastructure> { ["web"] = new("pages.example.com", "E2QWRUHAPOMQZL") },
        },
    };

    public static readonly Application Application = new("pages")
    {
        Repository = "acme/pages",
        Environments = [DeployEnvironment.Local, Prod],
        Sites = [new("web") { Source = "pages" }],
        SmokeChecks = [new("/") { Contains = "hello" }],
    };

    IReadOnlyList<Application> IShip.Applications => [Application];

    public static int Start() => Execute<PagesBuild>(x => ((IShip)x).Preview);
}
