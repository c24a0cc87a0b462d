namespace Slipway;

/// <summary>How a new version of a service takes over from the old one.</summary>
public abstract record Rollout
{
    private protected Rollout()
    {
    }

    /// <summary>
    /// Names of CloudWatch alarms that ECS watches while it deploys: one that goes to ALARM takes the deployment back. One that is in ALARM
    /// before it begins would make ECS ignore all of them, and keeps a deploy from beginning.
    /// </summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];

    /// <summary>ECS replaces tasks batch by batch, with circuit breaker and rollback.</summary>
    public static RollingRollout Rolling { get; } = new();

    /// <summary>ECS starts the new version beside the old one and moves all traffic at once.</summary>
    public static BlueGreenRollout BlueGreen { get; } = new();

    /// <summary>ECS moves a part of the traffic, waits, and then moves the rest.</summary>
    /// <param name="percent">The part, 0.1 to 100 in steps of 0.1.</param>
    /// <param name="bake">The wait in between, 0 to 24 hours in whole minutes.</param>
    public static CanaryRollout Canary(double percent, TimeSpan bake) => new(percent, bake);

    /// <summary>ECS moves the traffic in equal steps.</summary>
    /// <param name="percent">Of each step, 3 to 100 in steps of 0.1.</param>
    /// <param name="bake">The wait after each step but the last, 0 to 24 hours in whole minutes.</param>
    public static LinearRollout Linear(double percent, TimeSpan bake) => new(percent, bake);

    /// <summary>ECS moves the traffic, and holds at each of these percentages until it is told to go on.</summary>
    public static SteppedRollout Stepped(params IReadOnlyList<int> percents) => new(percents);

    /// <summary>Two ECS services take turns; Slipway moves the weights between them, holding at each of these percentages.</summary>
    public static ServicePairRollout ServicePair(params IReadOnlyList<int> percents) => new(percents);

    /// <summary>This rollout, with alarms that ECS watches while it deploys.</summary>
    public Rollout Watching(params IReadOnlyList<string> alarms) => this with { Alarms = alarms };
}
