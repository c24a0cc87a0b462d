using Slipway.Output;

namespace Slipway.Infrastructures;

/// <summary>Everything that a deploy needs is there, as far as it could be asked.</summary>
/// <param name="Notes">What could not be checked, and what somebody should know.</param>
internal sealed record InfrastructureChecked(string Application, string Environment, IReadOnlyList<string> Notes) : OutputEvent
{
    public override EventKind Kind => Notes.Count > 0 ? EventKind.Warning : EventKind.Detail;

    public override string Text => Notes.Count > 0
        ? $"The infrastructure of {Application} in {Environment} is as needed, as far as it could be checked:\n{string.Join('\n', Notes.Select(note => $"  {note}"))}"
        : $"The infrastructure of {Application} in {Environment} is as needed";
}
