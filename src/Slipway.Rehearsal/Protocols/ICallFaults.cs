namespace Slipway.Rehearsal.Protocols;

/// <summary>What goes wrong with calls on purpose.</summary>
internal interface ICallFaults
{
    /// <summary>Asked before a call is carried out; returns when it may be, which can take a while.</summary>
    /// <exception cref="AwsError">What the caller is answered instead. Nothing is carried out then.</exception>
    Task<ConnectionReset> Meet(string service, string operation, Caller caller, CancellationToken ct);
}

/// <summary>When the connection of a call is closed without an answer.</summary>
internal enum ConnectionReset
{
    Never,
    BeforeTheCall,
    AfterTheCall,
}

/// <summary>All calls go well.</summary>
internal sealed class NoCallFaults : ICallFaults
{
    public Task<ConnectionReset> Meet(string service, string operation, Caller caller, CancellationToken ct) => Task.FromResult(ConnectionReset.Never);
}
