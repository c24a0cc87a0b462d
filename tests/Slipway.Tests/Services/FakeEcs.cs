using System.Text.Json.Nodes;
using Slipway.Output;
using Slipway.Services;

namespace Slipway.Tests.Services;

/// <summary>ECS with a script: each look at a service takes the next snapshot, the last for ever. Calls are recorded in order.</summary>
internal sealed class FakeEcs : IEcs, ILogs, ITargetHealth, ISecrets, IOutput
{
    private readonly HashSet<string> _stopped = [];

    public static DateTimeOffset T0 { get; } = DateTimeOffset.UnixEpoch;

    public List<string> Calls { get; } = [];
    public List<OutputEvent> Events { get; } = [];
    public List<string> Reads { get; } = [];
    public Dictionary<string, Queue<ServiceSnapshot>> Looks { get; } = [];
    public Dictionary<string, Queue<ServiceDeployment>> Deploys { get; } = [];
    public Dictionary<string, ServiceSnapshot> Running { get; } = [];
    public Dictionary<string, JsonObject> Definitions { get; } = [];

    /// <summary>Task definitions that were asked for, by ARN or family.</summary>
    public List<string> Described { get; } = [];

    public Dictionary<string, int?> LogGroups { get; } = [];
    public List<StoppedTask> Stopped { get; } = [];
    public List<ServiceDeployment> Later { get; } = [];

    /// <summary>Deployments that move traffic, by the service's name in ECS.</summary>
    public Dictionary<string, FakeShift> Shifts { get; } = [];

    public List<ServiceChange> Changes { get; } = [];

    /// <summary>What the load balancer says of every target.</summary>
    public List<TargetState> TargetStates { get; } = [];

    public bool HidesTargetGroups { get; init; }
    public bool DeniesContinue { get; init; }

    /// <summary>Whether ECS accepts a stop and goes on all the same.</summary>
    public bool DeafToStops { get; init; }

    public bool DeniesServiceDeployments { get; init; }
    public string? Refuses { get; init; }

    /// <summary>What a call, as <see cref="Calls"/> names it, or <c>tasks</c> fails with; null: nothing.</summary>
    public Func<string, DeployException?> Fails { get; set; } = _ => null;

    /// <summary>What is in the log at each look into it, the last for ever.</summary>
    public Queue<string[]> LogLines { get; } = new();
    public Action? OnLook { get; set; }

    /// <summary>What happens once something is told.</summary>
    public Action<OutputEvent>? OnEmit { get; set; }

    /// <summary>What happens to a pause, given its id, before the answer to it arrives.</summary>
    public Action<string>? OnContinue { get; set; }

    /// <summary>What happens while a call that starts a deployment is under way.</summary>
    public Action? OnStart { get; set; }

    /// <summary>Pages of the log of one-off tasks, one for each look into it; empty ones at the end.</summary>
    public Queue<LogPage> Pages { get; } = new();

    public IEnumerable<string> Mutations => Calls.Where(call => !call.StartsWith("look", StringComparison.Ordinal));

    /// <summary>Services of the application chat in prod that run their first revision, with the settings that a plan wants.</summary>
    public void Exists(params string[] services)
    {
        foreach (var service in services)
        {
            LogGroups[$"/chat/prod/{service}"] = 30;
            Definitions[$"chat-prod-{service}:1"] = new() { ["taskDefinitionArn"] = $"chat-prod-{service}:1", ["family"] = $"chat-prod-{service}" };
            Running[$"chat-{service}"] = Snap($"chat-{service}", new DeploymentSnapshot("old", "PRIMARY", $"chat-prod-{service}:1", "COMPLETED", T0, 2, 2)) with
            {
                Settings = new ServiceSettings(
                    new("ROLLING"), null, [], new NetworkSettings(["a", "b"], ["sg"], false), new("TASK_DEFINITION", true)),
            };
        }
    }

    public Task<IReadOnlyList<ServiceSnapshot>> Services(string cluster, IReadOnlyCollection<string> names, CancellationToken ct)
    {
        Record($"look {string.Join(' ', names)}");
        OnLook?.Invoke();
        ct.ThrowIfCancellationRequested();
        return Task.FromResult<IReadOnlyList<ServiceSnapshot>>([.. names.Select(Next).OfType<ServiceSnapshot>()]);
    }

    public Task<JsonObject?> TaskDefinition(string arnOrFamily, CancellationToken ct)
    {
        Described.Add(arnOrFamily);
        return Task.FromResult(Definitions.GetValueOrDefault(arnOrFamily));
    }

    public Task<string> Register(JsonObject taskDefinition, CancellationToken ct)
    {
        Calls.Add($"register {taskDefinition["family"]}");
        return Task.FromResult($"{taskDefinition["family"]}:2");
    }

    public Task<ServiceSnapshot> Create(string cluster, ServiceCreation creation, CancellationToken ct)
    {
        Record($"create {creation.Service} {creation.TaskDefinition} {creation.DesiredCount}");
        OnStart?.Invoke();
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(Snap(creation.Service, new DeploymentSnapshot("new", "PRIMARY", creation.TaskDefinition, "IN_PROGRESS", T0, 0, creation.DesiredCount)));
    }

    public Task<ServiceSnapshot> Update(string cluster, string service, ServiceChange change, CancellationToken ct)
    {
        Record($"update {service} {change.TaskDefinition ?? change.Deployment?.ToString()}");
        Changes.Add(change);
        if (service == Refuses)
            throw new DeployException("ecs:UpdateService was refused.");

        OnStart?.Invoke();
        ct.ThrowIfCancellationRequested();
        var definition = change.TaskDefinition ?? Running[service].TaskDefinition;
        return Task.FromResult(Snap(service, new DeploymentSnapshot(definition.EndsWith(":1", StringComparison.Ordinal) ? "back" : "new", "PRIMARY", definition, "IN_PROGRESS", T0, 0, 2)));
    }

