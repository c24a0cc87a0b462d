using System.Collections.Concurrent;
using System.Net;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>
/// Follows the registrations in the state: checks the health of registered targets whose group is in use, and drains those that
/// were deregistered.
/// </summary>
internal sealed class LiveTargets(RehearsalTime time, HealthProbe probe) : IAsyncDisposable
{
    /// <summary>
    /// How long a new target may refuse connections before that counts, in real time: a process needs as long as it needs to
    /// start, whatever the speed. It never exceeds what the thresholds would allow on AWS.
    /// </summary>
    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, TargetPool> _pools = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private volatile ElbState _state = new();

    public LiveTarget? Choose(string targetGroupArn, string? stickyId, IReadOnlyCollection<LiveTarget> refused) =>
        _pools.GetValueOrDefault(targetGroupArn)?.Choose(stickyId, refused);

    public IReadOnlyList<LiveTarget> Serving(string targetGroupArn) => _pools.GetValueOrDefault(targetGroupArn)?.Serving ?? [];

    /// <summary>The targets of a group and their health, those draining last.</summary>
    public IReadOnlyList<(Target Target, TargetHealth Health)> All(string targetGroupArn)
    {
        if (!_pools.TryGetValue(targetGroupArn, out var pool))
            return [];

        var serving = pool.Serving.ConvertAll(target => (target.Target, target.Condition.Health));
        var draining = pool.Draining.Select(target => target.Target).Where(target => !serving.Exists(one => one.Target == target)).Distinct();
        return
        [
            .. serving,
            .. draining.Select(target => (target, new TargetHealth("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress"))),
        ];
    }

    public TargetHealth Health(string targetGroupArn, Target target) =>
        All(targetGroupArn).FirstOrDefault(one => one.Target == target).Health
        ?? new("unused", "Target.NotRegistered", "Target is not registered to the target group");

    /// <summary>Whether all that is registered at an address is healthy, as far as it is checked; null when nothing is registered there.</summary>
    public bool? IsHealthy(IPEndPoint endpoint)
    {
        var targets = _pools.Values.SelectMany(pool => pool.Serving).Where(target => target.Endpoint.Equals(endpoint)).ToList();
        return targets.Count == 0 ? null : targets.TrueForAll(target => target.Condition.Health.State is "healthy" or "unused" or "unavailable");
    }

    /// <summary>Brings the targets in line with a state that is now in force.</summary>
    public void Follow(ElbState state)
    {
        lock (_lock)
        {
            _state = state;
            var wanted = state.Registrations.ToLookup(one => one.TargetGroupArn, StringComparer.Ordinal);

            foreach (var group in state.TargetGroups)
                Follow(_pools.GetOrAdd(group.Arn, _ => new TargetPool()), [.. wanted[group.Arn]], state.UsersOf(group.Arn).Count > 0, group.DeregistrationDelay);

            foreach (var arn in _pools.Keys.Where(arn => !state.TargetGroups.Exists(group => group.Arn == arn)).ToList())
            {
                if (_pools.TryRemove(arn, out var pool))
                    Follow(pool, [], inUse: false, delay: TimeSpan.Zero);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running.Keys);

        foreach (var target in _pools.Values.SelectMany(pool => pool.Serving.AddRange(pool.Draining)))
        {
            target.Abort();
            target.Dispose();
        }

        _stopping.Dispose();
    }

    private void Follow(TargetPool pool, IReadOnlyList<Registration> wanted, bool inUse, TimeSpan delay)
    {
        foreach (var target in pool.Serving.Where(target => !wanted.Contains(target.Registration)).ToList())
        {
            pool.Draining = pool.Draining.Add(target);
            pool.Serving = pool.Serving.Remove(target);
            target.Checking?.Cancel();
            Run(Drain(pool, target, delay));
        }

        foreach (var registration in wanted.Where(one => !pool.Serving.Exists(target => target.Registration == one)))
            pool.Serving = pool.Serving.Add(new LiveTarget(registration));

        foreach (var target in pool.Serving)
        {
            if (inUse && target.Checking is null)
            {
                target.Condition = TargetCondition.Registered;
                target.Checking = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
                Run(Check(target, target.Checking.Token));
            }
            else if (!inUse && target.Checking is { } checking)
            {
                checking.Cancel();
                target.Checking = null;
                target.Condition = TargetCondition.Unused;
            }
        }
    }

    private async Task Check(LiveTarget target, CancellationToken ct)
    {
        var since = time.Clock.GetTimestamp();

        while (!ct.IsCancellationRequested && _state.TargetGroups.Find(group => group.Arn == target.Registration.TargetGroupArn) is { HealthCheck: var check })
        {
            if (await probe.Ask(target.Endpoint, target.Target, check, ct) is { } seen)
            {
                var next = HealthJudgement.After(target.Condition, seen, check);
                var starting = seen is Probe.Failed && target.Condition.Health.State == "initial" && time.Clock.GetElapsedTime(since) < StartTime
                    && time.Speed > 1;

                lock (_lock)
                {
                    if (!ct.IsCancellationRequested)
                        target.Condition = starting ? next with { Health = new("initial", "Elb.InitialHealthChecking", "Initial health checks in progress") } : next;
                }
            }

            await time.Pass(TimeSpan.FromSeconds(check.IntervalSeconds), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Drain(TargetPool pool, LiveTarget target, TimeSpan delay)
    {
        await time.Pass(delay, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        target.Abort();

        // The object lives as long as a request holds it: its token must stay usable.
        lock (_lock)
            pool.Draining = pool.Draining.Remove(target);
    }

    private void Run(Task task)
    {
        _running.TryAdd(task, 0);
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), TaskScheduler.Default);
    }
}
