using System.Collections.Immutable;
using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.AutoScaling;

/// <summary>All scalable targets with their policies, kept over a restart.</summary>
internal sealed class ScalableTargets
{
    private const string Document = "application-autoscaling";
    private readonly IStateStore _state;
    private readonly Lock _gate = new();
    private volatile ImmutableList<ScalableTarget> _all;

    /// <exception cref="DeployException">The saved state cannot be read.</exception>
    public ScalableTargets(IStateStore state)
    {
        _state = state;
        _all = state.Load<Saved>(Document)?.Targets ?? [];
    }

    public IReadOnlyList<ScalableTarget> Of(Caller caller) => _all.FindAll(target => IsOf(target, caller));

    public ScalableTarget? Find(string id, Caller caller) => _all.Find(target => target.Id == id && IsOf(target, caller));

    /// <summary>Keeps what <paramref name="change"/> makes of a target, which may be absent before and after; when that throws, nothing is changed.</summary>
    public void Change(string id, Caller caller, Func<ScalableTarget?, ScalableTarget?> change)
    {
        lock (_gate)
        {
            var others = _all.RemoveAll(target => target.Id == id && IsOf(target, caller));
            var all = change(Find(id, caller)) is { } changed ? others.Add(changed) : others;
            _state.Save(Document, new Saved(all));
            _all = all;
        }
    }

    private static bool IsOf(ScalableTarget target, Caller caller) => target.Account == caller.Account && target.Region == caller.Region;

    private sealed record Saved(ImmutableList<ScalableTarget> Targets);
}
