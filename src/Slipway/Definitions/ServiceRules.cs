using System.Text.RegularExpressions;

namespace Slipway;

/// <summary>What must hold of a service.</summary>
internal static partial class ServiceRules
{
    public static void Check(Problems at, Application application, EcsService service, Func<string, bool> exists)
    {
        at.Name("name", service.Name, AwsLimits.ServiceName);
        at.Unless(
            service.Port is null or (>= 1 and <= 65535),
            "Port", $"{service.Port}; valid are 1 to 65535");
        at.Unless(
            service.Route is null || service.Port is not null,
            "Route", "is set without a Port; the load balancer needs the port that the container listens on");
        at.Unless(
            service.Route is null || service.Health is not null,
            "Health", "is missing; a service with a Route needs a health check, such as new HealthCheck(\"/health\")");
        at.Unless(
            service.Health is null || service.Route is not null,
            "Health", "is set without a Route; there is no load balancer that would ask");
        at.Unless(
            service.StopTimeout >= TimeSpan.Zero && service.StopTimeout <= TimeSpan.FromSeconds(120),
            "StopTimeout", $"{service.StopTimeout.TotalSeconds} s; valid are 0 to 120 seconds on Fargate");

        if (service.Health is { } health)
            Check(at.At("Health"), health);

        if (service.ContainerHealth is { } container)
            ContainerHealthRules.Check(at.At("ContainerHealth"), container);

        Check(at.At("Image"), service.Image, exists);
        CheckVariables(at, service.Variables.Keys, service.Secrets.Keys);
        CheckSecrets(at.At("Secrets"), service);
        CheckSidecars(at, service, exists);
        BeforeRules.Check(at, application, service);

        foreach (var environment in application.Environments)
            CheckIn(application, environment, at, service);
    }

    private static void CheckIn(Application application, DeployEnvironment environment, Problems at, EcsService service)
    {
        if (at.TryValue(service.Size, environment, "Size", out var size))
            at.Unless(FargateSizes.Problem(size) is null, "Size", In(environment, FargateSizes.Problem(size)!));

        if (at.TryValue(service.DesiredCount, environment, "DesiredCount", out var count))
            at.Unless(count is null or >= 0, "DesiredCount", In(environment, $"{count}; valid is 0 or more"));

        ScalingRules.Check(at, environment, service);

        if (at.TryValue(service.LogRetentionDays, environment, "LogRetentionDays", out var days))
        {
            at.Unless(
                AwsLimits.RetentionDays.Contains(days),
                "LogRetentionDays", In(environment, $"{days}; valid are {string.Join(", ", AwsLimits.RetentionDays)}"));
        }

        if (at.TryValue(service.Rollout, environment, "Rollout", out var rollout))
            RolloutRules.Check(at, application, environment, service, rollout);

        var variables = service.Variables.Select(variable => (Path: variable.Key, variable.Value))
            .Concat(service.Sidecars.SelectMany(sidecar => sidecar.Variables.Select(variable => (Path: $"{sidecar.Name} / {variable.Key}", variable.Value))));
        foreach (var (path, value) in variables)
        {
            if (at.TryValue(value, environment, $"Variables / {path}", out var text))
                at.Unless(text is not null, $"Variables / {path}", In(environment, "null; valid is any text"));
        }
    }

