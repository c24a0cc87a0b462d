using Slipway.Output;

namespace Slipway.Doctor;

/// <summary>Something that a checkup found.</summary>
/// <param name="Id">Of the check, as docs/doctor.md lists it.</param>
/// <param name="Evidence">What was seen.</param>
internal sealed record CheckupFound(string Application, string Environment, string Resource, string Id, Severity Severity, string Evidence, string Advice) : OutputEvent
{
    public static CheckupFound Of(CheckupSubject subject, CheckupFinding finding) => new(
        subject.Application.Name, subject.Environment.Name, finding.Resource, finding.Kind.Id, finding.Kind.Severity, finding.Seen, finding.Try);

    public override EventKind Kind => Severity == Severity.Problem ? EventKind.Failure : EventKind.Warning;

    public override string Text => string.Join('\n',
    [
        $"{Application} in {Environment}: {Resource}: {(Severity == Severity.Problem ? "problem" : "advice")} {Id}",
        $"  seen  {Evidence}",
        $"  try   {Advice}",
    ]);
}

/// <summary>What a checkup could not look at.</summary>
internal sealed record CheckupUnseen(string Application, string Environment, IReadOnlyList<string> Lines) : OutputEvent
{
    public override string Text => string.Join('\n', [$"{Application} in {Environment}: not looked at", .. Lines.Select(line => $"  {line}")]);
}

/// <summary>A checkup of an environment came to its end.</summary>
internal sealed record CheckupDone(string Application, string Environment, int Problems, int Advice) : OutputEvent
{
    public override EventKind Kind => Problems > 0 ? EventKind.Failure : Advice > 0 ? EventKind.Warning : EventKind.Success;

    public override string Text => (Problems, Advice) switch
    {
        (0, 0) => $"{Application} in {Environment} is well. Nothing was changed.",
        _ => $"{Application} in {Environment}: {Count(Problems, "problem")}, {(Advice == 1 ? "1 piece" : $"{Advice} pieces")} of advice. Nothing was changed.",
    };

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";
}

/// <summary>A part of a checkup was left out.</summary>
/// <param name="What">Such as <c>GitHub</c>.</param>
internal sealed record CheckupSkipped(string What, string Reason) : OutputEvent
{
    public override string Text => $"{What} was not looked at: {Reason}";
}
