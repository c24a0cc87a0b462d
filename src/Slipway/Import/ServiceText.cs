using System.Globalization;
using System.Text.RegularExpressions;

namespace Slipway.Import;

/// <summary>The lines of an imported service.</summary>
internal sealed partial class ServiceText(Imported imported, ImportNames names)
{
    private const string Fallback = "linux/amd64";

    private ImportedTask Task => imported.Task;

    private ImportedContainer Main => imported.Task.Main;

    /// <summary>Each with its indentation.</summary>
    public IEnumerable<(int Indent, string Line)> Lines()
    {
        yield return (0, $"new({CSharpText.Literal(names.Service)}){Was(Main.Name, names.Service)}");
        yield return (0, "{");
        foreach (var line in Members())
            yield return (4, line);

        yield return (0, "},");
    }

    private IEnumerable<string> Members() =>
    [
        .. Named(),
        .. Image(Main, names.Service).Select((line, at) => at == 0 ? line : $"Image = {line},"),
        Size(),
        .. Optional(DesiredCount()),
        .. Optional(Main.Port is { } port ? $"Port = {Number(port)}," : null),
        .. Balancing(),
        .. ContainerHealth(),
        .. Optional(Main.Command.Count > 0 ? $"Command = {CSharpText.List(Main.Command)}," : null),
        .. Variables(Main),
        .. Secrets(),
        .. Sidecars(),
        .. Rollout(),
        .. Optional(Main.StopTimeout is { } seconds ? $"StopTimeout = {CSharpText.Seconds(seconds)}," : null),
        .. Optional(Main.LogGroup is { } group
            ? $"// Logs were in {CSharpText.Comment(group)}; they go to /{names.Application}/{names.Environment}/{names.Service}, which is kept for LogRetentionDays (default 30)." : null),
    ];

    private IEnumerable<string> Named() => Optional(imported.Service is { } service && service.Name.Length > 0 && service.Name != $"{names.Application}-{names.Service}"
        ? $"// The service of ECS was {CSharpText.Comment(service.Name)}; this is {names.Application}-{names.Service}, beside it. Both can share the target group until the old one is deleted." : null);

    /// <summary>A comment, and the expression. Slipway builds images: where they came from says little about where their sources are.</summary>
    private IEnumerable<string> Image(ImportedContainer container, string folder)
    {
        yield return $"// Ran {CSharpText.Comment(container.Image ?? "no image")}. The folder that has its Dockerfile is for you to say{(IsOwn(container.Image) ? "" : ": FROM that image, if it is somebody else's")}.";
        yield return $"new({CSharpText.Literal(folder)}){(Task.Platform is { } platform && platform != Fallback ? $" {{ Platform = {CSharpText.Literal(platform)} }}" : "")}";
    }

    private static bool IsOwn(string? image) => image?.Contains(".dkr.ecr.", StringComparison.Ordinal) == true;

    private string Size() => Task is { Cpu: { } cpu, MemoryMiB: { } memory }
        ? $"Size = FargateSize.Of(cpu: {Number(cpu)}, memoryMiB: {Number(memory)}),{(FargateSizes.Problem(FargateSize.Of(cpu, memory)) is { } problem ? $" // {problem}" : "")}"
        : $"Size = FargateSize.Of(cpu: {Number(Task.Cpu ?? 256)}, memoryMiB: {Number(Task.MemoryMiB ?? 512)}), // a guess: the task definition does not say both for the whole task";

    private string? DesiredCount() => imported.Service?.DesiredCount is { } count ? $"DesiredCount = {Number(count)}, // leave it out where autoscaling moves it" : null;

    private IEnumerable<string> Balancing()
    {
        if (imported.Service?.TargetGroup is null)
        {
            if (imported.Service?.Grace is { } unused)
                yield return $"// healthCheckGracePeriodSeconds was {Number(unused)}, without a load balancer.";

            if (imported.Service is null && Main.Port is not null)
                yield return "// Behind a load balancer: Route = Route.Path(\"/api/*\"), Health = new HealthCheck(\"/health\"), as its listener's rule and its target group have them.";

            yield break;
        }

        var grace = imported.Service.Grace is { } seconds ? $" {{ StartupGrace = {CSharpText.Seconds(seconds)} }}" : "";
        yield return $"Health = new HealthCheck({CSharpText.Literal(HealthPath())}){grace}, // make it the path of the target group's health check";
        yield return "Route = Route.Default, // make it what the listener's rule has, such as Route.Path(\"/api/*\")";
    }

