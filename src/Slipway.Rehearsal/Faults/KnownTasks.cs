using System.Collections.Concurrent;
using System.Net;
using Slipway.Rehearsal.Ecs;

namespace Slipway.Rehearsal.Faults;

/// <summary>A task whose containers were started.</summary>
/// <param name="Endpoints">Where it is reached on this machine.</param>
internal sealed record KnownTask(
    string Id, TaskOrigin Origin, IReadOnlyList<KnownContainer> Containers, IReadOnlyCollection<IPEndPoint> Endpoints, DateTimeOffset StartedAt);

internal sealed record KnownContainer(string Name, string Image, bool Essential)
{
    /// <summary>Since when it and the task's targets are seen to be healthy; null: they are not.</summary>
    public DateTimeOffset? HealthySince { get; set; }
}

/// <summary>The tasks that there are, by their ids and by where they are reached. Read by every request without a lock.</summary>
internal sealed class KnownTasks
{
    private readonly ConcurrentDictionary<string, KnownTask> _byId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<IPEndPoint, KnownTask> _byEndpoint = new();

    public KnownTask? Find(string id) => _byId.GetValueOrDefault(id);

    public KnownTask? At(IPEndPoint endpoint) => _byEndpoint.GetValueOrDefault(endpoint);

    public void Add(KnownTask task)
    {
        _byId[task.Id] = task;
        foreach (var endpoint in task.Endpoints)
            _byEndpoint[endpoint] = task;
    }

    public void Remove(string id)
    {
        if (!_byId.TryRemove(id, out var task))
            return;

        // A port may serve another task by now.
        foreach (var endpoint in task.Endpoints)
            _byEndpoint.TryRemove(KeyValuePair.Create(endpoint, task));
    }
}
