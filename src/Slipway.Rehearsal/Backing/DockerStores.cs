using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecs;
using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.Backing;

/// <summary>
/// Data stores as containers of a Docker Engine, published on the address that its bridge has on this machine: containers cannot reach
/// the machine's loopback. They carry the cloud's label, so that they end with it as tasks do; the data lie in a volume and stay.
/// </summary>
/// <param name="cloud">Tells this cloud's containers from others': its folder.</param>
internal sealed class DockerStores(DockerApi docker, StoreImages images, string cloud, TimeProvider time) : IStoreContainers
{
    public const string StoreLabel = "slipway.backing";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly string _prefix = $"slipway-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cloud)))[..8]}-backing";

    /// <inheritdoc/>
    public Task<string> Image(BackingEngine engine, string? last, CancellationToken ct) => images.Ensure(engine, last, ct);

    /// <inheritdoc/>
    public async Task<RunningStore?> Find(Store store, CancellationToken ct) =>
        await docker.Get($"containers/{NameOf(store)}/json", ct) is { } container && (bool?)container["State"]?["Running"] == true
        && VolumeOf(store) == Mounted(container) && Published(container, store.Kind()) is { } address
            ? new RunningStore((string)container["Id"]!, address)
            : null;

    /// <inheritdoc/>
    public async Task<RunningStore> Run(Store store, string image, CancellationToken ct)
    {
        var gateway = await Gateway(ct);
        try
        {
            return await Start(store, image, gateway, store.Port, ct);
        }
        catch (DockerApiException) when (store.Port != 0)
        {
            // Something else took its port while it was away; if that is not the reason, another port will not help.
            return await StartAnywhere();
        }
        catch (DockerApiException exception)
        {
            throw Refused(exception);
        }

        async Task<RunningStore> StartAnywhere()
        {
            try
            {
                return await Start(store, image, gateway, port: 0, ct);
            }
            catch (DockerApiException exception)
            {
                throw Refused(exception);
            }
        }

        DeployException Refused(DockerApiException exception) => new(
            $"""
             The backing store {store.Name} ({store.Kind().Title}) was not started: the Docker Engine refused its container. Its data are untouched.
               reason  {exception.Message}
               try     docker ps on the rehearsal's engine; RehearseStop ends everything, and the next run begins anew
             """,
            inner: exception);
    }

    /// <inheritdoc/>
    public async Task Answers(Store store, RunningStore running, CancellationToken ct)
    {
        for (var began = time.GetTimestamp(); ;)
        {
            var state = (await docker.Get($"containers/{running.Id}/json", ct))?["State"];
            if ((bool?)state?["Running"] != true)
                throw await Failed(store, running, $"its container ended with exit code {state?["ExitCode"]?.ToJsonString() ?? "unknown"}", ct);

            if (await Probe(store, running, ct))
                return;

            if (time.GetElapsedTime(began) > AnswerLimit)
                throw await Failed(store, running, $"it did not answer its own client within {AnswerLimit.TotalMinutes:0} minutes", ct);

            await Task.Delay(Pause, time, ct);
        }
    }

    /// <inheritdoc/>
    public async Task Dump(Store store, RunningStore running, Stream to, CancellationToken ct)
    {
        var (code, error) = await DockerExec.Run(docker, running.Id, store.Kind().Dump, to, ct);
        if (code != 0)
        {
            throw new DeployException(
                $"""
                 The backing store {store.Name} ({store.Kind().Title}) was not dumped: its program ended with {code}.
                   reason  {error}
                   try     the same again; a store that an earlier version made has no such program: RehearseStop, delete the folder, and deploy again
                 """);
        }
    }

    /// <summary>What the engine is asked for.</summary>
    internal static JsonObject Request(Store store, string image, string volume, string cloud, IPAddress gateway, int port)
    {
        var engine = store.Kind();
        var published = $"{engine.Port}/tcp";
        return new JsonObject
        {
            ["Image"] = image,
            ["Entrypoint"] = new JsonArray("/bin/sh", "-ec", engine.Script),
            ["User"] = $"{BackingEngine.User}:{BackingEngine.User}",
            ["WorkingDir"] = "/data",
            ["Env"] = new JsonArray("PATH=/usr/bin:/usr/sbin", "HOME=/tmp", "LC_ALL=C", $"NAME={store.Database}", $"PASSWORD={store.Password}"),
            ["StopSignal"] = engine.StopSignal,
            ["Labels"] = new JsonObject { [DockerTaskRuntime.CloudLabel] = cloud, [StoreLabel] = store.Name },
            ["ExposedPorts"] = new JsonObject { [published] = new JsonObject() },
            ["HostConfig"] = new JsonObject
            {
                ["NetworkMode"] = "bridge",
                ["PortBindings"] = new JsonObject
                {
                    [published] = new JsonArray(new JsonObject { ["HostIp"] = gateway.ToString(), ["HostPort"] = port == 0 ? "" : port.ToString(CultureInfo.InvariantCulture) }),
                },
                ["Mounts"] = new JsonArray(new JsonObject
                {
                    ["Type"] = "volume",
                    ["Source"] = volume,
                    ["Target"] = "/data",
                    ["VolumeOptions"] = new JsonObject { ["Labels"] = new JsonObject { [DockerTaskRuntime.CloudLabel] = cloud, [StoreLabel] = store.Name } },
                }),
                ["Tmpfs"] = new JsonObject { ["/tmp"] = "mode=1777" },
                ["ReadonlyRootfs"] = true,
                ["CapDrop"] = new JsonArray("ALL"),
                ["SecurityOpt"] = new JsonArray("no-new-privileges"),
                ["LogConfig"] = new JsonObject { ["Type"] = "json-file", ["Config"] = new JsonObject { ["max-size"] = "20m" } },
            },
        };
    }

