using Slipway.Sites;

namespace Slipway.Doctor;

/// <summary>
/// Judges how distributions treat viewers and services. Whether their paths lead to pages and services, and what they cache, is the infrastructure's own check.
/// </summary>
internal static class DistributionCheck
{
    private static readonly string[] AllMethods = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"];

    public static void Of(CheckupFindings findings, CheckupSubject subject, CheckupObservation seen)
    {
        foreach (var (id, answer) in seen.Infrastructure.Distributions)
        {
            if (!answer.Is(out var distribution) || distribution is null)
                continue;

            if (!subject.Environment.IsLocal)
                CheckTls(findings, distribution);

            var sites = subject.Application.Sites.Where(site => subject.Infrastructure.Sites[site.Name].Distribution == id);
            foreach (var route in sites.SelectMany(subject.ServicesOn).Select(service => service.Route!))
                CheckRoute(findings, subject.Environment, route, distribution, seen);
        }
    }

    private static void CheckTls(CheckupFindings findings, DistributionFacts distribution)
    {
        var open = distribution.Behaviors.Where(behavior => behavior.AllowsHttp).Select(behavior => behavior.Path).ToList();
        if (open.Count > 0)
        {
            findings.Add(
                CheckKind.DistributionHttp, $"distribution {distribution.Id}", $"it answers without TLS at {string.Join(", ", open)}",
                "set the viewer protocol policy of these behaviors to redirect-to-https");
        }
    }

    private static void CheckRoute(CheckupFindings findings, DeployEnvironment environment, Route route, DistributionFacts distribution, CheckupObservation seen)
    {
        var resource = $"distribution {distribution.Id}";
        foreach (var path in route.Paths.DefaultIfEmpty("*"))
        {
            if (distribution.Behaviors.FirstOrDefault(behavior => PathPattern.Same(behavior.Path, path)) is not { } behavior)
                continue;

            var denied = AllMethods.Except(behavior.Methods, StringComparer.OrdinalIgnoreCase).ToList();
            if (denied.Count > 0)
                findings.Add(CheckKind.ApiMethods, resource, $"its behavior {path} answers {string.Join(", ", denied)} with 403 and does not ask the service", "allow all seven methods in that behavior");

            var lost = behavior.OriginRequestPolicy is not { } policy ? behavior.Forwards ?? Forwarding.Nothing
                : findings.Answered(seen.Forwarding[policy], $"what behavior {path} of {resource} passes on", out var forwarding) ? forwarding : null;
            if (lost is not null && Missing(lost, route.HostsIn(environment)) is { Count: > 0 } missing)
            {
                findings.Add(
                    CheckKind.ApiForwarding, resource, $"its behavior {path} does not pass on {string.Join(", ", missing)}",
                    "use the origin request policy AllViewer, or AllViewerExceptHostHeader where the load balancer's certificate is for its own name and no rule is by host");
            }
        }
    }

    private static IReadOnlyList<string> Missing(Forwarding forwarding, IReadOnlyList<string> hosts) =>
    [
        .. forwarding.Queries ? Array.Empty<string>() : ["query strings"],
        .. forwarding.Cookies ? Array.Empty<string>() : ["cookies"],
        .. forwarding.Headers ? Array.Empty<string>() : ["headers such as Authorization"],
        .. forwarding.Host || hosts.Count == 0 ? Array.Empty<string>() : [$"the Host header, by which the load balancer's rule goes ({string.Join(", ", hosts)})"],
    ];
}
