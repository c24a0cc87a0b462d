using Slipway.Import;

namespace Slipway.Nuke;

/// <summary>Writes a first definition from a task definition.</summary>
internal static class ImportRun
{
    /// <exception cref="DeployException">No task definition is named, or it cannot be imported.</exception>
    public static async Task<Verdict> Write(IShip build, ShipRun run, CancellationToken ct)
    {
        var file = build.TaskDefinition ?? throw new DeployException(
            """
            Import does not know which task definition. Nothing was changed.
              try  aws ecs describe-task-definition --task-definition FAMILY > task.json, then ./build.sh Import --task-definition task.json
            """,
            Verdict.Usage);
        // An application or environment that is set for every run is another one than what is imported.
        var wish = new ImportWish(file, build.ServiceName, ShipParameters.Given("application"), ShipParameters.Given("environment"));
        await new Importer(build.RootDirectory, run.Output).Run(wish, ct);
        return Verdict.Deployed;
    }
}