    private static void Check(Problems at, HealthCheck health)
    {
        at.Unless(health.Path.StartsWith('/'), "Path", $"\"{health.Path}\"; valid is a path that begins with a slash");
        at.Unless(
            health.Interval >= TimeSpan.FromSeconds(5) && health.Interval <= TimeSpan.FromSeconds(300),
            "Interval", $"{health.Interval.TotalSeconds} s; valid are 5 to 300 seconds");
        at.Unless(
            health.Timeout >= TimeSpan.FromSeconds(2) && health.Timeout <= TimeSpan.FromSeconds(120) && health.Timeout < health.Interval,
            "Timeout", $"{health.Timeout.TotalSeconds} s; valid are 2 to 120 seconds, below the interval of {health.Interval.TotalSeconds} s");
        at.Unless(health.HealthyThreshold is >= 2 and <= 10, "HealthyThreshold", $"{health.HealthyThreshold}; valid are 2 to 10");
        at.Unless(health.UnhealthyThreshold is >= 2 and <= 10, "UnhealthyThreshold", $"{health.UnhealthyThreshold}; valid are 2 to 10");
        at.Unless(health.StartupGrace >= TimeSpan.Zero, "StartupGrace", $"{health.StartupGrace.TotalSeconds} s; valid is 0 or more");
    }

    private static void Check(Problems at, DockerImage image, Func<string, bool> exists)
    {
        at.Unless(
            image.Platform is "linux/amd64" or "linux/arm64",
            "Platform", $"\"{image.Platform}\"; valid are linux/amd64 and linux/arm64");

        var outside = Path.IsPathRooted(image.Context) || image.Context.Split('/', '\\').Contains("..");
        at.Unless(!outside, "Context", $"\"{image.Context}\"; valid is a folder inside the repository, relative to its root");
        if (outside)
            return;

        var dockerfile = Path.Combine(image.Context, image.Dockerfile);
        if (!exists(image.Context))
            at.Add("Context", $"\"{image.Context}\" does not exist; valid is a folder inside the repository, relative to its root");
        else
            at.Unless(exists(dockerfile), "Dockerfile", $"\"{dockerfile}\" does not exist; valid is a file relative to the context \"{image.Context}\"");
    }

    private static void CheckVariables(Problems at, ICollection<string> variables, ICollection<string> secrets)
    {
        foreach (var name in variables.Concat(secrets).Where(name => !VariableName().IsMatch(name)))
            at.Add("Variables", $"\"{name}\"; valid are letters, digits and underscores, no digit first");

        foreach (var name in variables.Intersect(secrets, StringComparer.Ordinal))
            at.Add("Secrets", $"\"{name}\" is a variable too; valid is one of the two");
    }

    private static void CheckSecrets(Problems at, EcsService service)
    {
        foreach (var (name, secret) in service.Secrets)
        {
            at.Unless(
                SecretName().IsMatch(secret.Name.Replace("{environment}", "x", StringComparison.Ordinal)),
                name, $"\"{secret.Name}\"; valid are letters, digits and /_+=.@- (and {{environment}})");
            at.Unless(
                secret.Key is null || (secret.Key.Length > 0 && !secret.Key.Contains(':', StringComparison.Ordinal)),
                name, $"key \"{secret.Key}\"; valid is a key of the secret's JSON without a colon");
        }
    }

    private static void CheckSidecars(Problems at, EcsService service, Func<string, bool> exists)
    {
        at.Duplicates("Sidecars", service.Sidecars.Select(sidecar => sidecar.Name).Append(service.Name));
        at.Unless(service.Sidecars.Count <= 9, "Sidecars", $"{service.Sidecars.Count} sidecars; a task holds at most 10 containers");

        foreach (var sidecar in service.Sidecars)
        {
            var inside = at.At(sidecar.Name);
            inside.Name("name", sidecar.Name, AwsLimits.ServiceName);
            Check(inside.At("Image"), sidecar.Image, exists);
            CheckVariables(inside, sidecar.Variables.Keys, []);
            inside.Unless(
                string.Equals(sidecar.Image.Platform, service.Image.Platform, StringComparison.Ordinal),
                "Image / Platform", $"{sidecar.Image.Platform} beside {service.Image.Platform}; valid is one platform for all containers of a task");
        }
    }

    private static string In(DeployEnvironment environment, string problem) => $"in {environment.Name}: {problem}";

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$")]
    private static partial Regex VariableName();

    [GeneratedRegex("^[A-Za-z0-9/_+=.@-]{1,512}$")]
    private static partial Regex SecretName();
}
