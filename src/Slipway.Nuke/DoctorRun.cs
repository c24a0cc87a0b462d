using Slipway.GitHub;
using Slipway.Pipelines;

namespace Slipway.Nuke;

/// <summary>Looks whether what the pipelines rest on is as they need it.</summary>
internal static class DoctorRun
{
    /// <exception cref="DeployException">The definitions are not sound, there is no token, or GitHub could not be read.</exception>
    public static async Task<Verdict> Look(IShip build, ShipRun run, CancellationToken ct)
    {
        DefinitionRules.Demand(build.Applications, path => Path.Exists(Path.Combine(build.RootDirectory, path)));
        var servers = build.Applications.SelectMany(application => application.Environments).Select(environment => environment.Approval.GitHubServer);
        var place = await GitHubPlace.Of(build.RootDirectory, servers, run.Processes, System.Environment.GetEnvironmentVariable, ct);
        return await GitHubCheckup.At(place, run.Output, TimeProvider.System).Look(GateUse.Of(DeliveryPlanner.Plan(build.Applications, build.Delivery).OnGitHub.In($"{place}")), ct);
    }
}
