using System.Net;
using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Faults;

/// <summary>Does to targets what the switched-on faults say of their tasks.</summary>
internal sealed class TargetFaults(FaultSwitches switches, KnownTasks tasks, RehearsalTime time) : ITargetFaults
{
    /// <inheritdoc/>
    public bool FailsCheck(IPEndPoint endpoint) =>
        tasks.At(endpoint) is { } task && switches.OnTask<Harm.Unhealthy>(task).Any(one => one.Fault.Strikes(time.Now));

    /// <inheritdoc/>
    public AnswerFault OnAnswer(IPEndPoint endpoint)
    {
        if (tasks.At(endpoint) is not { } task)
            return default;

        var heldBack = switches.OnTask<Harm.Slow>(task)
            .Where(one => one.Fault.Strikes(time.Now))
            .Aggregate(TimeSpan.Zero, (sum, one) => sum + one.Harm.By);
        return new AnswerFault(heldBack, switches.OnTask<Harm.Errors>(task).Any(one => one.Fault.Strikes(time.Now)));
    }
}
