using System.Net.Sockets;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;
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
        var folder = FolderLock.Take(options.Folder);
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
        var blobRoutes = Own(new BlobRoutes(repositories, blobs));
        var registry = new OciRegistry(blobRoutes, new ManifestRoutes(repositories, blobs, options.Clock), tokens);

        var logs = new LogGroups(state, Path.Combine(options.Folder, "logs"), options.Clock);
        var secrets = new SecretVault(state);

        IReadOnlyList<IAwsApi> apis =
        [
            new StsApi(state, options.Clock),
            new EcrApi(repositories, blobs, tokens, socket.Endpoint, time),
            new LogsApi(logs, options.Clock),
            new SecretsManagerApi(secrets, options.Clock),
        ];

        Own(await ApiServer.Start(apis, socket, registry.Map, ct));
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
            },
            _ => () => ValueTask.CompletedTask,
        });
        return part;
    }

    private static LoopbackSocket Bind(int port, IStateStore state)
    {
        const string document = "address";
        var last = state.Load(document)?.OptionalInt("port") ?? 0;
        var socket = port == 0 ? TryBind(last) ?? LoopbackSocket.Bind(0) : TryBind(port) ?? throw new DeployException(
            $"""
             The rehearsal cloud was not started: port {port} of 127.0.0.1 is taken.
               try  end what listens there, or choose another --port (0: any free one)
             """);

        if (socket.Port != last)
            state.Save(document, new JsonObject { ["port"] = socket.Port });

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
