using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Services;

namespace Slipway.Doctor;

/// <summary>
/// Judges whether container, service and definition ask for health alike. What the target group asks is the infrastructure's own check.
/// </summary>
internal static partial class HealthAgreement
{
    public static void Of(CheckupFindings findings, EcsService service, ServiceSnapshot running, CheckupObservation seen)
    {
        if (service.Health is { } health)
            CheckGrace(findings, running, health);

        if (findings.Answered(seen.TaskDefinitions[running.TaskDefinition], $"what {running.Name} runs", out var definition) && definition is not null)
            CheckContainer(findings, service, running, definition);
    }

    private static void CheckGrace(CheckupFindings findings, ServiceSnapshot running, HealthCheck health)
    {
        var (wanted, there) = ((int)health.StartupGrace.TotalSeconds, running.Settings.GraceSeconds ?? 0);
        if (wanted != there)
        {
            findings.Add(
                CheckKind.HealthGrace, $"service {running.Name}",
                $"failing health checks count after {there} s; the definition gives a task {wanted} s to start{(there < wanted ? ", so that ECS may end tasks that are still starting" : "")}",
                "./build.sh Deploy sets it, or correct StartupGrace");
        }
    }

    private static void CheckContainer(CheckupFindings findings, EcsService service, ServiceSnapshot running, JsonObject definition)
    {
        var container = (definition["containerDefinitions"]?.AsArray() ?? []).FirstOrDefault(one => $"{one?["name"]}" == service.Name);
        var command = string.Join(' ', (container?["healthCheck"]?["command"]?.AsArray() ?? []).Select(word => $"{word}"));
        if (Address().Match(command) is not { Success: true } asked)
            return;

        var port = asked.Groups["port"] is { Success: true } written ? int.Parse(written.Value, CultureInfo.InvariantCulture) : asked.Groups["scheme"].Value == "https" ? 443 : 80;
        var path = asked.Groups["path"] is { Success: true, Length: > 0 } named ? named.Value : "/";
        string[] differences =
        [
            .. service.Port is { } wanted && wanted != port ? [$"port {port}, and the container listens on {wanted}"] : Array.Empty<string>(),
            // A path that stands in the definition is meant to be another one.
            .. service is { ContainerHealth: null, Health: { } health } && health.Path != path ? [$"{path}, and the load balancer asks {health.Path}"] : Array.Empty<string>(),
        ];
        if (differences.Length > 0)
        {
            findings.Add(
                CheckKind.ContainerHealth, $"service {running.Name}", $"the health check of its container asks {string.Join("; ", differences)}",
                "let both ask the same, so that they cannot disagree about a task; a path that is meant to be another one stands in ContainerHealth");
        }
    }

    [GeneratedRegex("(?<scheme>https?)://(?:localhost|127\\.0\\.0\\.1|0\\.0\\.0\\.0|\\[::1\\])(?::(?<port>[0-9]{1,5}))?(?<path>/[^\\s\"'?#|;&)]*)?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();
}
