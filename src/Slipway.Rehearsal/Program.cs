using System.Runtime.InteropServices;
using Slipway;
using Slipway.Processes;
using Slipway.Rehearsal;
using Slipway.Rehearsal.Backing;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Engine;

using var stopping = new CancellationTokenSource();
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);

try
{
    await Run(RehearsalArguments.Parse(args), stopping.Token);
    return 0;
}
catch (OperationCanceledException) when (stopping.IsCancellationRequested)
{
    // It was ended before it was ready: nothing has been promised yet.
    return 0;
}
catch (DeployException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}

void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    stopping.Cancel();
}

static async Task Run(RehearsalArguments arguments, CancellationToken ct)
{
    await using var engine = arguments.DockerHost is null
        ? await DockerEngine.Ensure(Path.Combine(arguments.Folder, "docker"), Console.Error.WriteLine, ct)
        : null;
    var host = engine?.Host ?? new DockerHost(arguments.DockerCli!, arguments.DockerHost!, IsPrivate: false);

    using var docker = new DockerApi(host.Socket);
    var packages = new DebianPackages(new SystemProcesses(TimeProvider.System), EngineSettings.For(Path.Combine(arguments.Folder, "docker")).Packages) { Whole = true };
    using var images = new StoreImages(docker, packages, Path.Combine(arguments.Folder, "backing"), Console.Error.WriteLine);
    var options = new RehearsalOptions(arguments.Folder, login => new DockerTaskRuntime(docker, arguments.Folder, login))
    {
        Stores = new DockerStores(docker, images, arguments.Folder, TimeProvider.System),
        Port = arguments.Port,
        Speed = arguments.Speed,
    };

    await using var cloud = await RehearsalCloud.Start(options, ct);
    CloudFile.Of(cloud, host.Host, host.Cli, arguments.Speed).Write(arguments.Folder);
    try
    {
        Console.Error.WriteLine($"The rehearsal cloud is ready at {cloud.AwsEndpoint}");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
    finally
    {
        File.Delete(CloudFile.PathIn(arguments.Folder));
    }
}
