using System.Net.Sockets;
using Microsoft.AspNetCore.Routing;
using Slipway.Processes;
using Slipway.Rehearsal.AutoScaling;
using Slipway.Rehearsal.Backing;
using Slipway.Rehearsal.CloudFront;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Engine;
using Slipway.Rehearsal.Faults;
using Slipway.Rehearsal.Iam;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.Rds;
using Slipway.Rehearsal.S3;
using Slipway.Rehearsal.Secrets;
using Slipway.Rehearsal.State;
using Slipway.Rehearsal.Sts;

namespace Slipway.Rehearsal;

/// <summary>AWS on one machine: all services and the registry behind one address on loopback.</summary>
internal sealed class RehearsalCloud : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _ends = new();

    private RehearsalCloud(LoopbackSocket socket) => (AwsEndpoint, RegistryHost) = (socket.Endpoint, socket.Endpoint.Authority);

    /// <summary>What AWS_ENDPOINT_URL is set to.</summary>
    public Uri AwsEndpoint { get; }

    /// <summary>Host and port of the registry: the first part of every image reference.</summary>
    public string RegistryHost { get; }

    /// <summary>Starts a cloud that answers when this returns.</summary>
    /// <exception cref="DeployException">Another cloud runs from the folder, its state cannot be read, or the port is taken.</exception>
    public static async Task<RehearsalCloud> Start(RehearsalOptions options, CancellationToken ct)
    {
        var folder = await FolderLock.Take(options.Folder, TimeProvider.System, ct);
        try
        {
            var state = new FileStateStore(Path.Combine(options.Folder, "state"));
            var socket = Bind(options.Port, state);
            var cloud = new RehearsalCloud(socket);
            try
            {
                cloud.Own(folder);
                await cloud.Compose(options, state, socket, ct);
                return cloud;
            }
            catch
            {
                socket.Dispose();
                await cloud.DisposeAsync();
                throw;
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_ends.TryPop(out var end))
            await end();
    }

    private async Task Compose(RehearsalOptions options, IStateStore state, LoopbackSocket socket, CancellationToken ct)
    {
        var time = new RehearsalTime(options.Clock, options.Speed);

        var repositories = new Repositories(state);
        var blobs = new BlobStore(Path.Combine(options.Folder, "registry"));
        var tokens = new RegistryTokens(state, options.Clock);
        var sts = new StsApi(state, options.Clock);
        var roles = new ConfinedRoles(sts.RoleOf, sts.ArnOf);
        var blobRoutes = Own(new BlobRoutes(repositories, blobs));
        var registry = new OciRegistry(blobRoutes, new ManifestRoutes(repositories, blobs, options.Clock), tokens, roles);

        var logs = new LogGroups(state, Path.Combine(options.Folder, "logs"), options.Clock);
        var secrets = new SecretVault(state);
        var secretsApi = new SecretsManagerApi(secrets, options.Clock);
        var stores = new BackingStores(state, new StoreSecrets(secretsApi), options.Stores);

        var snapshots = Own(new DbSnapshots(state, stores, Path.Combine(options.Folder, "rds"), time));

        var metrics = new MetricStore(options.Clock);
        var alarms = new Alarms(state, metrics, options.Clock);
        var (faults, tasks) = (new FaultSwitches(time), new KnownTasks());
        var balancers = Own(await LoadBalancers.Start(state, time, metrics, new TargetFaults(faults, tasks, time), Random.Shared.NextDouble, ct));

        var containers = options.Runtime(new RegistryLogin(RegistryHost, RegistryTokens.User, () => tokens.Issue(Signature.DefaultAccount).Password));
        var runtime = new FaultyTasks(containers, faults, tasks, balancers.Targets.IsHealthy, time);
        var ecs = Own(new EcsApi(time, new EcsPorts(state, runtime, balancers, balancers, alarms, logs, new EcrImages(repositories, RegistryHost), secrets.Resolve)));

        IReadOnlyList<IAwsApi> apis =
        [
            sts,
            new EcrApi(repositories, blobs, tokens, new RegistryScanning(state), socket.Endpoint, time),
            new LogsApi(logs, options.Clock),
            secretsApi,
            ecs,
            new LoadBalancingApi(balancers, options.Clock),
            new CloudWatchApi(metrics, alarms, options.Clock),
            new RdsApi(stores, snapshots, options.Clock),
            new AutoScalingApi(new ScalableTargets(state), ecs, alarms, options.Clock),
        ];

        var buckets = Own(new Buckets(Path.Combine(options.Folder, "s3"), options.Clock));
        var scripts = Path.Combine(options.Folder, "functions");
        var engines = new ScriptEngines(new SystemProcesses(options.Clock), Path.Combine(scripts, "engine"), Path.Combine(scripts, "packages"), Machine.This(), ScriptEngines.OnPath);
        var functions = new EdgeFunctions(engines, scripts, options.Clock);
        var edges = Own(await EdgeNetwork.Start(state, new OriginBuckets(buckets, options.Clock), functions, logs, time, ct));
        IReadOnlyList<IRestApi> restApis = [new S3Api(buckets, options.Clock, sts.UserId), new CloudFrontApi(edges, time)];

        var faultRoutes = new FaultRoutes(faults, [.. apis.Select(api => api.SigningName), .. restApis.Select(api => api.SigningName)]);
        Own(await ApiServer.Start(
            apis, restApis, new CallFaults(faults, sts.ArnOf, time), roles, socket, routes => MapOwn(routes, registry, new BackingRoutes(stores), faultRoutes, new RoleRoutes(roles)), ct));
        // Last, since a task that runs again after a restart pulls its image from this very server, and finds its data stores there.
        Own(new BackgroundLoop(async end =>
        {
            await stores.Resume(end);
            snapshots.Resume();
            await ecs.Run(end);
        }));
    }

    private static void MapOwn(IEndpointRouteBuilder routes, OciRegistry registry, BackingRoutes backing, FaultRoutes faults, RoleRoutes roles)
    {
        registry.Map(routes);
        backing.Map(routes);
        faults.Map(routes);
        roles.Map(routes);
    }

    /// <summary>Ends <paramref name="part"/> with the cloud, before everything that was there before it.</summary>
    private T Own<T>(T part)
    {
        _ends.Push(part switch
        {
            IAsyncDisposable disposable => disposable.DisposeAsync,
            IDisposable disposable => () =>
            {
                disposable.Dispose();
                return ValueTask.CompletedTask;
            }
            ,
            _ => () => ValueTask.CompletedTask,
        });
        return part;
    }

    /// <summary>Something that goes on until the cloud ends.</summary>
    private sealed class BackgroundLoop : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly Task _running;

        public BackgroundLoop(Func<CancellationToken, Task> run) => _running = Task.Run(() => run(_end.Token));

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _end.Dispose();
        }
    }

    private sealed record LastAddress(int Port);

    private static LoopbackSocket Bind(int port, IStateStore state)
    {
        const string document = "address";
        var last = state.Load<LastAddress>(document)?.Port ?? 0;
        var socket = port == 0 ? TryBind(last) ?? LoopbackSocket.Bind(0) : TryBind(port) ?? throw new DeployException(
            $"""
             The rehearsal cloud was not started: port {port} of 127.0.0.1 is taken.
               try  end what listens there, or choose another --port (0: any free one)
             """);

        if (socket.Port != last)
            state.Save(document, new LastAddress(socket.Port));

        return socket;
    }

    private static LoopbackSocket? TryBind(int port)
    {
        try
        {
            return LoopbackSocket.Bind(port);
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
