namespace Slipway.Services;

/// <summary>How long a deployment may take before it is called undecided, and what that time is made of.</summary>
internal sealed record WaitBudget(TimeSpan Batch, int Batches, TimeSpan Failing)
{
    /// <summary>Network interface, image pull and start of a Fargate task: one minute is common, large images take two.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(2);

    /// <summary>Attempts that the circuit breaker allows a small service.</summary>
    private const int Attempts = 3;

    /// <summary>Time that ECS adds to what it decides alarms by, which is not documented; ten minutes are generous.</summary>
    private static readonly TimeSpan Alarms = TimeSpan.FromMinutes(10);

    /// <summary>What ECS needs to move traffic once, its own pauses for breath included.</summary>
    private static readonly TimeSpan Move = TimeSpan.FromSeconds(30);

    /// <summary>Bakes, holds and questions on the way forward.</summary>
    public TimeSpan Waits { get; init; }

    /// <summary>Forward with its waits, the failing attempts that decide against it, and back.</summary>
    public TimeSpan Total => (Batch * Batches * 2) + Waits + Failing;

    /// <summary>The budget where time passes at another speed. Tasks start as slowly as ever.</summary>
    public WaitBudget At(Tempo tempo) => this with { Waits = tempo.Scaled(Waits) };

    public static WaitBudget For(EcsService service, DeployEnvironment environment, int tasks)
    {
        var rollout = service.Rollout.In(environment);
        var (health, container) = (service.Health, service.ContainerHealth);
        // ECS asks load balancer and container at once: what takes longer counts.
        var come = Start + Longer(
            health is null ? TimeSpan.Zero : health.StartupGrace + (health.Interval * health.HealthyThreshold),
            container is null ? TimeSpan.Zero : container.StartPeriod + container.Interval);
        var go = (service.Route?.Draining ?? TimeSpan.Zero) + service.StopTimeout;
        var failure = Start + Longer(
            health is null ? TimeSpan.Zero : health.StartupGrace + (health.Interval * health.UnhealthyThreshold),
            container is null ? TimeSpan.Zero : container.StartPeriod + (container.Interval * container.Retries));
        // What moves traffic starts all tasks at once, and a pair's side is updated like any rolling service.
        var batches = rollout is ShiftedRollout and not ServicePairRollout ? 1 : BatchesOf(tasks, rollout as RollingRollout ?? Rollout.Rolling);
        return new WaitBudget(come + go + (Move * MovesOf(rollout)), batches, failure * Attempts)
        {
            Waits = WaitsOf(rollout) + (rollout.Alarms.Count > 0 ? Alarms : TimeSpan.Zero),
        };
    }

    private static int MovesOf(Rollout rollout) => rollout switch
    {
        BlueGreenRollout => 1,
        CanaryRollout => 2,
        LinearRollout linear => (int)Math.Ceiling(100 / linear.StepPercent),
        SteppedRollout stepped => 100 / DeploymentSettings.StepOf(stepped.Percents),
        _ => 0,
    };

    private static TimeSpan WaitsOf(Rollout rollout) => rollout is not ShiftedRollout shifted ? TimeSpan.Zero
        : (shifted.AskWithin ?? TimeSpan.Zero) + shifted switch
        {
            CanaryRollout canary => canary.CanaryBake + canary.BakeTime,
            LinearRollout linear => (linear.StepBake * (MovesOf(linear) - 1)) + linear.BakeTime,
            SteppedRollout stepped => stepped.HoldLimit * stepped.Percents.Count,
            // It also waits for healthy tasks before the first, and holds at the last.
            ServicePairRollout pair => pair.HoldLimit * (pair.Percents.Count + 2),
            _ => shifted.BakeTime,
        };

    // In a batch, tasks are started up to the maximum and stopped down to the minimum; ECS rounds the first down and the second up.
    private static int BatchesOf(int tasks, RollingRollout rolling)
    {
        if (tasks <= 1)
            return 1;

        var most = tasks * rolling.MaximumPercent / 100;
        var least = ((tasks * rolling.MinimumHealthyPercent) + 99) / 100;
        var atOnce = Math.Max(1, most - least);
        return (tasks + atOnce - 1) / atOnce;
    }

    public override string ToString() =>
        $"at most {Minutes(Total)}: {Batches} batch{(Batches == 1 ? "" : "es")} of {Minutes(Batch)}, {(Waits > TimeSpan.Zero ? $"{Minutes(Waits)} of bakes and holds, " : "")}{Minutes(Failing)} to see it fail, and the way back";

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static string Minutes(TimeSpan time) => time.TotalSeconds < 120 ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0.#} min";
}
