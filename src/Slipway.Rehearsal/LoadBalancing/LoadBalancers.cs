using System.Net;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>
/// The load balancers of the cloud: holds the state, and carries every change of it out, on disk, at the ports and at the targets.
/// </summary>
internal sealed class LoadBalancers : ITargetGroups, IListenerRules, IAsyncDisposable
{
    private const string Document = "elb";

    private readonly IStateStore _store;
    private readonly RehearsalTime _time;
    private readonly LoadBalancerMetrics _metrics;
    private readonly HealthProbe _probe;
    private readonly Forwarding _forwarding;
    private readonly ListenerServers _servers;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private volatile Snapshot _current;
    private Task _sampling = Task.CompletedTask;

    private LoadBalancers(IStateStore store, RehearsalTime time, IMetrics metrics, ITargetFaults faults, Func<double> unit)
    {
        (_store, _time) = (store, time);
        _current = new(store.Load<ElbState>(Document) ?? new ElbState());
        _metrics = new(metrics, time.Clock);
        _probe = new(time, faults);
        Targets = new(time, _probe);
        _forwarding = new(Targets, _metrics, time, faults);
        _servers = new(new RequestRouter(() => _current.Routes, _forwarding, _metrics, unit, time.Clock));
    }

    public ElbState State => _current.State;

    public LiveTargets Targets { get; }

    /// <summary>Binds the listeners that were saved, and begins to check the targets.</summary>
    /// <param name="unit">Chooses between weighted groups: from 0 up to, not including, 1. Called from many threads.</param>
    /// <exception cref="DeployException">The port of a saved listener is in use. Nothing is bound then.</exception>
    public static async Task<LoadBalancers> Start(
        IStateStore store, RehearsalTime time, IMetrics metrics, ITargetFaults faults, Func<double> unit, CancellationToken ct)
    {
        var balancers = new LoadBalancers(store, time, metrics, faults, unit);
        try
        {
            await balancers._servers.Open(balancers.State, ct);
        }
        catch (AwsError taken)
        {
            await balancers.DisposeAsync();
            throw new DeployException(
                $"""
                 The load balancers of the rehearsal cloud did not start.
                   seen  {taken.Message}
                   try   end what uses the port; nothing of the cloud's state was changed
                 """,
                inner: taken);
        }

        balancers.Targets.Follow(balancers.State);
        balancers._sampling = balancers.Sample(balancers._stopping.Token);
        return balancers;
    }

    /// <summary>Carries out a change: opens ports first, so that a refusal leaves everything as it was.</summary>
    public async Task<Answer> Change(Func<ElbState, Answer> change, CancellationToken ct)
    {
        await _gate.WaitAsync(ct);
        try
        {
            var before = State;
            var answer = change(before);
            if (ReferenceEquals(answer.State, before))
                return answer;

            await _servers.Open(answer.State, ct);
            Commit(answer.State);
            await _servers.Close(answer.State);
            return answer;
        }
        finally
        {
            _gate.Release();
        }
    }

    public TargetGroupInfo? Find(string targetGroupArn)
    {
        var state = State;
        return state.TargetGroups.Find(group => group.Arn == targetGroupArn) is { } group
            ? new(group.Arn, group.Name, group.Port, group.TargetType, state.UsersOf(group.Arn).Count > 0, group.DeregistrationDelay)
            : null;
    }

    public void Register(string targetGroupArn, Target target, IPEndPoint endpoint) => Change(state =>
    {
        var wanted = new Registration(state.TargetGroup(targetGroupArn).Arn, target, endpoint.Address.ToString(), endpoint.Port);
        return state.Registrations.Contains(wanted) ? state : state with
        {
            // The same target elsewhere is another container in its place: the old one is drained.
            Registrations = state.Registrations.RemoveAll(one => one.TargetGroupArn == targetGroupArn && one.Target == target).Add(wanted),
        };
    });

    public void Deregister(string targetGroupArn, Target target) => Change(state =>
        state.Registrations.RemoveAll(one => one.TargetGroupArn == targetGroupArn && one.Target == target) is var left && left == state.Registrations
            ? state
            : state with { Registrations = left });

    public TargetHealth Health(string targetGroupArn, Target target) => Targets.Health(targetGroupArn, target);

    public ListenerRule? FindRule(string ruleArn) =>
        State.Rules.Find(rule => rule.Arn == ruleArn) is { } rule ? new(rule.Arn, rule.Action.Forward?.Groups) : null;

    public bool Weigh(string ruleArn, IReadOnlyList<WeightedGroup> groups)
    {
        var could = false;
        Change(state =>
        {
            if (state.Rules.Find(one => one.Arn == ruleArn) is not { Action.Forward: { } forward } rule)
                return state;

            could = true;
            return forward.Groups.SequenceEqual(groups)
                ? state
                : state with { Rules = state.Rules.Replace(rule, rule with { Action = new(Forward: forward with { Groups = groups }) }) };
        });
        return could;
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _sampling;
        await _servers.DisposeAsync();
        await Targets.DisposeAsync();
        _forwarding.Dispose();
        _probe.Dispose();
        _stopping.Dispose();
        _gate.Dispose();
    }

    private void Change(Func<ElbState, ElbState> change)
    {
        _gate.Wait();
        try
        {
            var next = change(State);
            if (!ReferenceEquals(next, State))
                Commit(next);
        }
        finally
        {
            _gate.Release();
        }
    }

    private void Commit(ElbState next)
    {
        _store.Save(Document, next.Write());
        _current = new(next);
        Targets.Follow(next);
    }

    /// <summary>Tells host and connection counts twice a minute of AWS, so that no minute is without them.</summary>
    private async Task Sample(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            var state = State;
            foreach (var balancer in state.LoadBalancers)
            {
                _metrics.Connections(balancer, _servers.Connections(balancer.Arn));
                foreach (var group in state.TargetGroups.Where(group => state.UsersOf(group.Arn).Contains(balancer.Arn)))
                {
                    var healthy = Targets.Serving(group.Arn).Count(target => target.Condition.IsHealthy);
                    _metrics.Hosts(balancer, group, healthy, Targets.Serving(group.Arn).Count(target => target.Condition.Health.State == "unhealthy"));
                }
            }

            await _time.Pass(TimeSpan.FromSeconds(30), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private sealed class Snapshot(ElbState state)
    {
        public ElbState State { get; } = state;

        public Routes Routes { get; } = new(state);
    }
}
