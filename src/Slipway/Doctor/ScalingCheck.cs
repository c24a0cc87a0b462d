using System.Globalization;

namespace Slipway.Doctor;

/// <summary>Judges whether autoscaling is as the definitions say. Slipway applies none of it.</summary>
internal static class ScalingCheck
{
    private const string Cpu = "ECSServiceAverageCPUUtilization";
    private const string Memory = "ECSServiceAverageMemoryUtilization";

    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        if (subject.Environment.IsLocal || subject.Application.Services.Count == 0 || !seen.Services.Is(out var running) || !findings.Answered(seen.Scaling, "autoscaling", out var targets))
            return;

        foreach (var service in subject.Application.Services)
        {
            // The side of a pair that rests has no tasks that could be scaled.
            foreach (var one in running.Where(one => subject.Names(service).Contains(one.Name, StringComparer.Ordinal) && (subject.Names(service).Count == 1 || one.DesiredCount > 0)))
                Check(findings, subject, service, one.Name, targets.GetValueOrDefault(one.Name));
        }
    }

    private static void Check(CheckupFindings findings, CheckupSubject subject, EcsService service, string name, ScalingSeen? seen)
    {
        var (resource, wanted, count) = ($"service {name}", service.Scaling.In(subject.Environment), service.DesiredCount.In(subject.Environment));
        if (wanted is null)
        {
            if (seen is not null)
                Unasked(findings, resource, service, seen, count);

            return;
        }

        if (seen is null)
        {
            findings.Add(
                CheckKind.ScalingMissing, resource, $"Application Auto Scaling does not know it; the definition says {wanted}",
                $"aws application-autoscaling register-scalable-target --service-namespace ecs --scalable-dimension ecs:service:DesiredCount --resource-id service/{subject.Infrastructure.Cluster}/{name}"
                + $" --min-capacity {wanted.Min} --max-capacity {wanted.Max}, and put-scaling-policy; ./build.sh Infrastructure renders both");
            return;
        }

        if ((seen.Min, seen.Max) != (wanted.Min, wanted.Max))
        {
            findings.Add(
                CheckKind.ScalingRange, resource, $"autoscaling moves it between {seen.Min} and {seen.Max} tasks; the definition says {wanted.Min} to {wanted.Max}",
                "register the scalable target again with the definition's capacities, or correct Scaling");
        }

        if (seen.Suspended.Count > 0)
            findings.Add(CheckKind.ScalingSuspended, resource, $"autoscaling is suspended: {string.Join(", ", seen.Suspended)}", "register the scalable target again without SuspendedState, once the reason for it is gone");

        string[] differences = [.. Differences("CPU", Cpu, wanted.CpuPercent, seen), .. Differences("memory", Memory, wanted.MemoryPercent, seen)];
        if (differences.Length > 0)
            findings.Add(CheckKind.ScalingPolicy, resource, string.Join("; ", differences), "aws application-autoscaling put-scaling-policy --policy-type TargetTrackingScaling, or correct Scaling");
    }

    /// <summary>Autoscaling that the definition does not know of.</summary>
    private static void Unasked(CheckupFindings findings, string resource, EcsService service, ScalingSeen seen, int? count)
    {
        if (count is { } number)
        {
            findings.Add(
                CheckKind.ScalingCount, resource,
                $"autoscaling moves it between {seen.Min} and {seen.Max} tasks, and each deploy sets DesiredCount {number} again{(number < seen.Min || number > seen.Max ? ", which is outside of that range" : "")}",
                $"Scaling = AutoScaling.Between({seen.Min}, {seen.Max}) with ... in place of DesiredCount of {service.Name}, or deregister the scalable target");
        }
        else
        {
            findings.Add(
                CheckKind.ScalingUndefined, resource, $"autoscaling moves it between {seen.Min} and {seen.Max} tasks, and the definition does not say so: nobody would notice if it were gone",
                $"Scaling = AutoScaling.Between({seen.Min}, {seen.Max}) with ... of {service.Name}");
        }
    }

    private static IEnumerable<string> Differences(string what, string metric, int? wanted, ScalingSeen seen)
    {
        var policy = seen.Policies.FirstOrDefault(policy => policy.Metric == metric);
        if (wanted is { } percent && policy is null)
        {
            var others = string.Join(", ", seen.Policies.Select(other => $"{other.Name} ({other.Type})").DefaultIfEmpty("none"));
            yield return $"no policy holds {what} at {percent} %; its policies are {others}";
        }
        else if (wanted is { } defined && policy!.Target != defined)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"policy {policy.Name} holds {what} at {policy.Target} %; the definition says {defined} %");
        }
        else if (wanted is null && policy is not null)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"policy {policy.Name} holds {what} at {policy.Target} %; the definition has no such policy");
        }
    }
}
