namespace Slipway.Doctor;

/// <summary>Judges whether an alarm would tell somebody that a service is unwell. Autoscaling's own alarms tell nobody.</summary>
internal static class AlarmCheck
{
    /// <summary>Begins the names of the alarms that Application Auto Scaling makes for itself.</summary>
    private const string OfAutoScaling = "TargetTracking-";

    private static readonly string[] OfTargets = ["HTTPCode_Target_5XX_Count", "UnHealthyHostCount", "HealthyHostCount"];

    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        if (subject.Environment.IsLocal || subject.Application.Services.Count == 0 || !seen.Services.Is(out var running) || !findings.Answered(seen.Alarms, "alarms", out var alarms))
            return;

        var metrics = alarms.Where(alarm => !alarm.Name.StartsWith(OfAutoScaling, StringComparison.Ordinal)).SelectMany(alarm => alarm.Metrics).ToList();
        foreach (var service in subject.Application.Services)
        {
            var names = subject.Names(service).Intersect(running.Select(one => one.Name), StringComparer.Ordinal).ToList();
            string[] missing =
            [
                .. service.Route is not null && !metrics.Any(metric => IsOfTargets(metric, Groups(subject, service), seen)) ? ["answers with 5XX or unhealthy hosts of its target group"] : Array.Empty<string>(),
                .. names.Any(name => metrics.Any(metric => IsCpu(metric, subject.Infrastructure.Cluster, name))) ? Array.Empty<string>() : ["its CPU"],
            ];
            if (names.Count > 0 && missing.Length > 0)
            {
                findings.Add(
                    CheckKind.AlarmsMissing, $"service {names[0]}", $"no alarm watches {string.Join(", nor ", missing)}",
                    "create alarms on HTTPCode_Target_5XX_Count and UnHealthyHostCount (AWS/ApplicationELB, TargetGroup) and CPUUtilization (AWS/ECS), and name those that a deploy is to be judged by in its Rollout; ./build.sh Infrastructure renders them");
            }
        }
    }

    private static IReadOnlyList<string> Groups(CheckupSubject subject, EcsService service) =>
    [
        .. new[] { subject.Infrastructure.TargetGroups.GetValueOrDefault(service.Name), subject.Infrastructure.Traffic.GetValueOrDefault(service.Name)?.AlternateTargetGroup }.OfType<string>(),
    ];

    /// <summary>An alarm on all 5XX of the load balancer is as good.</summary>
    private static bool IsOfTargets(MetricSeen metric, IReadOnlyList<string> groups, CheckupObservation seen)
    {
        if (metric.Namespace != "AWS/ApplicationELB")
            return false;

        if (metric.Dimensions.ContainsKey("TargetGroup"))
            return OfTargets.Contains(metric.Name, StringComparer.Ordinal) && groups.Any(arn => metric.Has("TargetGroup", arn[(arn.LastIndexOf(':') + 1)..]));

        return metric.Name is "HTTPCode_Target_5XX_Count" or "HTTPCode_ELB_5XX_Count" && seen.Infrastructure.TargetGroups.Is(out var known)
            && known.Where(group => groups.Contains(group.Arn, StringComparer.Ordinal)).SelectMany(group => group.LoadBalancers)
                .Any(arn => metric.Has("LoadBalancer", arn[(arn.IndexOf(":loadbalancer/", StringComparison.Ordinal) + ":loadbalancer/".Length)..]));
    }

    private static bool IsCpu(MetricSeen metric, string cluster, string service) =>
        metric is { Namespace: "AWS/ECS", Name: "CPUUtilization" } && metric.Has("ClusterName", cluster) && metric.Has("ServiceName", service);
}
