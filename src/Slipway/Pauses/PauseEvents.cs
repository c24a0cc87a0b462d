using System.Globalization;
using Slipway.Gates;
using Slipway.Output;

namespace Slipway.Pauses;

/// <summary>A pause of ECS was answered.</summary>
/// <param name="SkipsHold">Whether a run was watching gates there, which now are not judged to the end.</param>
internal sealed record PauseAnswered(string Service, PersonAnswer Answer, DeploymentUnderWay Deployment, OpenPause Pause, bool SkipsHold) : OutputEvent
{
    public override EventKind Kind => Answer == PersonAnswer.Abort ? EventKind.Warning : EventKind.Success;

    public override string Text =>
        $"{Service} {(Answer == PersonAnswer.Proceed ? "goes on" : "goes back")}; it waited {State(Deployment)}"
        + (Pause.Until is { } until ? $", and would have gone {(Pause.GoesBack ? "back" : "on")} by itself at {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "")
        + (SkipsHold ? "\n  the hold is skipped: its gates are not judged to its end, and the run that watches it goes on to the next one" : "");

    /// <summary>Where a deployment is, and since when it is under way.</summary>
    public static string State(DeploymentUnderWay deployment) =>
        $"at {deployment.Stage ?? "a stage that ECS does not tell"}"
        + (deployment.Percent is { } percent ? $" with {percent.ToString("0.#", CultureInfo.InvariantCulture)} % of the traffic" : "")
        + (deployment.Since is { } since ? $", under way since {since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC" : "");
}

/// <summary>A question of a run was answered. The run acts on it at its next look; where it was killed, the next run does.</summary>
internal sealed record QuestionAnswered(string Service, string Hold, string Question, DateTimeOffset Asked, PersonAnswer Answer) : OutputEvent
{
    public override EventKind Kind => Answer == PersonAnswer.Abort ? EventKind.Warning : EventKind.Success;

    public override string Text =>
        $"{Service} {(Answer == PersonAnswer.Proceed ? "goes on" : "goes back")} {(Hold == "before" ? "before its traffic moves" : $"at {Hold} %")}; it asked {Asked.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC: {Question}";
}

/// <summary>What waited a moment ago was answered by somebody else, or its time was over.</summary>
internal sealed record NotWaiting(string Service, string Where) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"{Service} at {Where} does not wait any more: somebody else answered, or the time for it was over.";
}

/// <summary>The answer counts, but the ledger will not name who gave it.</summary>
internal sealed record AnswerNotNoted(string Service, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"ECS has the answer for {Service}, but the ledger will not say who gave it.\n{Reason}";
}

/// <summary>The questions of a run that ended are still in the release bucket.</summary>
internal sealed record QuestionsLeft(string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The questions of this run could not be taken away; the next rollout asks its own.\n{Reason}";
}
