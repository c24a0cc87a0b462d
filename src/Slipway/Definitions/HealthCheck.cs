namespace Slipway;

/// <summary>The load balancer's health check of a service. On AWS it must agree with that of the target group.</summary>
/// <param name="Path">Answers 200 when the task can serve.</param>
public sealed record HealthCheck(string Path)
{
    /// <summary>Time between checks, 5 to 300 seconds. Default 10 seconds.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Time after which a check without an answer has failed, 2 to 120 seconds, below the interval. Default 5 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Successes in a row that make a task healthy, 2 to 10. Default 2.</summary>
    public int HealthyThreshold { get; init; } = 2;

    /// <summary>Failures in a row that make a task unhealthy, 2 to 10. Default 2.</summary>
    public int UnhealthyThreshold { get; init; } = 2;

    /// <summary>
    /// Time after its start in which failing checks do not count against a task (ECS's health check grace period). Default 30 seconds.
    /// </summary>
    public TimeSpan StartupGrace { get; init; } = TimeSpan.FromSeconds(30);
}
