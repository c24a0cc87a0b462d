using Slipway.Infrastructures.Rendered;
using Slipway.Pipelines.Files;

namespace Slipway.Nuke;

/// <summary>Writes the template of what an environment needs.</summary>
internal static class InfrastructureRun
{
    /// <exception cref="DeployException">The definition is not sound, or nothing can be rendered for the environment.</exception>
    public static async Task<Verdict> Render(IShip build, ShipRun run, CancellationToken ct)
    {
        var application = Choice.Application(build.Applications, build.ApplicationName);
        var environment = Choice.Environment(application, build.Environment);
        var generator = new InfrastructureGenerator(new RepositoryFolder(build.RootDirectory), path => Path.Exists(Path.Combine(build.RootDirectory, path)), run.Output);
        if (build.Check)
            return await generator.Check(application, environment, ct);

        await generator.Write(application, environment, ct);
        return Verdict.Deployed;
    }
}
