using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Faults;

/// <summary>Does to calls what the switched-on faults say.</summary>
/// <param name="arn">The ARN of whoever calls.</param>
internal sealed class CallFaults(FaultSwitches switches, Func<Caller, string> arn, RehearsalTime time) : ICallFaults
{
    /// <inheritdoc/>
    public async Task<ConnectionReset> Meet(string service, string operation, Caller caller, CancellationToken ct)
    {
        foreach (var one in switches.OnCall(service, operation).Where(one => one.Strikes(time.Now)))
        {
            switch (one.Fault.Harm)
            {
                case Harm.Delay delay:
                    await Task.Delay(delay.By, time.Clock, ct);
                    break;
                case Harm.Throttle:
                    throw CallRefusals.Throttled(service);
                case Harm.Failure:
                    throw CallRefusals.Failed(service);
                case Harm.Denial:
                    throw CallRefusals.Denied(service, operation, arn(caller));
                case Harm.Reset reset:
                    return reset.Late ? ConnectionReset.AfterTheCall : ConnectionReset.BeforeTheCall;
            }
        }

        return ConnectionReset.Never;
    }
}
