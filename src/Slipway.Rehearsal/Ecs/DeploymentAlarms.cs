using System.Text.Json.Nodes;
using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>The alarms of one service deployment.</summary>
internal sealed class AlarmWatch
{
    public required List<string> Names { get; init; }

    /// <summary>Whether an alarm takes the deployment back; otherwise it fails where it is.</summary>
    public required bool Rollback { get; init; }

    /// <summary>MONITORING, TRIGGERED or DISABLED.</summary>
    public required string Status { get; set; }

    public List<string> Triggered { get; set; } = [];
}

/// <summary>
/// Watches CloudWatch alarms while a deployment is in progress, whatever its strategy. What the alarms say when it begins decides whether
/// they are watched at all: with one in ALARM, ECS ignores all of them for that deployment
/// (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html).
/// </summary>
internal sealed class DeploymentAlarms(IAlarms alarms)
{
    /// <summary>AWS computes it from the alarms, in a way that is not documented.</summary>
    private static readonly TimeSpan RollingBake = TimeSpan.FromMinutes(5);

    /// <summary>The watch that a deployment begins with; null when its service has no alarms, or none enabled.</summary>
    public AlarmWatch? Begin(JsonObject? configuration)
    {
        if (configuration?.OptionalObject("alarms") is not { } settings || settings.OptionalBool("enable") != true)
            return null;

        var names = settings.Strings("alarmNames").ToList();
        return new AlarmWatch
        {
            Names = names,
            Rollback = settings.OptionalBool("rollback") ?? false,
            Status = Firing(names).Count > 0 ? "DISABLED" : "MONITORING",
        };
    }

    /// <summary>Looks at the alarms of a deployment that is in progress. Whether one fires.</summary>
    public bool Fires(ServiceDeployment attempt)
    {
        if (attempt is not { Status: "IN_PROGRESS", Alarms: { Status: "MONITORING" } watch } || attempt.Shift?.Reached(LifecycleStage.CleanUp) == true)
            return false;

        watch.Triggered = Firing(watch.Names);
        if (watch.Triggered.Count == 0)
            return false;

        watch.Status = "TRIGGERED";
        return true;
    }

    /// <summary>For how long, in AWS's time, a rolling deployment watches its alarms once all of its tasks were replaced; null when there is nothing to watch.</summary>
    public static TimeSpan? Bake(ServiceDeployment attempt)
    {
        if (attempt is not { Status: "IN_PROGRESS", Alarms.Status: "MONITORING" })
            return null;

        return attempt.Configuration?.OptionalInt("bakeTimeInMinutes") is > 0 and var minutes ? TimeSpan.FromMinutes(minutes) : RollingBake;
    }

    private List<string> Firing(List<string> names) => names.FindAll(name => alarms.State(name) == "ALARM");
}
