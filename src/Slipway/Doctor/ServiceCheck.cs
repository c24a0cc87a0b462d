using Slipway.Services;

namespace Slipway.Doctor;

/// <summary>Judges how the services of ECS are set up, each by itself.</summary>
internal static class ServiceCheck
{
    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        if (subject.Application.Services.Count == 0 || !findings.Answered(seen.Services, "the services", out var running))
            return;

        foreach (var service in subject.Application.Services)
        {
            var own = running.Where(one => subject.Names(service).Contains(one.Name, StringComparer.Ordinal)).ToList();
            if (own.Count == 0)
            {
                findings.NotSeen($"service {service.Name}", "it was not deployed yet");
                continue;
            }

            foreach (var one in own)
            {
                CheckBreaker(findings, one);
                HealthAgreement.Of(findings, service, one, seen);
            }

            CheckTasks(findings, subject, service, own);
            CheckLogs(findings, subject, service, seen);
        }
    }

    private static void CheckBreaker(CheckupFindings findings, ServiceSnapshot running)
    {
        if (running.Settings.Deployment is { Strategy: "ROLLING" } deployment and not { CircuitBreaker: true, Rollback: true })
        {
            findings.Add(
                CheckKind.CircuitBreaker, $"service {running.Name}",
                deployment.CircuitBreaker ? "its circuit breaker is on, and does not roll back" : "its circuit breaker is off: a deployment that never comes up is tried for ever",
                "./build.sh Deploy sets it: what Slipway deploys has both");
        }
    }

    private static void CheckTasks(CheckupFindings findings, CheckupSubject subject, EcsService service, IReadOnlyList<ServiceSnapshot> running)
    {
        if (!subject.IsProduction || running.Max(one => one.DesiredCount) is var count && count > 1)
            return;

        findings.Add(
            CheckKind.SingleTask, $"service {running.MaxBy(one => one.DesiredCount)!.Name}", $"it is to have {count} {(count == 1 ? "task" : "tasks")}: whenever one is lost or replaced, nobody answers",
            $"DesiredCount = 2 of {service.Name} in {subject.Environment.Name}, or autoscaling with a minimum of 2");
    }

    private static void CheckLogs(CheckupFindings findings, CheckupSubject subject, EcsService service, CheckupObservation seen)
    {
        var name = EcsNames.LogGroup(subject.Application, subject.Environment, service);
        var wanted = service.LogRetentionDays.In(subject.Environment);
        if (!findings.Answered(seen.LogGroups, "the log groups", out var groups))
            return;

        if (!groups.TryGetValue(name, out var days))
        {
            findings.Add(
                CheckKind.LogGroup, $"log group {name}", $"it does not exist: no task of {service.Name} can start, since its log driver finds no place",
                $"aws logs create-log-group --log-group-name {name}; the next deploy makes it too");
        }
        else if (days != wanted)
        {
            findings.Add(
                CheckKind.LogRetention, $"log group {name}", $"it keeps events {(days is null ? "for ever" : $"for {days} days")}; the definition says {wanted}",
                $"aws logs put-retention-policy --log-group-name {name} --retention-in-days {wanted}, or correct LogRetentionDays");
        }
    }
}
