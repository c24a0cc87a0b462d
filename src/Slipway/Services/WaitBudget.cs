namespace Slipway.Services;

/// <summary>How long a deployment may take before it is called undecided, and what that time is made of.</summary>
internal sealed record WaitBudget(TimeSpan Batch, int Batches, TimeSpan Failing)
{
    /// <summary>Network interface, image pull and start of a Fargate task: one minute is common, large images take two.</summary>
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(2);

    /// <summary>Attempts that the circuit breaker allows a small service.</summary>
    private const int Attempts = 3;

    /// <summary>Forward, the failing attempts that decide against it, and back.</summary>
    public TimeSpan Total => (Batch * Batches * 2) + Failing;

    public static WaitBudget For(EcsService service, DeployEnvironment environment, int tasks)
    {
        var health = service.Health;
        var come = Start + (health is null ? TimeSpan.Zero : health.StartupGrace + (health.Interval * health.HealthyThreshold));
        var go = (service.Route?.Draining ?? TimeSpan.Zero) + service.StopTimeout;
        var failure = Start + (health is null ? TimeSpan.Zero : health.StartupGrace + (health.Interval * health.UnhealthyThreshold));
        return new WaitBudget(come + go, BatchesOf(tasks, ServicesPlan.RollingOf(service, environment)), failure * Attempts);
    }

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
        $"at most {Minutes(Total)}: {Batches} batch{(Batches == 1 ? "" : "es")} of {Minutes(Batch)}, {Minutes(Failing)} to see it fail, and the way back";

    private static string Minutes(TimeSpan time) => time.TotalSeconds < 120 ? $"{time.TotalSeconds:0} s" : $"{time.TotalMinutes:0.#} min";
}
