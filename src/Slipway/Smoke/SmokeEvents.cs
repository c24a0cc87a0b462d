using Slipway.Output;

namespace Slipway.Smoke;

internal sealed record SmokeAsking(SmokeRequest Request) : OutputEvent
{
    public override string Text => $"Smoke check: {Request}";
}

internal sealed record SmokePassed(SmokeResult Result) : OutputEvent
{
    public string Check => Result.Request.Check.Path;
    public string Target => Result.Request.Target;
    public override EventKind Kind => EventKind.Success;

    public override string Text =>
        $"Smoke check {Check} of {Target} passed after {Result.Took.TotalSeconds:0.0} s{(Result.Tries == 1 ? "" : $", at try {Result.Tries}")}";
}

internal sealed record SmokeFailed(SmokeResult Result) : OutputEvent
{
    public string Check => Result.Request.Check.Path;
    public string Target => Result.Request.Target;
    public override EventKind Kind => EventKind.Failure;
    public override string Text => Result.Failed!;
}
