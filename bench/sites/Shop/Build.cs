using Nuke.Common;
using Slipway;
using Slipway.Nuke;

namespace SiteShop;

/// <summary>The build of the shop whose site is deployed. It finds the server by <c>AWS_ENDPOINT_URL</c> alone, as it would find any.</summary>
internal sealed class Build : NukeBuild, IShip
{
    public static int Main() => Execute<Build>(x => ((IShip)x).Preview);

    IReadOnlyList<Application> IShip.Applications => [Shop.Application];
}
