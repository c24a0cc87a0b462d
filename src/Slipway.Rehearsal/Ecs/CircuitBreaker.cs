using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>
/// ECS's deployment circuit breaker. By default it trips after half of the desired count, at least 3 and at most 200 failures in
/// a row (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html).
/// </summary>
/// <param name="ResetOnHealthyTask">Whether one healthy task makes the count begin anew.</param>
/// <param name="Type">COUNT, BOUNDED_PERCENT (3 to 200) or UNBOUNDED_PERCENT of the desired count.</param>
internal sealed record CircuitBreaker(bool Enabled, bool Rollback, bool ResetOnHealthyTask, string Type, int Value)
{
    public static CircuitBreaker Of(JsonObject? deploymentConfiguration)
    {
        var settings = deploymentConfiguration?.OptionalObject("deploymentCircuitBreaker") ?? [];
        var threshold = settings.OptionalObject("thresholdConfiguration") ?? [];

        return new CircuitBreaker(
            settings.OptionalBool("enable") ?? false, settings.OptionalBool("rollback") ?? false,
            settings.OptionalBool("resetOnHealthyTask") ?? true,
            threshold.OptionalString("type") ?? "BOUNDED_PERCENT", threshold.OptionalInt("value") ?? 50);
    }

    public int Threshold(int desired)
    {
        var share = (int)Math.Ceiling(desired * (decimal)Value / 100);
        return Type switch
        {
            "COUNT" => Math.Max(1, Value),
            "UNBOUNDED_PERCENT" => Math.Max(1, share),
            _ => Math.Clamp(share, 3, 200),
        };
    }

    /// <summary>The failures in a row after <paramref name="failedNow"/> more tasks failed and, after that, perhaps one became healthy.</summary>
    public int Count(int failures, int failedNow, bool healthyNow) =>
        healthyNow && ResetOnHealthyTask ? 0 : failures + failedNow;

    public bool Trips(int failures, int desired) => Enabled && failures >= Threshold(desired);
}

/// <summary>
/// How long ECS waits before it starts the next task in place of one that failed: not at all at first, then longer and longer, up
/// to 27 minutes (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html; the steps are not documented).
/// </summary>
internal static class RestartDelay
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(27);

    /// <param name="rounds">Failures in a row, divided by the desired count.</param>
    public static TimeSpan After(int rounds) =>
        rounds <= 0 ? TimeSpan.Zero
        : rounds > 10 ? Longest
        : TimeSpan.FromTicks(Math.Min(Longest.Ticks, TimeSpan.FromSeconds(5).Ticks << (rounds - 1)));

    /// <summary>Whether ECS says in an event that it cannot start tasks consistently.</summary>
    public static bool IsThrottled(int rounds) => rounds >= 4;
}