    public Task<IReadOnlyList<ServiceDeployment>?> Deployments(string cluster, string service, DateTimeOffset createdAfter, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ServiceDeployment>?>(DeniesServiceDeployments ? null
            : [.. Later, .. Deploys.TryGetValue(service, out var mine) ? mine.Take(1).Select(one => one with { Target = $"{service}-rev" }) : [],
                .. Shifts.TryGetValue(service, out var shift) ? [shift.Now] : Array.Empty<ServiceDeployment>()]);

    public Task<IReadOnlyList<ServiceDeployment>?> DescribeDeployments(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<ServiceDeployment>?>(
        [
            .. Deploys.Values.Where(queue => arns.Contains(queue.Peek().Arn)).Select(queue => queue.Count > 1 ? queue.Dequeue() : queue.Peek()).Select(Heard),
            .. Shifts.Values.Where(shift => arns.Contains(shift.Arn)).Select(shift => shift.Now),
        ]);

    public Task<IReadOnlyDictionary<string, string>?> RevisionTargetGroups(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, string>?>(HidesTargetGroups ? null : arns.ToDictionary(arn => arn, arn => $"group of {arn}"));

    public Task<StopAnswer> Continue(string deploymentArn, string hookId, HookAction action, CancellationToken ct)
    {
        Record($"{action} {hookId}".ToLowerInvariant());
        if (DeniesContinue)
            return Task.FromResult(StopAnswer.Denied);

        OnContinue?.Invoke(hookId);
        var shift = Shifts.Values.Single(shift => shift.Arn == deploymentArn);
        if (!shift.Waits(hookId))
            return Task.FromResult(StopAnswer.Ended);

        shift.Answer(hookId, action);
        return Task.FromResult(StopAnswer.Accepted);
    }

    public Task<IReadOnlyDictionary<string, string>?> RevisionTaskDefinitions(IReadOnlyCollection<string> arns, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, string>?>(arns.ToDictionary(arn => arn, arn => arn.Replace("chat-", "chat-prod-", StringComparison.Ordinal).Replace("-rev", ":2", StringComparison.Ordinal)));

    public Task<StopAnswer> StopWithRollback(string deploymentArn, CancellationToken ct)
    {
        Record($"stop {deploymentArn}");
        _stopped.Add(deploymentArn);
        Shifts.Values.FirstOrDefault(shift => shift.Arn == deploymentArn)?.Stop();
        return Task.FromResult(StopAnswer.Accepted);
    }

    public Task<IReadOnlyList<StoppedTask>> StoppedTasks(string cluster, string service, IReadOnlyCollection<string> except, CancellationToken ct) =>
        Fails("tasks") is { } failure ? throw failure : Task.FromResult<IReadOnlyList<StoppedTask>>([.. Stopped.Where(task => !except.Contains(task.Arn))]);

    public Task<IReadOnlyDictionary<string, int?>> Groups(string prefix, CancellationToken ct) => Task.FromResult<IReadOnlyDictionary<string, int?>>(LogGroups);

    public Task CreateGroup(string name, IReadOnlyDictionary<string, string> tags, CancellationToken ct)
    {
        Calls.Add($"create log group {name}");
        return Task.CompletedTask;
    }

    public Task SetRetention(string name, int days, CancellationToken ct)
    {
        Calls.Add($"keep {name} {days}");
        return Task.CompletedTask;
    }

    public Task<LogPage> Read(string group, string stream, string? after, CancellationToken ct)
    {
        if (Pages.Count == 0)
            return Task.FromResult(new LogPage([], after));

        Reads.Add($"{group} {stream} after {after ?? "nothing"}");
        return Fails("logs") is { } failure ? throw failure : Task.FromResult(Pages.Dequeue());
    }

    public Task<IReadOnlyList<string>> LastLines(string group, string stream, int count, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<string>>(LogLines.Count == 0 ? [$"last line of {stream}"] : LogLines.Count > 1 ? LogLines.Dequeue() : LogLines.Peek());

    public Task<IReadOnlyList<TargetState>> Targets(string targetGroup, CancellationToken ct) => Task.FromResult<IReadOnlyList<TargetState>>(TargetStates);

    public Task<IReadOnlyDictionary<string, string>> Arns(IReadOnlyCollection<string> names, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(names.ToDictionary(name => name, name => $"arn:{name}-AbCdEf"));

    public void Emit(OutputEvent happened)
    {
        Events.Add(happened);
        OnEmit?.Invoke(happened);
    }

    public static ServiceSnapshot Snap(string name, params DeploymentSnapshot[] deployments) =>
        new(name, deployments[0].TaskDefinition, 2) { Deployments = deployments };

    public void Record(string call)
    {
        Calls.Add(call);
        if (Fails(call) is { } failure)
            throw failure;
    }

    private ServiceDeployment Heard(ServiceDeployment deployment) =>
        deployment.IsUnderWay && _stopped.Contains(deployment.Arn) && !DeafToStops ? deployment with { Status = "ROLLBACK_REQUESTED" } : deployment;

    private ServiceSnapshot? Next(string name) =>
        Looks.TryGetValue(name, out var queue) ? (queue.Count > 1 ? queue.Dequeue() : queue.Peek()) : Running.GetValueOrDefault(name);
}
