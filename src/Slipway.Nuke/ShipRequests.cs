using Slipway.Images;
using Slipway.Output;
using Slipway.Pipelines.Simulation;
using Slipway.Processes;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Launch;
using Slipway.Releases;

namespace Slipway.Nuke;

/// <summary>What a run is asked to do, from definitions and parameters: against AWS, the rehearsal cloud, or the cloud of a simulation.</summary>
internal sealed class ShipRequests(IShip build, IProcesses processes, IOutput output)
{
    /// <summary>The simulation that this run is part of; null: it is part of none.</summary>
    private static SimulatedWorld? World => SimulatedWorld.Of(System.Environment.GetEnvironmentVariable);

    /// <summary>Whether a file or folder of the sources is there.</summary>
    public bool Exists(string path) => Path.Exists(Path.Combine(build.RootDirectory, path));

    /// <summary>The rehearsal cloud, which is started where it does not run.</summary>
    public Task<RehearsalEndpoints> Cloud(CancellationToken ct) => World is { } world
        ? Task.FromResult(new RehearsalEndpoints(world.Aws, world.Registry, new DockerHost(world.DockerCli, world.DockerHost, IsPrivate: false)))
        : new RehearsalLauncher(processes, TimeProvider.System).Ensure(
            RehearsalFolder.Of(build.RootDirectory), new LaunchOptions(build.Speed), line => output.Emit(new RehearsalSaid(line)), ct);

    /// <inheritdoc cref="Of(Func{string, bool}, string?, CancellationToken)"/>
    public Task<ReleaseRequest> Of(CancellationToken ct) => Of(Exists, ct);

    /// <inheritdoc cref="Of(Func{string, bool}, string?, CancellationToken)"/>
    public Task<ReleaseRequest> Of(Func<string, bool> exists, CancellationToken ct) => Of(exists, build.From, ct);

    /// <param name="exists">Whether a file or folder of the sources is there.</param>
    /// <param name="promoted">Name of the environment whose release is promoted; null: none is.</param>
    /// <exception cref="DeployException">The definitions contradict themselves, or parameters do not fit them (<see cref="Verdict.Usage"/>).</exception>
    public async Task<ReleaseRequest> Of(Func<string, bool> exists, string? promoted, CancellationToken ct)
    {
        DefinitionRules.Demand(build.Applications, exists);
        return await Of(Choice.Application(build.Applications, build.ApplicationName), promoted, Cloud, ct);
    }

    /// <summary>What is to be looked at, of one application. The rehearsal cloud is not started for it.</summary>
    /// <returns>Null: it would be in the rehearsal cloud, which does not run.</returns>
    public async Task<ReleaseRequest?> OfWhatIsThere(Application application, CancellationToken ct)
    {
        var cloud = World is null ? await RehearsalLauncher.Find(RehearsalFolder.Of(build.RootDirectory), ct) : await Cloud(ct);
        return cloud is null && Choice.Environment(application, build.Environment).IsLocal ? null : await Of(application, promoted: null, _ => Task.FromResult(cloud!), ct);
    }

    private async Task<ReleaseRequest> Of(Application application, string? promoted, Func<CancellationToken, Task<RehearsalEndpoints>> start, CancellationToken ct)
    {
        if (build is { Prebuilt: true, Rebuild: true })
            throw new DeployException("--prebuilt builds no image, and --rebuild all of them. Nothing was changed.\n  valid  one of the two", Verdict.Usage);

        var environment = Taking(Choice.Environment(application, build.Environment), build.AssumeRole);
        var world = World;
        var origin = promoted is { } from ? new ReleaseOrigin(In(world, application, Choice.Origin(application, environment, from)), world?.Aws) : null;
        environment = In(world, application, environment);
        var cloud = environment.IsLocal || world is not null ? await start(ct) : null;
        var docker = cloud is null ? new DockerConnection() : new DockerConnection(cloud.Docker.Cli, cloud.Docker.Host);
        return new ReleaseRequest(build.RootDirectory, application, environment, cloud?.Aws, docker, build.Rebuild)
        {
            Wait = build.WaitForLock ? LockWait.Wait : LockWait.Refuse,
            ExpectPlan = build.ExpectPlan,
            Force = build.Force,
            Prebuilt = build.Prebuilt,
            From = origin,
            Tempo = world is not null ? new Tempo(world.Speed) : environment.IsLocal ? new Tempo(build.Speed) : Tempo.OfAws,
        };
    }

    /// <summary>The rehearsal has no roles that could be taken.</summary>
    private static DeployEnvironment Taking(DeployEnvironment environment, string? role) => role is null || environment.IsLocal ? environment : environment with { AssumeRole = role };

    /// <summary>An environment of AWS as it is in a simulation; as it is where there is none.</summary>
    private static DeployEnvironment In(SimulatedWorld? world, Application application, DeployEnvironment environment) =>
        world is null || environment.IsLocal ? environment : world.Of(application, environment);
}
