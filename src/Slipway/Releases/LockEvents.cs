using Slipway.Output;

namespace Slipway.Releases;

/// <summary>The run waits for another one to end.</summary>
internal sealed record LockAwaited(LockHolder Holder) : OutputEvent
{
    public override string Text => $"Waiting for the deploy lock.\n{string.Join('\n', Holder.Lines)}";
}

/// <summary>The lock was taken from a run that is under way, or that ended without giving it back.</summary>
internal sealed record LockTakenOver(LockHolder From) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"Took the deploy lock over; {(From.IsOver ? "the run that held it ended without giving it back" : "the run that held it will notice and stop")}.\n{string.Join('\n', From.Lines)}";
}

/// <summary>This run must stop: the lock is not its own any more.</summary>
internal sealed record LockLost(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text => Reason;
}

/// <summary>The lock was not given back.</summary>
internal sealed record LockLeft(string Bucket, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The deploy lock in {Bucket} was not given back; it ends by itself when its lease is over.\n{Reason}";
}
