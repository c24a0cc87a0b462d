using System.Globalization;

namespace Slipway.Services;

/// <summary>
/// How ECS carries a service's deployments out: its <c>deploymentConfiguration</c>, which is stored on the service by whoever set it last.
/// </summary>
/// <param name="Strategy">ROLLING, BLUE_GREEN, LINEAR or CANARY.</param>
/// <param name="MinimumHealthyPercent">Like the maximum, of ROLLING alone.</param>
internal sealed record DeploymentSettings(
    string Strategy, int MinimumHealthyPercent = 100, int MaximumPercent = 200, bool CircuitBreaker = true, bool Rollback = true)
{
    /// <summary>Null: ECS's own, half of the desired count, at least 3 and at most 200.</summary>
    public BreakerThreshold? Threshold { get; init; }

    /// <summary>Minutes for which both versions run once the new one has all traffic. Not of ROLLING.</summary>
    public int BakeMinutes { get; init; }

    /// <summary>The part that moves first (CANARY), or each time (LINEAR), and the wait after it; null: neither.</summary>
    public TrafficStep? Step { get; init; }

    /// <summary>Where ECS waits for a word, or asks a function, on the way.</summary>
    public IReadOnlyList<StageHook> Hooks { get; init; } = [];

    /// <summary>Null: none that ECS watches.</summary>
    public AlarmSettings? Alarms { get; init; }

    /// <summary>
    /// These settings as they are to stay on a service: without the pauses, which belong to one deployment. A pause that stays behind
    /// would hold a deployment of somebody who does not know of it.
    /// </summary>
    public DeploymentSettings AtRest => this with { Hooks = [.. Hooks.Where(hook => !hook.IsPause)] };

    /// <summary>The way back of a version that has been replaced: all traffic at once, without a wait or a pause.</summary>
    public DeploymentSettings AtOnce =>
        Strategy == "ROLLING" ? AtRest : AtRest with { Strategy = "BLUE_GREEN", Step = null, BakeMinutes = 0 };

    public IReadOnlyList<StageHook> Pauses => [.. Hooks.Where(hook => hook.IsPause)];

    /// <summary>What a rollout is to ECS. Of a pair of services, each is updated as with <see cref="Slipway.Rollout.Rolling"/>.</summary>
    /// <param name="hasTestRule">Whether test traffic reaches the new version before production traffic does.</param>
    public static DeploymentSettings Of(Rollout rollout, bool hasTestRule)
    {
        var settings = rollout switch
        {
            RollingRollout rolling => new DeploymentSettings("ROLLING", rolling.MinimumHealthyPercent, rolling.MaximumPercent)
            {
                Threshold = BreakerThreshold.Of(rolling.Threshold?.Type, rolling.Threshold?.Value),
            },
            ServicePairRollout => new DeploymentSettings("ROLLING"),
            BlueGreenRollout => new DeploymentSettings("BLUE_GREEN"),
            CanaryRollout canary => new DeploymentSettings("CANARY") { Step = new TrafficStep(canary.Percent, Minutes(canary.CanaryBake)) },
            LinearRollout linear => new DeploymentSettings("LINEAR") { Step = new TrafficStep(linear.StepPercent, Minutes(linear.StepBake)) },
            SteppedRollout stepped => new DeploymentSettings("LINEAR") { Step = new TrafficStep(StepOf(stepped.Percents), 0) },
            _ => throw new DeployException(
                $"""
                 There is no rollout like this for ECS services. Nothing was changed.
                   found  {rollout}
                   try    one of Rollout.Rolling, BlueGreen, Canary, Linear, Stepped and ServicePair
                 """,
                Verdict.Usage),
        };
        return settings with
        {
            BakeMinutes = rollout is BlueGreenRollout or CanaryRollout or LinearRollout ? Minutes(((ShiftedRollout)rollout).BakeTime) : 0,
            Hooks = Pause(rollout, hasTestRule) is { } pause ? [pause] : [],
            Alarms = rollout.Alarms.Count == 0 ? null : new AlarmSettings(rollout.Alarms, Rollback: true),
        };
    }

    /// <summary>The largest step that comes by every one of these percentages and ends at 100.</summary>
    internal static int StepOf(IEnumerable<int> percents) => percents.Aggregate(100, Divisor);

    /// <summary>As a person reads it, and as it is compared: what differs here differs in ECS.</summary>
    public override string ToString() => string.Join(", ",
    [
        Strategy == "ROLLING" ? $"ROLLING {MinimumHealthyPercent}% to {MaximumPercent}%" : Strategy,
        .. Step is { } step ? [Strategy == "CANARY" ? $"first {step}" : $"in steps of {step}"] : Array.Empty<string>(),
        .. Strategy == "ROLLING" ? Array.Empty<string>() : [$"bake {BakeMinutes} min"],
        $"circuit breaker {(CircuitBreaker ? "on" : "off")}{(Threshold is null ? "" : $" at {Threshold}")}",
        $"rollback {(Rollback ? "on" : "off")}",
        .. Alarms is { } alarms ? [alarms.ToString()] : Array.Empty<string>(),
        .. Hooks.Select(hook => hook.ToString()).Order(StringComparer.Ordinal),
    ]);

    // Without an answer the new version goes back. One hook serves both the question and the holds of a stepped rollout, so that it lasts as long as the longer of them.
    private static StageHook? Pause(Rollout rollout, bool hasTestRule) => rollout switch
    {
        ServicePairRollout => null,
        SteppedRollout stepped => StageHook.Pause("PRE_PRODUCTION_TRAFFIC_SHIFT", Math.Max(Minutes(stepped.HoldLimit), Minutes(stepped.AskWithin ?? TimeSpan.Zero))),
        BlueGreenRollout { AskWithin: { } within } when hasTestRule => StageHook.Pause("POST_TEST_TRAFFIC_SHIFT", Minutes(within)),
        ShiftedRollout { AskWithin: { } within } => StageHook.Pause("PRE_PRODUCTION_TRAFFIC_SHIFT", Minutes(within)),
        _ => null,
    };

    private static int Minutes(TimeSpan time) => (int)Math.Ceiling(time.TotalMinutes);

    private static int Divisor(int a, int b) => b == 0 ? a : Divisor(b, a % b);
}

