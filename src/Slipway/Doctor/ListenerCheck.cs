using Slipway.Infrastructures;

namespace Slipway.Doctor;

/// <summary>Judges whether anybody in the world may talk to the services without TLS.</summary>
internal static class ListenerCheck
{
    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        if (subject.Environment.IsLocal || !findings.Answered(seen.LoadBalancers, "the listeners of the load balancers", out var balancers))
            return;

        foreach (var balancer in balancers.Where(one => one is { IsInternetFacing: true, Plain.Count: > 0 }))
        {
            var doors = seen.Doors.Is(out var groups) ? groups.Where(group => balancer.SecurityGroups.Contains(group.Id, StringComparer.Ordinal)).ToList() : null;
            var open = balancer.Plain.Where(port => IsOpen(port, balancer, doors)).ToList();
            if (open.Count == 0)
                continue;

            findings.Add(
                CheckKind.ListenerHttp, $"load balancer {balancer.Name}",
                $"it faces the internet and passes requests without TLS on to services at port {string.Join(", ", open)}{(doors is null ? $" (its security groups were not looked at: {seen.Doors.Why})" : "")}",
                "redirect that listener to HTTPS, or let in CloudFront alone: a security group with the prefix list com.amazonaws.global.cloudfront.origin-facing");
        }
    }

    /// <param name="doors">Null: they could not be read, which is taken for the worst.</param>
    private static bool IsOpen(int port, LoadBalancerSeen balancer, IReadOnlyList<SecurityGroup>? doors) =>
        doors is null || balancer.SecurityGroups.Count == 0 || doors.Any(group => group.OpenToWorld.Any(range => range.Has(port)));
}
