using System.Net;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>A registered target at run time: its health, and the requests and WebSockets that it serves now.</summary>
internal sealed class LiveTarget(Registration registration) : IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private volatile TargetCondition _condition = TargetCondition.Unused;

    public Registration Registration { get; } = registration;

    public Target Target => Registration.Target;

    public IPEndPoint Endpoint { get; } = new(IPAddress.Parse(registration.Address), registration.Port);

    /// <summary>What a stickiness cookie names it by.</summary>
    public string Id { get; } = Stickiness.Id($"{registration.TargetGroupArn}|{registration.Target.Ip}|{registration.Target.Port}");

    /// <summary>Ends what is still under way; cancelled once the deregistration delay is over.</summary>
    public CancellationToken Gone => _gone.Token;

    /// <summary>Ends the health checks of this target; null while there are none.</summary>
    public CancellationTokenSource? Checking { get; set; }

    public TargetCondition Condition
    {
        get => _condition;
        set => _condition = value;
    }

    /// <summary>Aborts every request and WebSocket that this target still serves.</summary>
    public void Abort() => _gone.Cancel();

    public void Dispose()
    {
        _gone.Dispose();
        Checking?.Dispose();
    }
}
