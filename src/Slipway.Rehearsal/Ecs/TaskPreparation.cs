using System.Net;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>What Fargate does before the first container starts: secrets, log groups, images.</summary>
/// <param name="secret">The text that a <c>valueFrom</c> names; throws an <see cref="AwsError"/> when there is none.</param>
internal sealed class TaskPreparation(ILogStreams logs, IImages images, Func<string, string> secret, RehearsalTime time)
{
    private static readonly TimeSpan DefaultStopTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Each check starts a process in the container.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(200);

    /// <exception cref="TaskStartException">With the reason that ECS would give.</exception>
    public TaskToStart Prepare(EcsTask task, TaskDefinition definition)
    {
        var containers = definition.Body.Objects("containerDefinitions")
            .Select(container => Prepare(task, container, task.Containers.Single(one => one.Name == container.OptionalString("name"))))
            .ToList();

        return new TaskToStart(
            task.Id, int.Parse(definition.Body.OptionalString("cpu") ?? "256"), int.Parse(definition.Body.OptionalString("memory") ?? "512"), containers)
        {
            Origin = Origin(task, definition),
        };
    }

    /// <summary>A task that runs already, with where its output goes and what of that is there.</summary>
    public RunningTask Running(EcsTask task, TaskDefinition definition) => new(
        task.Id, Origin(task, definition), task.StartedAt ?? task.CreatedAt, [.. task.Endpoints.Values.Select(IPEndPoint.Parse)],
        [
            .. from container in definition.Body.Objects("containerDefinitions")
               let known = task.Containers.Single(one => one.Name == container.RequiredString("name"))
               let target = LogTarget(task, container, known.Name)
               let output = target is null ? null : new ContainerOutput(logs.Last(target.Group, target.Stream), To(target))
               select new RunningContainer(known.Name, known.Digest is null ? known.Image : Pinned(known.Image, known.Digest), known.Essential, output),
        ]);

    /// <summary>The reference by digest, so that a tag that moves later changes nothing.</summary>
    public static string Pinned(string image, string digest)
    {
        var name = image.Split('@')[0];
        var tag = name.LastIndexOf(':');
        return $"{(tag > name.LastIndexOf('/') ? name[..tag] : name)}@{digest}";
    }

    private static TaskOrigin Origin(EcsTask task, TaskDefinition definition) => new(
        task.ServiceArn is null ? null : task.Group["service:".Length..], definition.Family, definition.Revision);

    private ContainerToStart Prepare(EcsTask task, JsonObject definition, TaskContainer container)
    {
        var overrides = task.Overrides?.Objects("containerOverrides").FirstOrDefault(one => one.OptionalString("name") == container.Name) ?? [];
        var environment = Environment(task, definition, overrides, container.Name);

        return new ContainerToStart(
            container.Name, Image(container),
            overrides.Has("command") ? overrides.Strings("command") : definition.Has("command") ? definition.Strings("command") : null,
            definition.Has("entryPoint") ? definition.Strings("entryPoint") : null,
            environment,
            [.. definition.Objects("portMappings").Select(port => port.OptionalInt("containerPort")).OfType<int>()],
            definition.OptionalInt("stopTimeout") is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultStopTimeout,
            container.Essential,
            LogTo(task, definition, container.Name))
        {
            Check = Check(definition.OptionalObject("healthCheck")),
            User = definition.OptionalString("user"),
            WorkingDirectory = definition.OptionalString("workingDirectory"),
            ReadOnlyRoot = definition.OptionalBool("readonlyRootFilesystem") ?? false,
        };
    }

    /// <summary>
    /// A container's health check with AWS's defaults
    /// (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html). Only the interval follows the speed of the
    /// cloud: a program starts and answers no faster for it.
    /// </summary>
    private ContainerCheck? Check(JsonObject? check)
    {
        if (check is null)
            return null;

        var interval = time.Scaled(Seconds("interval", 30));
        return new ContainerCheck(
            check.Strings("command"), interval > ShortestInterval ? interval : ShortestInterval, Seconds("timeout", 5), check.OptionalInt("retries") ?? 3, Seconds("startPeriod", 0));

        TimeSpan Seconds(string name, int unset) => TimeSpan.FromSeconds(check.OptionalInt(name) ?? unset);
    }

    private Dictionary<string, string> Environment(EcsTask task, JsonObject definition, JsonObject overrides, string container)
    {
        var region = EcsArns.Region(task.Arn);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["AWS_EXECUTION_ENV"] = "AWS_ECS_FARGATE",
            ["AWS_REGION"] = region,
            ["AWS_DEFAULT_REGION"] = region,
        };

        foreach (var variable in definition.Objects("environment").Concat(overrides.Objects("environment")))
            environment[variable.RequiredString("name")] = variable.OptionalString("value") ?? "";

        foreach (var reference in definition.Objects("secrets"))
            environment[reference.RequiredString("name")] = Secret(container, reference.RequiredString("valueFrom"));

        return environment;
    }

    private string Secret(string container, string valueFrom)
    {
        try
        {
            return secret(valueFrom);
        }
        catch (AwsError error)
        {
            throw new TaskStartException(
                container,
                $"ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): failed to fetch secret {valueFrom} from secrets manager: {error.Code}: {error.Message}");
        }
    }

    private string Image(TaskContainer container)
    {
        if (!images.IsOurs(container.Image))
            return container.Image;

        container.Digest ??= images.Resolve(container.Image);
        return container.Digest is { } digest && images.Resolve(Pinned(container.Image, digest)) is not null
            ? Pinned(container.Image, digest)
            : throw new TaskStartException(
                container.Name,
                $"CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve ref {container.Image}: {container.Image}: not found");
    }

    private Action<DateTimeOffset, string> LogTo(EcsTask task, JsonObject definition, string container)
    {
        if (LogTarget(task, definition, container) is not { } target)
            return (_, _) => { };

        if (target.Create)
            logs.EnsureGroup(target.Group);
        else if (!logs.GroupExists(target.Group))
            throw new TaskStartException(
                container,
                $"ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. {target.Group} : exit status 1");

        return To(target);
    }

    private Action<DateTimeOffset, string> To(Target target) =>
        (at, line) => logs.Append(target.Group, target.Stream, at == default ? time.Now : at, line);

    private static Target? LogTarget(EcsTask task, JsonObject definition, string container)
    {
        if (definition.OptionalObject("logConfiguration") is not { } configuration || configuration.OptionalString("logDriver") != "awslogs")
            return null;

        var options = configuration.StringMap("options");
        return new Target(
            options.GetValueOrDefault("awslogs-group") ?? "",
            options.TryGetValue("awslogs-stream-prefix", out var prefix) ? $"{prefix}/{container}/{task.Id}" : task.Id,
            options.GetValueOrDefault("awslogs-create-group") == "true");
    }

    private sealed record Target(string Group, string Stream, bool Create);
}