    /// <summary>What the container is asked for by its own check, if that is an address.</summary>
    private string HealthPath() =>
        Main.Health is { } health && HealthAddress().Match(string.Join(' ', health.Command)) is { Success: true } match ? match.Groups["path"].Value : "/";

    private IEnumerable<string> ContainerHealth()
    {
        if (Main.Health is not { } health)
            yield break;

        yield return $"ContainerHealth = new({string.Join(", ", health.Command.Select(CSharpText.Literal))})";
        yield return "{";
        yield return $"    Interval = {Seconds(health.Interval)}, Timeout = {Seconds(health.Timeout)}, Retries = {Number(health.Retries)}, StartPeriod = {Seconds(health.StartPeriod)},";
        yield return "},";
    }

    private static IEnumerable<string> Variables(ImportedContainer container)
    {
        if (container.Variables.Count == 0)
            yield break;

        yield return "Variables = new Dictionary<string, PerEnvironment<string>>";
        yield return "{";
        foreach (var (name, value) in container.Variables)
            yield return $"    [{CSharpText.Literal(name)}] = {CSharpText.Literal(value)},{(LooksSecret().IsMatch(name) ? " // looks like a secret: keep it in Secrets Manager, and name it in Secrets" : "")}";

        yield return "},";
    }

    private IEnumerable<string> Secrets()
    {
        if (Main.Secrets.Count == 0)
            yield break;

        yield return "Secrets = new Dictionary<string, Secret>";
        yield return "{";
        foreach (var secret in Main.Secrets)
        {
            var key = secret.Key is null ? "" : $", key: {CSharpText.Literal(secret.Key)}";
            yield return $"    [{CSharpText.Literal(secret.Variable)}] = Secret.Named({CSharpText.Literal(NameOf(secret))}{key}), // {CSharpText.Comment(secret.Source)}";
        }

        yield return "},";
    }

    /// <summary>Where the environment is a part of the name, every environment has its own.</summary>
    private string NameOf(ImportedSecret secret) =>
        string.Join('/', secret.Name.Split('/').Select(part => imported.Place is not null && part == names.Environment ? "{environment}" : part));

    private IEnumerable<string> Sidecars()
    {
        if (Task.Sidecars.Count == 0)
            yield break;

        yield return "Sidecars =";
        yield return "[";
        foreach (var sidecar in Task.Sidecars)
        {
            var name = ImportNames.Name(sidecar.Name, AwsLimits.ServiceName, "sidecar");
            yield return $"    new({CSharpText.Literal(name)}){Was(sidecar.Name, name)}";
            yield return "    {";
            foreach (var line in Of(sidecar, name))
                yield return $"        {line}";

            yield return "    },";
        }

        yield return "],";
    }

    private IEnumerable<string> Of(ImportedContainer sidecar, string name) =>
    [
        .. Image(sidecar, name).Select((line, at) => at == 0 ? line : $"Image = {line},"),
        .. Optional(sidecar.Command.Count > 0 ? $"Command = {CSharpText.List(sidecar.Command)}," : null),
        .. Variables(sidecar),
        .. Optional(sidecar.LogGroup is { } group ? $"// Logs were in {CSharpText.Comment(group)}; they go to the service's own." : null),
    ];

    private IEnumerable<string> Rollout()
    {
        if (imported.Service is not { } service)
            yield break;

        string[] limits =
        [
            .. Optional(service.MinimumHealthyPercent is { } least and not 100 ? $"MinimumHealthyPercent = {Number(least)}" : null),
            .. Optional(service.MaximumPercent is { } most and not 200 ? $"MaximumPercent = {Number(most)}" : null),
            .. Optional(service.Alarms.Count > 0 ? $"Alarms = {CSharpText.List(service.Alarms)}" : null),
        ];
        if (limits.Length > 0)
            yield return $"Rollout = Rollout.Rolling with {{ {string.Join(", ", limits)} }},";

        if (service is { MinimumHealthyPercent: 100 } or { MaximumPercent: 200 })
            yield return "// minimumHealthyPercent 100 and maximumPercent 200 are Rollout.Rolling's own.";
    }

    private static string Was(string name, string now) => name == now ? "" : $" // was {CSharpText.Comment(name)}";

    private static IEnumerable<string> Optional(string? line) => line is null ? [] : [line];

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan time) => CSharpText.Seconds((int)time.TotalSeconds);

    [GeneratedRegex(@"https?://[^/\s]+(?<path>/[A-Za-z0-9/_.-]*)", RegexOptions.ExplicitCapture)]
    private static partial Regex HealthAddress();

    [GeneratedRegex("PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE|CREDENTIAL", RegexOptions.IgnoreCase)]
    private static partial Regex LooksSecret();
}
