using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Ecr;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Logs;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Ecs;

/// <summary>What ECS needs of the rest of the cloud.</summary>
/// <param name="Secret">The text that a <c>valueFrom</c> names; throws an <see cref="AwsError"/> when there is none.</param>
internal sealed record EcsPorts(
    IStateStore Store, ITaskRuntime Runtime, ITargetGroups TargetGroups, IListenerRules Rules, IAlarms Alarms, ILogStreams Logs, IImages Images,
    Func<string, string> Secret);

/// <summary>ECS. <see cref="Run"/> must run for anything to happen to tasks; tests call <see cref="Beat"/> instead.</summary>
internal sealed class EcsApi : IAwsApi, IDisposable
{
    private readonly Lock _gate = new();
    private readonly EcsState _state;
    private readonly IStateStore _store;
    private readonly TaskRunner _runner;
    private readonly EcsLoop _loop;
    private readonly FrozenDictionary<string, Func<JsonObject, Caller, JsonObject>> _operations;

    public EcsApi(RehearsalTime time, EcsPorts ports)
    {
        _store = ports.Store;
        _state = _store.Load("ecs", EcsState.Read) ?? new EcsState();
        _runner = new TaskRunner(ports.Runtime, new TaskPreparation(ports.Logs, ports.Images, ports.Secret, time));

        var traffic = new TrafficWeights(ports.Rules);
        var alarms = new DeploymentAlarms(ports.Alarms);
        var deployments = new NewDeployment(_state, ports.Images, traffic, alarms, time);
        var factory = new TaskFactory(_state, time);
        var tasks = new ServiceTasks(_state, factory, time);
        var ends = new DeploymentEnds(_state, deployments, time);
        var rollout = new Rollout(
            _state, new RollingRollout(_state, tasks, ends, time), new ShiftingRollout(_state, tasks, ends, traffic, time), ends, alarms, time);
        _loop = new EcsLoop(_state, _gate, _runner, new TaskLifecycle(_state, _runner, ports.TargetGroups, time), rollout, _store, time);
        _operations = Operations(time, ports, deployments, factory);
    }

    public string SigningName => "ecs";

    /// <summary>Lets tasks live and deployments go on until it is cancelled.</summary>
    public Task Run(CancellationToken ct) => _loop.Run(ct);

    /// <summary>One beat of <see cref="Run"/>.</summary>
    public Task Beat(CancellationToken ct) => _loop.Beat(ct);

    public Task<JsonObject> Call(string operation, JsonObject input, Caller caller, CancellationToken ct)
    {
        if (!_operations.TryGetValue(operation, out var run))
            throw AwsError.UnknownOperation(operation);

        EcsShapes.Check(operation, input);
        lock (_gate)
        {
            var result = run(input, caller);
            if (!operation.StartsWith("Describe", StringComparison.Ordinal) && !operation.StartsWith("List", StringComparison.Ordinal))
            {
                _store.Save("ecs", _state.Write());
                _state.Changed = false;
            }

            return Task.FromResult(result);
        }
    }

    public void Dispose() => _runner.Dispose();

    private FrozenDictionary<string, Func<JsonObject, Caller, JsonObject>> Operations(
        RehearsalTime time, EcsPorts ports, NewDeployment deployments, TaskFactory factory)
    {
        var json = new ServiceJson(_state);
        var rules = new ServiceRules(ports.TargetGroups, new ShiftRules(ports.TargetGroups, ports.Rules));
        var clusters = new Clusters(_state);
        var definitions = new TaskDefinitions(_state, time.Clock);
        var services = new Services(_state, rules, deployments, json, new ServiceViews(json, time), time);
        var history = new ServiceDeployments(_state, new ServiceDeploymentJson(_state, deployments), time.Clock);
        var tasks = new Tasks(_state, factory, time.Clock);
        var tags = new ResourceTags(_state);

        return new Dictionary<string, Func<JsonObject, Caller, JsonObject>>(StringComparer.Ordinal)
        {
            ["CreateCluster"] = clusters.Create,
            ["DescribeClusters"] = clusters.Describe,
            ["RegisterTaskDefinition"] = definitions.Register,
            ["DescribeTaskDefinition"] = definitions.Describe,
            ["DeregisterTaskDefinition"] = definitions.Deregister,
            ["ListTaskDefinitions"] = definitions.List,
            ["CreateService"] = services.Create,
            ["UpdateService"] = services.Update,
            ["DescribeServices"] = services.Describe,
            ["DeleteService"] = services.Delete,
            ["ListServices"] = services.List,
            ["ListServiceDeployments"] = history.List,
            ["DescribeServiceDeployments"] = (input, _) => history.Describe(input),
            ["DescribeServiceRevisions"] = (input, _) => history.DescribeRevisions(input),
            ["StopServiceDeployment"] = (input, _) => history.Stop(input),
            ["ContinueServiceDeployment"] = (input, _) => history.Continue(input),
            ["ListTasks"] = tasks.List,
            ["DescribeTasks"] = tasks.Describe,
            ["StopTask"] = tasks.Stop,
            ["RunTask"] = tasks.Run,
            ["TagResource"] = (input, _) => tags.Add(input),
            ["ListTagsForResource"] = (input, _) => tags.List(input),
        }.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
