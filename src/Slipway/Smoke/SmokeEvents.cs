using Slipway.Output;

namespace Slipway.Smoke;

/// <summary>An address answers as it should.</summary>
internal sealed record SmokePassed(Uri Address, TimeSpan After) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => $"Smoke check {Address} passed after {After.TotalSeconds:0.0} s";
}

/// <summary>An address did not answer as it should within its time.</summary>
internal sealed record SmokeFailed(string Address, string Target, string Wanted, string Seen) : OutputEvent
{
    public override EventKind Kind => EventKind.Failure;

    public override string Text =>
        $"""
         Smoke check {Address} failed.
           at      {Target}
           wanted  {Wanted}
           seen    {Seen}
         """;
}
