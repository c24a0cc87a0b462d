using System.Globalization;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>What one health check saw.</summary>
internal abstract record Probe
{
    private Probe() { }

    public sealed record Answered(int StatusCode) : Probe;

    public sealed record TimedOut : Probe;

    /// <summary>The connection was refused, or closed without an answer.</summary>
    public sealed record Failed : Probe;
}

/// <param name="Passed">Checks passed in a row.</param>
/// <param name="Missed">Checks failed in a row.</param>
internal sealed record TargetCondition(TargetHealth Health, int Passed = 0, int Missed = 0)
{
    public static readonly TargetCondition Registered =
        new(new TargetHealth("initial", "Elb.RegistrationInProgress", "Target registration is in progress"));

    public static readonly TargetCondition Unused =
        new(new TargetHealth("unused", "Target.NotInUse", "Target group is not configured to receive traffic from the load balancer"));

    public static readonly TargetCondition NotChecked =
        new(new TargetHealth("unavailable", "Target.HealthCheckDisabled", "Health checks are disabled for this target group"));

    public bool IsHealthy => Health.State == "healthy";
}

/// <summary>Judges health checks as an Application Load Balancer does. Pure.</summary>
internal static class HealthJudgement
{
    /// <summary>
    /// A new target is healthy after its first passed check; one that was unhealthy needs the healthy threshold. Failures in a
    /// row up to the unhealthy threshold leave the state as it is.
    /// </summary>
    public static TargetCondition After(TargetCondition before, Probe probe, HealthCheck check)
    {
        if (Reason(probe, check) is not { } reason)
        {
            var passed = before.Passed + 1;
            var enough = before.Health.State is "initial" or "healthy" || passed >= check.HealthyThreshold;
            return new(enough ? new TargetHealth("healthy") : before.Health, passed);
        }

        var missed = before.Missed + 1;
        return before.Health.State switch
        {
            _ when missed >= check.UnhealthyThreshold || before.Health.State == "unhealthy" => new(reason, Missed: missed),
            "initial" => new(new TargetHealth("initial", "Elb.InitialHealthChecking", "Initial health checks in progress"), Missed: missed),
            _ => before with { Passed = 0, Missed = missed },
        };
    }

    /// <summary>Whether a status code is in a matcher such as <c>200</c>, <c>200,202</c> or <c>200-299</c>.</summary>
    public static bool Matches(string matcher, int statusCode) => matcher.Split(',').Any(part =>
        part.Split('-') is [var from, var to] ? Number(from) <= statusCode && statusCode <= Number(to) : Number(part) == statusCode);

    private static TargetHealth? Reason(Probe probe, HealthCheck check) => probe switch
    {
        Probe.Answered answered when Matches(check.Matcher, answered.StatusCode) => null,
        Probe.Answered answered => new("unhealthy", "Target.ResponseCodeMismatch", $"Health checks failed with these codes: [{answered.StatusCode}]"),
        Probe.TimedOut => new("unhealthy", "Target.Timeout", "Request timed out"),
        _ => new("unhealthy", "Target.FailedHealthChecks", "Health checks failed"),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
