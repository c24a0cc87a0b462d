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
            ["Labels"] = new JsonObject { [DockerTaskRuntime.TaskLabel] = task.TaskId, [DockerTaskRuntime.CloudLabel] = cloud, ["slipway.container"] = container.Name },
            ["StopTimeout"] = (int)Math.Ceiling(container.StopTimeout.TotalSeconds),
            ["ExposedPorts"] = new JsonObject(ports.Select(port => KeyValuePair.Create(port, (JsonNode?)new JsonObject()))),
            // ECS does not look at health checks that an image brings along.
            ["Healthcheck"] = new JsonObject { ["Test"] = new JsonArray("NONE") },
            ["HostConfig"] = new JsonObject
            {
                ["NetworkMode"] = owns ? "bridge" : $"container:{ownerName}",
                ["PortBindings"] = new JsonObject(ports.Select(port =>
                    KeyValuePair.Create(port, (JsonNode?)new JsonArray(new JsonObject { ["HostIp"] = "127.0.0.1", ["HostPort"] = "" })))),
                ["NanoCpus"] = Math.Min(task.Cpu * 1_000_000_000L / 1024, cpus * 1_000_000_000L),
                ["Memory"] = memory,
                // Equal to Memory: no swap, as on Fargate.
                ["MemorySwap"] = memory,
                ["SecurityOpt"] = new JsonArray("no-new-privileges"),
                ["LogConfig"] = new JsonObject { ["Type"] = "json-file", ["Config"] = new JsonObject { ["max-size"] = "20m" } },
            },
        };
        if (container.Command is not null)
            request["Cmd"] = Strings(container.Command);
        if (container.EntryPoint is not null)
            request["Entrypoint"] = Strings(container.EntryPoint);

        return request;
    }

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode?)value)]);
}