    private async Task<RunningStore> Start(Store store, string image, IPAddress gateway, int port, CancellationToken ct)
    {
        await docker.Delete($"containers/{NameOf(store)}?force=1", ct);
        var request = Request(store, image, VolumeOf(store), cloud, gateway, port);
        var id = (string)(await docker.Post($"containers/create?name={NameOf(store)}", request, ct))!["Id"]!;
        await docker.Post($"containers/{id}/start", null, ct);
        // One that ended at once has no ports any more.
        return new RunningStore(id, Published((await docker.Get($"containers/{id}/json", ct))!, store.Kind()) ?? new IPEndPoint(gateway, port));
    }

    /// <summary>Whether the container's own client gets an answer.</summary>
    private async Task<bool> Probe(Store store, RunningStore running, CancellationToken ct)
    {
        try
        {
            return (await DockerExec.Run(docker, running.Id, store.Kind().Probe, Stream.Null, ct)).ExitCode == 0;
        }
        catch (Exception exception) when (exception is DockerApiException or IOException or HttpRequestException)
        {
            // The container ended meanwhile, which the next look tells.
            return false;
        }
    }

    private async Task<DeployException> Failed(Store store, RunningStore running, string reason, CancellationToken ct)
    {
        var lines = new List<string>();
        try
        {
            await using var log = await docker.Stream($"containers/{running.Id}/logs?stdout=1&stderr=1&timestamps=1&tail=12", ct);
            await DockerLogs.Read(log, (_, line) => lines.Add(line), ct);
        }
        catch (Exception exception) when (exception is DockerApiException or IOException)
        {
            lines.Add($"(its log cannot be read: {exception.Message})");
        }

        return new DeployException(
            $"""
             The backing store {store.Name} ({store.Kind().Title}) is not ready: {reason}.
               last    {string.Join("\n          ", lines.DefaultIfEmpty("(nothing was written)"))}
               volume  {VolumeOf(store)}, which holds its data and was kept
               try     the same again; when the data are damaged and not needed, docker rm --force {NameOf(store)} and docker volume rm {VolumeOf(store)} on the rehearsal's engine
             """);
    }

    /// <summary>The bridge's address on this machine.</summary>
    private async Task<IPAddress> Gateway(CancellationToken ct)
    {
        var bridge = await docker.Get("networks/bridge", ct);
        var told = (bridge?["IPAM"]?["Config"] as JsonArray)?.Select(config => IPAddress.TryParse((string?)config?["Gateway"], out var address) ? address : null)
            .FirstOrDefault(address => address?.AddressFamily == AddressFamily.InterNetwork);

        // An engine that found its bridge there already does not always tell.
        var device = (string?)bridge?["Options"]?["com.docker.network.bridge.name"] ?? "docker0";
        return told ?? NetworkInterface.GetAllNetworkInterfaces().Where(network => network.Name == device)
            .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(address => address.Address)
            .FirstOrDefault(address => address.AddressFamily == AddressFamily.InterNetwork)
            ?? throw new DeployException(
                $"""
                 The Docker Engine has no bridge on this machine that containers could reach a backing store by. Nothing was changed.
                   looked for  network bridge, device {device}
                   try         docker network inspect bridge; an engine in a virtual machine or without its default bridge is of no use here
                 """);
    }

    private static IPEndPoint? Published(JsonNode container, BackingEngine engine) =>
        container["NetworkSettings"]?["Ports"]?[$"{engine.Port}/tcp"] is JsonArray { Count: > 0 } bindings
            ? new IPEndPoint(IPAddress.Parse((string)bindings[0]!["HostIp"]!), int.Parse((string)bindings[0]!["HostPort"]!, CultureInfo.InvariantCulture))
            : null;

    private static string? Mounted(JsonNode container) => (string?)(container["Mounts"] as JsonArray)?.FirstOrDefault()?["Name"];

    private string NameOf(Store store) => $"{_prefix}-{store.Name}";

    private string VolumeOf(Store store) => $"{NameOf(store)}-{store.Volume}";
}
