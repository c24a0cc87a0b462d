using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Engine;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// Tasks as containers of a Docker Engine. The containers of a task share one network namespace and are reached on 127.0.0.1.
/// Everything carries labels, so that tasks of an earlier cloud of the same folder are found and ended too.
/// </summary>
/// <param name="cloud">Tells this cloud's containers from others': its folder.</param>
/// <param name="login">How the engine logs in to the cloud's registry.</param>
internal sealed class DockerTaskRuntime(DockerApi docker, string cloud, RegistryLogin? login) : ITaskRuntime
{
    public const string TaskLabel = "slipway.task";
    public const string CloudLabel = "slipway.cloud";
    public const string NameLabel = "slipway.container";
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FollowLimit = TimeSpan.FromMilliseconds(300);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Task> _logs = new(StringComparer.Ordinal);
    private readonly string _prefix = $"slipway-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cloud)))[..8]}";

    public async Task<StartedTask> Start(TaskToStart task, CancellationToken ct)
    {
        try
        {
            await Task.WhenAll(task.Containers.Select(container => Pull(container, ct)));
            var cpus = (int?)(await docker.Get("info", ct))?["NCPU"] ?? 1;

            // The namespace ends with the container that owns it, and an essential one ends the task anyway.
            var owner = task.Containers.FirstOrDefault(container => container.Essential) ?? task.Containers[0];
            var ids = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var container in task.Containers.OrderByDescending(container => container == owner))
                ids[container.Name] = await Run(task, container, owner, cpus, ct);

            return new StartedTask(await Endpoints(ids[owner.Name], ct), ids);
        }
        catch
        {
            await Remove(task.TaskId, CancellationToken.None);
            throw;
        }
    }

    public async Task Resume(RunningTask task, CancellationToken ct)
    {
        foreach (var container in await Of(task.TaskId, ct))
        {
            var id = (string)container["Id"]!;
            if (!_logs.ContainsKey(id) && task.Containers.FirstOrDefault(one => one.Name == NameIn(container))?.Output is { } output)
                _logs[id] = Follow(id, output.OnLog, output.After);
        }
    }

    public async Task<ContainerState?> Inspect(string taskId, string container, CancellationToken ct)
    {
        var state = (await docker.Get($"containers/{NameOf(taskId, container)}/json", ct))?["State"];
        if (state is null)
            return null;

        var status = (string?)state["Status"];
        return new ContainerState(
            (bool?)state["Running"] ?? false,
            status is "exited" or "dead" ? (int?)state["ExitCode"] : null,
            (bool?)state["OOMKilled"] ?? false,
            (string?)state["Health"]?["Status"]);
    }

    public async Task Kill(string taskId, string container, CancellationToken ct)
    {
        try
        {
            await docker.Post($"containers/{NameOf(taskId, container)}/kill", null, ct);
        }
        catch (DockerApiException refused) when (refused.Status is HttpStatusCode.NotFound or HttpStatusCode.Conflict)
        {
            // It is gone, or does not run any more.
        }
    }

    public async Task<IReadOnlyDictionary<string, int>> Stop(string taskId, CancellationToken ct)
    {
        var codes = await Task.WhenAll((await Of(taskId, ct)).Select(container => StopOne((string)container["Id"]!, NameIn(container), ct)));
        await Remove(taskId, ct);
        return codes.OfType<KeyValuePair<string, int>>().ToDictionary(StringComparer.Ordinal);
    }

    public async Task<IReadOnlyList<string>> List(CancellationToken ct) =>
        [.. (await Containers($"{CloudLabel}={cloud}", ct)).Select(container => (string?)container["Labels"]?[TaskLabel]).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>The name and exit code of a container; null when it is gone, or never ran.</summary>
    private async Task<KeyValuePair<string, int>?> StopOne(string id, string name, CancellationToken ct)
    {
        try
        {
            // Waits for the container's own stop timeout, then kills it.
            await docker.Post($"containers/{id}/stop", null, ct);
        }
        catch (DockerApiException gone) when (gone.Status == HttpStatusCode.NotFound)
        {
            return null;
        }

        if (_logs.TryRemove(id, out var reading))
            await Task.WhenAny(reading, Task.Delay(LogLimit, TimeProvider.System, ct));

        var state = (await docker.Get($"containers/{id}/json", ct))?["State"];
        return (string?)state?["Status"] == "exited" ? KeyValuePair.Create(name, (int)state!["ExitCode"]!) : null;
    }

    private async Task Remove(string taskId, CancellationToken ct) =>
        await Task.WhenAll((await Of(taskId, ct)).Select(container => docker.Delete($"containers/{container["Id"]}?force=1&v=1", ct)));

    private async Task<IReadOnlyList<JsonNode>> Of(string taskId, CancellationToken ct) =>
        [.. (await Containers($"{TaskLabel}={taskId}", ct)).Where(container => (string?)container["Labels"]?[CloudLabel] == cloud)];

    private static string NameIn(JsonNode container) => (string)container["Labels"]![NameLabel]!;

    private async Task<IEnumerable<JsonNode>> Containers(string label, CancellationToken ct)
    {
        var filters = new JsonObject { ["label"] = new JsonArray(label) };
        return (await docker.Get($"containers/json?all=1&filters={Uri.EscapeDataString(filters.ToJsonString())}", ct))!.AsArray().OfType<JsonNode>();
    }

    private async Task Pull(ContainerToStart container, CancellationToken ct)
    {
        try
        {
            if (await docker.Get($"images/{container.Image}/json", ct) is not null)
                return;

            await foreach (var line in docker.Lines(PullPath(container.Image), Authorization(container.Image), body: null, ct))
            {
                if ((string?)line["error"] is { } error)
                    throw new TaskStartException(container.Name, $"CannotPullContainerError: Error response from daemon: {error}");
            }
        }
        catch (DockerApiException refused)
        {
            throw new TaskStartException(container.Name, $"CannotPullContainerError: Error response from daemon: {refused.Message}");
        }
    }

    /// <summary>Without a tag the engine would pull all tags of a repository; a digest stands in the place of the tag.</summary>
    internal static string PullPath(string image)
    {
        var at = image.IndexOf('@', StringComparison.Ordinal);
        var colon = image.LastIndexOf(':');
        var (name, tag) = at >= 0 ? (image[..at], image[(at + 1)..])
            : colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..])
            : (image, "latest");
        return $"images/create?fromImage={Uri.EscapeDataString(name)}&tag={Uri.EscapeDataString(tag)}";
    }

    private string? Authorization(string image)
    {
        if (login is null || !image.StartsWith($"{login.Registry}/", StringComparison.Ordinal))
            return null;

        var json = new JsonObject { ["username"] = login.User, ["password"] = login.Password(), ["serveraddress"] = login.Registry };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json.ToJsonString())).Replace('+', '-').Replace('/', '_');
    }

    private async Task<string> Run(TaskToStart task, ContainerToStart container, ContainerToStart owner, int cpus, CancellationToken ct)
    {
        string id;
        try
        {
            var body = DockerContainer.Request(task, container, owner, NameOf(task.TaskId, owner.Name), cloud, cpus);
            id = (string)(await docker.Post($"containers/create?name={NameOf(task.TaskId, container.Name)}", body, ct))!["Id"]!;
        }
        catch (DockerApiException refused)
        {
            throw new TaskStartException(container.Name, $"CannotCreateContainerError: Error response from daemon: {refused.Message}");
        }

        try
        {
            await docker.Post($"containers/{id}/start", null, ct);
        }
        catch (DockerApiException refused)
        {
            throw new TaskStartException(container.Name, $"CannotStartContainerError: Error response from daemon: {refused.Message}");
        }

        _logs[id] = Follow(id, container.OnLog, after: null);
        return id;
    }

    /// <summary>
    /// Tells the lines as they come, and after the container's end those that a follower missed: the engine can leave out the last
    /// lines of a container that ends at once, or keep its follower waiting.
    /// </summary>
    private async Task Follow(string id, Action<DateTimeOffset, string> onLog, DateTimeOffset? after)
    {
        // The engine takes fractions of seconds, and tells what was at that very moment too.
        var since = after is { } known ? string.Create(CultureInfo.InvariantCulture, $"&since={(known.ToUnixTimeMilliseconds() + 1) / 1000m:0.000}") : "";
        var told = 0;
        using var ended = new CancellationTokenSource();

        var following = Read($"follow=1{since}", Tell, ended.Token);
        await Quietly(docker.Post($"containers/{id}/wait", null, CancellationToken.None));
        await Task.WhenAny(following, Task.Delay(FollowLimit, TimeProvider.System, CancellationToken.None));
        await ended.CancelAsync();
        await Quietly(following);

        var index = 0;
        await Quietly(Read($"follow=0{since}", (at, line) =>
        {
            if (index++ >= told)
                onLog(at, line);
        }, CancellationToken.None));

        void Tell(DateTimeOffset at, string line)
        {
            told++;
            onLog(at, line);
        }

        async Task Read(string query, Action<DateTimeOffset, string> onLine, CancellationToken ct)
        {
            await using var stream = await docker.Stream($"containers/{id}/logs?{query}&stdout=1&stderr=1&timestamps=1", ct);
            await DockerLogs.Read(stream, onLine, ct);
        }
    }

    /// <summary>Where the container was removed or the engine ended, its output ends with it.</summary>
    private static async Task Quietly(Task reading)
    {
        try
        {
            await reading;
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or DockerApiException or ObjectDisposedException or OperationCanceledException)
        {
            // Nothing more is to be had.
        }
    }

    private async Task<IReadOnlyDictionary<int, IPEndPoint>> Endpoints(string id, CancellationToken ct)
    {
        var ports = (await docker.Get($"containers/{id}/json", ct))?["NetworkSettings"]?["Ports"]?.AsObject() ?? [];
        return ports.Where(port => port.Value is JsonArray { Count: > 0 }).ToDictionary(
            port => int.Parse(port.Key.Split('/')[0], CultureInfo.InvariantCulture),
            port => new IPEndPoint(IPAddress.Loopback, int.Parse((string)port.Value![0]!["HostPort"]!, CultureInfo.InvariantCulture)));
    }

    private string NameOf(string taskId, string container) => $"{_prefix}-{taskId}-{container}";
}
