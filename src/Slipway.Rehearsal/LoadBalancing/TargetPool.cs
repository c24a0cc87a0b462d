using System.Collections.Immutable;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>The targets of one group. Read by every request without a lock; written by <see cref="LiveTargets"/> alone.</summary>
internal sealed class TargetPool
{
    private int _turn = -1;

    public ImmutableList<LiveTarget> Serving { get; set; } = [];

    /// <summary>Deregistered, and still shown as draining.</summary>
    public ImmutableList<LiveTarget> Draining { get; set; } = [];

    /// <summary>
    /// The target for a request: the one that the client sticks to, else the next healthy one in turn. When none is healthy, all
    /// of them are tried in turn ("fail open", as on AWS). Null when none is left.
    /// </summary>
    public LiveTarget? Choose(string? stickyId, IReadOnlyCollection<LiveTarget> refused)
    {
        var healthy = Serving.FindAll(target => target.Condition.IsHealthy);
        var candidates = (healthy.IsEmpty ? Serving : healthy).RemoveAll(refused.Contains);

        // A healthy target that refused leaves those that are not known to be healthy as the last resort.
        if (candidates.IsEmpty)
            candidates = Serving.RemoveAll(refused.Contains);

        return candidates.IsEmpty ? null
            : candidates.Find(target => target.Id == stickyId)
            ?? candidates[(int)((uint)Interlocked.Increment(ref _turn) % (uint)candidates.Count)];
    }
}