/// <summary>Failures in a row after which the circuit breaker trips.</summary>
/// <param name="Type">COUNT, BOUNDED_PERCENT or UNBOUNDED_PERCENT.</param>
internal sealed record BreakerThreshold(string Type, int Value)
{
    /// <summary>Null for ECS's own default, which it may tell or leave out.</summary>
    public static BreakerThreshold? Of(string? type, int? value) =>
        (type ?? "BOUNDED_PERCENT", value ?? 50) is var (kind, count) && (kind, count) is ("BOUNDED_PERCENT", 50) ? null : new BreakerThreshold(kind, count);

    public override string ToString() => Type switch
    {
        "COUNT" => $"{Value} failures",
        "UNBOUNDED_PERCENT" => $"{Value}% of the tasks",
        _ => $"{Value}% of the tasks, 3 to 200",
    };
}

/// <param name="Percent">Of the traffic.</param>
/// <param name="BakeMinutes">Wait after it, unless it was the last.</param>
internal sealed record TrafficStep(double Percent, int BakeMinutes)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Percent:0.#}% for {BakeMinutes} min");
}

/// <summary>Alarms that ECS watches while it deploys.</summary>
/// <param name="Rollback">Whether one that goes off takes the deployment back, instead of failing it.</param>
internal sealed record AlarmSettings(IReadOnlyList<string> Names, bool Rollback)
{
    public override string ToString() =>
        $"{(Rollback ? "back" : "failed")} when {string.Join(" or ", Names.Order(StringComparer.Ordinal))} goes off";
}

/// <summary>A stop on ECS's way through a deployment.</summary>
/// <param name="Type">PAUSE or AWS_LAMBDA.</param>
/// <param name="Target">ARN of the function; null: a pause.</param>
/// <param name="TimeoutMinutes">Null: ECS's own, a day.</param>
/// <param name="Action">What ECS does at the timeout: ROLLBACK or CONTINUE.</param>
internal sealed record StageHook(string Type, string? Target, string? Role, IReadOnlyList<string> Stages, int? TimeoutMinutes, string? Action)
{
    // ECS takes 1 minute to 14 days.
    private const int MostMinutes = 14 * 24 * 60;

    public bool IsPause => Type == "PAUSE";

    /// <summary>A wait for a word, after which ECS goes back by itself.</summary>
    public static StageHook Pause(string stage, int minutes) => new("PAUSE", null, null, [stage], Math.Clamp(minutes, 1, MostMinutes), "ROLLBACK");

    public override string ToString() =>
        $"{(IsPause ? "pause" : $"function {Target}")} at {string.Join(' ', Stages.Order(StringComparer.Ordinal))}"
        + (TimeoutMinutes is { } minutes ? $" for at most {minutes} min, then {Action ?? "ROLLBACK"}" : "");
}
