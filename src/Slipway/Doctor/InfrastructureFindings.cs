using Slipway.Infrastructures;

namespace Slipway.Doctor;

/// <summary>What every deploy checks of the infrastructure, as findings of a checkup.</summary>
internal static class InfrastructureFindings
{
    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        var found = InfrastructureCheck.Of(subject.Application, subject.Environment, subject.Infrastructure, seen.Infrastructure);
        foreach (var one in found.All)
            findings.Add(Kind(one.Topic), one.Where, one.Seen, one.Try);

        foreach (var note in found.Remarks)
        {
            if (note.IsUnchecked)
                findings.NotSeen("infrastructure", note.Seen);
            else if (!IsOfRehearsal(subject.Environment, note.Topic))
                findings.Add(Remark(note.Topic), Resource(note.Topic), note.Seen, note.Try ?? Advice(note.Topic));
        }
    }

    // What the rehearsal makes is as the definition says, by its own means.
    private static bool IsOfRehearsal(DeployEnvironment environment, Topic topic) => environment.IsLocal && topic is Topic.TargetGroup or Topic.HealthCheck;

    private static CheckKind Kind(Topic topic) => topic switch
    {
        Topic.Controller => CheckKind.ServiceController,
        Topic.Network => CheckKind.Network,
        Topic.Role => CheckKind.Roles,
        Topic.TargetGroup => CheckKind.TargetGroup,
        Topic.HealthCheck => CheckKind.HealthCheck,
        Topic.Traffic => CheckKind.TrafficRule,
        Topic.Secret => CheckKind.SecretMissing,
        Topic.Site => CheckKind.Site,
        Topic.SitePaths => CheckKind.ApiPath,
        Topic.ReleaseBucket => CheckKind.ReleaseBucket,
        _ => CheckKind.Cluster,
    };

    private static string Resource(Topic topic) => topic is Topic.Site or Topic.SitePaths ? "Infrastructure / Sites" : topic is Topic.Traffic ? "Infrastructure / Traffic" : "Infrastructure / TargetGroups";

    private static string Advice(Topic topic) => topic switch
    {
        Topic.HealthCheck => "make them agree: set the health check's times and thresholds, or correct Health",
        Topic.Traffic => "read gates with that in mind, or turn the stickiness of the rule off",
        _ => "let the container speak TLS at its port, or let the target group speak HTTP",
    };

    private static CheckKind Remark(Topic topic) => topic switch
    {
        Topic.TargetGroup => CheckKind.TargetGroupProtocol,
        Topic.HealthCheck => CheckKind.HealthCheckTiming,
        Topic.Traffic => CheckKind.TrafficSticky,
        Topic.SitePaths => CheckKind.ApiCached,
        _ => CheckKind.SiteCaching,
    };
}
