using Slipway.Images;
using Slipway.Pipelines;
using Slipway.Pipelines.CodePipeline;
using Slipway.Releases;

namespace Slipway.Nuke;

/// <summary>Builds and pushes images alone, or tells which would be.</summary>
internal sealed class ImagesRun(IShip build, ShipRun run, ShipRequests requests)
{
    /// <exception cref="DeployException">The definitions are not sound, words do not go together, or an image cannot be built or pushed.</exception>
    public async Task<Verdict> Ship(CancellationToken ct)
    {
        run.RefuseToDetach("Images");
        if (build.NoPush || build.Since is not null)
            return await Try(ct);

        var request = await requests.Of(ct) with { From = null };
        var services = Choice.Services(request.Application, build.ServiceName);
        using var tools = new ReleaseTools(request, run.Processes, run.Output, TimeProvider.System);
        var images = new ReleaseImages(request, tools, run.Output, TimeProvider.System);
        if (build.Changed)
        {
            await images.Show(services, ct);
            return Verdict.Deployed;
        }

        var shipped = await images.Ship(services, ct);
        if (build.Definitions is { } folder)
        {
            var definitions = ImageDefinitions.Of(shipped);
            await ImageDefinitions.Write(definitions, Path.Combine(build.RootDirectory, folder), ct);
            run.Output.Emit(new ImagesDefined(folder, [.. definitions.Select(one => one.FileName)]));
        }

        return Verdict.Deployed;
    }

    /// <summary>What needs no account: which images are made from files that changed since a commit, and whether images can be built.</summary>
    private async Task<Verdict> Try(CancellationToken ct)
    {
        if (build is { Changed: false, NoPush: false })
        {
            throw new DeployException(
                """
                Images pushes what is not in the registry yet, whatever changed since a commit: --since has no part in it. Nothing was changed.
                  valid  --since with --changed, which lists services, or with --no-push, which tries to build their images
                """,
                Verdict.Usage);
        }

        DefinitionRules.Demand(build.Applications, requests.Exists);
        var application = Choice.Application(build.Applications, build.ApplicationName);
        var sources = ImageSource.Of(application with { Services = Choice.Services(application, build.ServiceName) });
        var trial = new ImageTrial(build.RootDirectory, new DockerCli(new DockerConnection(), run.Processes, TimeProvider.System), run.Processes, run.Output, TimeProvider.System);
        if (build.Since is { } since)
            sources = await trial.Changed(sources, since, ct);

        if (build.Changed)
            run.Output.Emit(new ServicesChanged($"commit {build.Since ?? "none"}", ImageSource.Services(sources)));
        else
            await trial.Build(sources, ct);

        return Verdict.Deployed;
    }
}
