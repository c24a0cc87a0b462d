using System.Text.Json.Nodes;

namespace Slipway.Rehearsal.Ecs;

/// <summary>What Docker Engine is asked for, for a container of a task as Fargate would run it.</summary>
internal static class DockerContainer
{
    /// <param name="ownerName">Name of the container whose network namespace the others join.</param>
    /// <param name="cpus">Cores of this machine; the engine refuses a limit above it.</param>
    public static JsonObject Request(TaskToStart task, ContainerToStart container, ContainerToStart owner, string ownerName, string cloud, int cpus)
    {
        var owns = container == owner;
        var ports = owns ? task.Containers.SelectMany(each => each.Ports).Distinct().Select(port => $"{port}/tcp").ToList() : [];
        var memory = task.MemoryMiB * 1024L * 1024;
        var request = new JsonObject
        {
            ["Image"] = container.Image,
            ["Env"] = Strings(container.Environment.Select(variable => $"{variable.Key}={variable.Value}")),
            ["Labels"] = new JsonObject { [DockerTaskRuntime.TaskLabel] = task.TaskId, [DockerTaskRuntime.CloudLabel] = cloud, [DockerTaskRuntime.NameLabel] = container.Name },
            ["StopTimeout"] = (int)Math.Ceiling(container.StopTimeout.TotalSeconds),
            ["ExposedPorts"] = new JsonObject(ports.Select(port => KeyValuePair.Create(port, (JsonNode?)new JsonObject()))),
            ["Healthcheck"] = Check(container.Check),
            ["HostConfig"] = new JsonObject
            {
                ["NetworkMode"] = owns ? "bridge" : $"container:{ownerName}",
                ["PortBindings"] = new JsonObject(ports.Select(port =>
                    KeyValuePair.Create(port, (JsonNode?)new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" })))),
                ["NanoCpus"] = Math.Min(task.Cpu * 1_000_000_000L / 1024, cpus * 1_000_000_000L),
                ["Memory"] = memory,
                // Equal to Memory: no swap, as on Fargate.
                ["MemorySwap"] = memory,
                ["ReadonlyRootfs"] = container.ReadOnlyRoot,
                ["SecurityOpt"] = new JsonArray("no-new-privileges"),
                ["LogConfig"] = new JsonObject { ["Type"] = "json-file", ["Config"] = new JsonObject { ["max-size"] = "20m" } },
            },
        };
        if (container.Command is not null)
            request["Cmd"] = Strings(container.Command);
        if (container.EntryPoint is not null)
            request["Entrypoint"] = Strings(container.EntryPoint);
        if (container.User is not null)
            request["User"] = container.User;
        if (container.WorkingDirectory is not null)
            request["WorkingDir"] = container.WorkingDirectory;

        return request;
    }

    private static JsonObject Check(ContainerCheck? check)
    {
        // ECS does not look at health checks that an image brings along.
        if (check is null)
            return new JsonObject { ["Test"] = new JsonArray("NONE") };

        return new JsonObject
        {
            ["Test"] = Strings(check.Command),
            ["Interval"] = Nanoseconds(check.Interval),
            ["Timeout"] = Nanoseconds(check.Timeout),
            ["Retries"] = check.Retries,
            ["StartPeriod"] = Nanoseconds(check.StartPeriod),
        };
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode?)value)]);
}
