using Slipway.Gates;

namespace Slipway.Services;

/// <summary>Where a deployment that moves traffic stands, as far as there is something to decide.</summary>
internal abstract record TrafficMoment
{
    private const double Exactness = 0.05;
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    internal sealed record OnItsWay : TrafficMoment;

    /// <summary>ECS waits at a pause at which nobody wanted it to stay: it comes before every step.</summary>
    internal sealed record Passing(HookState Pause) : TrafficMoment;

    /// <summary>ECS waits for a person before production traffic moves.</summary>
    internal sealed record Asking(HookState Pause) : TrafficMoment;

    /// <summary>ECS waits at a percentage of the definition.</summary>
    internal sealed record Holding(HookState Pause, double Percent) : TrafficMoment;

    /// <summary>ECS waits by itself, and goes on by itself.</summary>
    internal sealed record Baking(double Percent, TimeSpan Length) : TrafficMoment;

    /// <summary>The pause that is to be answered; null: none.</summary>
    public HookState? OpenPause => this switch
    {
        Passing { Pause: var pause } => pause,
        Asking { Pause: var pause } => pause,
        Holding { Pause: var pause } => pause,
        _ => null,
    };

    /// <summary>Tells one from the next: a pause's id, or a percentage; null: nothing is to be decided.</summary>
    public string? Key => this is Baking { Percent: var percent } ? RolloutText.Percent(percent) : OpenPause?.Id;

    /// <summary>
    /// All that this rests on comes from ECS's answer, so that a run that takes over from another sees the same. A weight is read rather than
    /// counted; stages have names that AWS adds to.
    /// </summary>
    public static TrafficMoment Of(ShiftedRollout rollout, ServiceDeployment deployment)
    {
        if (!deployment.IsUnderWay || deployment.Rollback is not null)
            return new OnItsWay();

        var weight = WeightOf(rollout, deployment);
        if (deployment.Waiting is { } pause)
        {
            return rollout switch
            {
                _ when weight < Exactness => rollout.AskWithin is null ? new Passing(pause) : new Asking(pause),
                SteppedRollout stepped when stepped.Percents.Any(percent => Math.Abs(percent - weight) < Exactness) => new Holding(pause, weight),
                _ => new Passing(pause),
            };
        }

        if (rollout.Gates.Count == 0 || weight < Exactness || deployment.Stage == "CLEAN_UP")
            return new OnItsWay();

        return (rollout, weight > 100 - Exactness) switch
        {
            (SteppedRollout or ServicePairRollout, _) => new OnItsWay(),
            (CanaryRollout canary, false) => new Baking(weight, canary.CanaryBake),
            (LinearRollout linear, false) => new Baking(weight, linear.StepBake),
            _ => new Baking(weight, rollout.BakeTime),
        };
    }

    /// <param name="held">Time since it began, on ECS's clock.</param>
    public HoldDecision Decide(ShiftedRollout rollout, Tempo tempo, TimeSpan held, GateReport report) => this switch
    {
        Passing => new HoldDecision.Proceed(),
        Asking when held >= tempo.Scaled(rollout.AskWithin!.Value) => new HoldDecision.Back($"nobody answered within {RolloutText.Time(tempo.Scaled(rollout.AskWithin.Value))}"),
        Asking => new HoldDecision.Ask("production traffic is about to move"),
        Holding => Hold(HoldRules.Of(rollout, tempo), held, report),
        Baking { Length: var length } => Watch(rollout, held, tempo.Scaled(length) - tempo.MetricPeriod, report),
        _ => new HoldDecision.Wait(),
    };

    // At the limit ECS goes back by itself, and does not know why: a moment earlier this run does, and says it.
    private static HoldDecision Hold(HoldRules rules, TimeSpan held, GateReport report) =>
        (rules with { Limit = rules.Limit - (rules.Limit / 10 < Margin ? rules.Limit / 10 : Margin) }).Decide(held, report);

    // At the end of its bake ECS goes on without asking, so what is to end there must end a little before.
    private static HoldDecision Watch(ShiftedRollout rollout, TimeSpan held, TimeSpan last, GateReport report) => report.Answer switch
    {
        GateAnswer.Fail => new HoldDecision.Back(report.Worst),
        GateAnswer.Inconclusive when rollout.WhenInconclusive == Inconclusive.Fail && held >= last => new HoldDecision.Back($"inconclusive: {report.Worst}"),
        _ => new HoldDecision.Wait(),
    };

    // Where the weight is not told, the pauses that were passed tell it: there is one before every step.
    private static double WeightOf(ShiftedRollout rollout, ServiceDeployment deployment) =>
        deployment.Weight
        ?? (rollout is SteppedRollout stepped
            ? DeploymentSettings.StepOf(stepped.Percents) * deployment.Hooks.Count(hook => hook is { Type: "PAUSE", Status: "SUCCEEDED" })
            : 0);
}
