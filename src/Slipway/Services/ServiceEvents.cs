using Slipway.Gates;
using Slipway.Output;
using Slipway.Services.Pair;

namespace Slipway.Services;

internal sealed record LogGroupReady(string Name, int Days) : OutputEvent
{
    public override string Text => $"Log group {Name} keeps events for {Days} days";
}

internal sealed record TaskDefinitionRegistered(string Service, string Arn) : OutputEvent
{
    public override string Text => $"{Service}: registered {EcsNames.Short(Arn)}";
}

/// <summary>A one-off task of an earlier run is still there: never two at once.</summary>
internal sealed record OneOffAwaited(string Service, string Name, string Task) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Service}: {Name} waits for task {Task} of an earlier run";
}

internal sealed record OneOffStarted(string Service, string Name, string Task) : OutputEvent
{
    public override string Text => $"{Service}: running {Name} as task {Task}";
}

internal sealed record OneOffMoved(string Service, string Name, string Status) : OutputEvent
{
    public override EventKind Kind => EventKind.Detail;
    public override string Text => $"{Service}: {Name} is {Status}";
}

/// <summary>A line that a one-off task wrote.</summary>
internal sealed record OneOffSaid(string Service, string Name, string Line) : OutputEvent
{
    public override string Text => $"{Service}: {Name} | {Line}";
}

internal sealed record OneOffStopping(string Service, string Name, string Task, string Why) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Service}: task {Task} of {Name} is stopped, {Why}";
}

internal sealed record OneOffEnded(string Service, string Name, TimeSpan Took) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;
    public override string Text => $"{Service}: {Name} is done after {Took.TotalSeconds:0.0} s";
}

internal sealed record ServiceUnchanged(string Service) : OutputEvent
{
    public override string Text => $"{Service}: nothing to do";
}

internal sealed record ServiceDeploying(string Service, string TaskDefinition, WaitBudget Budget) : OutputEvent
{
    public override string Text => $"{Service}: deploying {EcsNames.Short(TaskDefinition)}, {Budget}";
}

/// <summary>Something that ECS told of the service, in its words.</summary>
internal sealed record EcsSaid(string Service, DateTimeOffset At, string Message) : OutputEvent
{
    public override string Text => $"{Service}: {At:HH:mm:ss} {Message}";
}

internal sealed record RolloutMoved(string Service, string Stage, int Running, int Desired) : OutputEvent
{
    public override string Text => $"{Service}: {Stage}, {Running} of {Desired} running";
}

internal sealed record TrafficMoved(string Service, double Percent, string TaskDefinition) : OutputEvent
{
    public override string Text => $"{Service}: {RolloutText.Percent(Percent)} of the traffic is on {EcsNames.Short(TaskDefinition)}";
}

internal sealed record HoldBegan(string Service, double Percent, TimeSpan Bake) : OutputEvent
{
    public override string Text => $"{Service}: holds at {RolloutText.Percent(Percent)} for {RolloutText.Time(Bake)}";
}

/// <param name="ByThisRun">False: a person, or another run, told ECS to go on.</param>
internal sealed record HoldEnded(string Service, bool ByThisRun) : OutputEvent
{
    public override string Text => $"{Service}: goes on{(ByThisRun ? "" : ", as it was told from elsewhere")}";
}

/// <summary>What the gates say, when it is not what they said before.</summary>
internal sealed record GatesSaid(string Service, GateReport Report) : OutputEvent
{
    public override EventKind Kind => Report.Answer switch
    {
        GateAnswer.Pass => EventKind.Detail,
        GateAnswer.Fail => EventKind.Warning,
        _ => EventKind.Progress,
    };

    public override string Text => $"{Service}: gates {Word(Report.Answer)}: {string.Join("; ", Report.Findings.Select(finding => finding.Seen))}";

    private static string Word(GateAnswer answer) => answer switch
    {
        GateAnswer.Pass => "pass",
        GateAnswer.Fail => "fail",
        _ => "are inconclusive",
    };
}

/// <summary>ECS went on by itself at the end of a bake whose gates had neither passed nor failed.</summary>
internal sealed record GatesStayedOpen(string Service, string Worst) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Service}: went on although its gates stayed inconclusive: {Worst}";
}

/// <param name="Until">When ECS goes back without an answer; null: not told.</param>
internal sealed record PersonAsked(string Service, string Question, DateTimeOffset? Until) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"{Service}: {Question}. ./build.sh Proceed lets it go on, ./build.sh Abort takes it back{(Until is { } end ? $"; without an answer it goes back at {end.UtcDateTime:HH:mm:ss} UTC" : "")}";
}

internal sealed record AlarmsIgnored(string Service, IReadOnlyList<string> Alarms) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Service}: ECS watches none of its alarms ({string.Join(", ", Alarms)}), as one was in ALARM when the deployment began";
}

/// <summary>What belonged to one deployment stays on the service.</summary>
internal sealed record SettingsRemain(string Service, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Service}: the settings of its deployment, pauses among them, could not be removed; the next deploy removes them\n{Reason}";
}

internal sealed record ServiceDeploymentsDenied(string Service) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"{Service}: service deployments cannot be read, so DescribeServices decides; allow ecs:ListServiceDeployments, ecs:DescribeServiceDeployments and ecs:DescribeServiceRevisions";
}

internal sealed record TaskFailed(FailureReport Report) : OutputEvent
{
    public string Service => Report.Service;
    public string Task => Report.Task;
    public string Cause => Report.Cause.Cause;
    public override EventKind Kind => EventKind.Warning;
    public override string Text => Report.ToString();
}

internal sealed record StoppedTasksDenied(string Service, string Reason) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Service}: why its tasks fail cannot be read\n{Reason}";
}

internal sealed record StoppingEarly(string Service, int Times, string Cause, bool GoesBack) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text =>
        $"{Service}: the same failure {Times} times ({Cause}); {(GoesBack ? "stopped with rollback" : "there is nothing to go back to")}";
}

internal sealed record TakingBack(string Service, string Why) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;
    public override string Text => $"{Service}: taken back, {Why}";
}

internal sealed record ServiceEnded(ServiceResult Result) : OutputEvent
{
    public string Service => Result.Service;
    public Verdict Verdict => Result.Verdict;

    public override EventKind Kind => Result.Verdict switch
    {
        Verdict.Deployed => EventKind.Success,
        Verdict.Superseded or Verdict.InProgress => EventKind.Warning,
        _ => EventKind.Failure,
    };

    public override string Text => $"{Result.Service}: {Result.Text}";
}

/// <summary>What became of one service.</summary>
/// <param name="TaskDefinition">ARN of what the run deployed or found; null: none was registered.</param>
/// <param name="Failure">The first failed task; null: none failed.</param>
internal sealed record ServiceResult(string Service, Verdict Verdict, string Text, string? TaskDefinition, FailureReport? Failure)
{
    /// <summary>ARN of the service deployment; null where there was none or it could not be read.</summary>
    public string? Deployment { get; init; }

    /// <summary>The side of a pair that serves; null: the service is no pair, or was not deployed.</summary>
    public PairSide? Side { get; init; }
}
