using System.Text.RegularExpressions;

namespace Slipway.Import;

/// <summary>Takes from a container of a task definition what a definition can say.</summary>
internal static partial class ContainerReader
{
    /// <param name="isMain">Whether the service is named after it: a sidecar can say less.</param>
    public static (ImportedContainer Container, string? LogRegion) Read(Remainder container, bool isMain)
    {
        var name = container.Text("name") ?? "container";
        container.Same("essential", isMain ? "true" : "false");
        foreach (var (member, value) in new[] { ("cpu", "0"), ("privileged", "false"), ("readonlyRootFilesystem", "false"), ("interactive", "false"), ("pseudoTerminal", "false"), ("disableNetworking", "false"), ("versionConsistency", "enabled") })
            container.Same(member, value);

        var (group, region) = Logs(container);
        var read = new ImportedContainer(name, container.Text("image"))
        {
            Command = container.Words("command"),
            Variables = Variables(container),
            LogGroup = group,
        };
        return (!isMain ? read : read with
        {
            Port = Port(container),
            Secrets = Secrets(container),
            Health = Health(container),
            StopTimeout = container.Number("stopTimeout"),
        }, region);
    }

    /// <summary>The first of its TCP ports; a service has one.</summary>
    private static int? Port(Remainder container)
    {
        int? first = null;
        foreach (var mapping in container.Objects("portMappings", "containerPort"))
        {
            if (first is not null || mapping.Peek("protocol") is not (null or "tcp") || mapping.Peek("containerPort") is not { } port)
                continue;

            first = mapping.Number("containerPort");
            mapping.Same("hostPort", port, "0");
            mapping.Same("protocol", "tcp");
        }

        return first;
    }

    private static List<(string Name, string Value)> Variables(Remainder container) =>
    [
        .. container.Objects("environment").Where(variable => IsText(variable, "name") && IsText(variable, "value"))
            .Select(variable => (variable.Text("name")!, variable.Text("value")!)),
    ];

    /// <summary>Those of Secrets Manager; parameters of Systems Manager are left, and so is a version that is not the current one.</summary>
    private static List<ImportedSecret> Secrets(Remainder container)
    {
        List<ImportedSecret> secrets = [];
        foreach (var secret in container.Objects("secrets"))
        {
            if (!IsText(secret, "name") || secret.Peek("valueFrom") is not { } source || Secret().Match(source) is not { Success: true } match)
                continue;

            secret.Forget("valueFrom");
            secrets.Add(new ImportedSecret(secret.Text("name")!, match.Groups["name"].Value, match.Groups["key"] is { Success: true, Length: > 0 } key ? key.Value : null, source));
        }

        return secrets;
    }

    private static ContainerHealthCheck? Health(Remainder container)
    {
        if (container.Object("healthCheck") is not { } check || check.Words("command") is not { Count: > 0 } command)
            return null;

        var health = new ContainerHealthCheck(command);
        return health with
        {
            Interval = Time("interval") ?? health.Interval,
            Timeout = Time("timeout") ?? health.Timeout,
            Retries = check.Number("retries") ?? health.Retries,
            StartPeriod = Time("startPeriod") ?? health.StartPeriod,
        };

        TimeSpan? Time(string member) => check.Number(member) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>Slipway keeps a log group for each service, which its own convention names.</summary>
    private static (string? Group, string? Region) Logs(Remainder container)
    {
        if (container.Object("logConfiguration") is not { } logs || logs.Peek("logDriver") != "awslogs" || logs.Object("options") is not { } options)
            return (null, null);

        logs.Note("logDriver");
        var (group, region) = (options.Peek("awslogs-group"), options.Peek("awslogs-region"));
        foreach (var member in new[] { "awslogs-group", "awslogs-region", "awslogs-stream-prefix", "awslogs-create-group" })
            options.Note(member);

        return (group, region);
    }

    private static bool IsText(Remainder part, string member) => part.Peek(member) is not null && part.IsText(member);

    // What Secrets Manager puts behind a name: https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html; and how ECS names a key:
    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html. Stage and version id of it are empty for the current one.
    [GeneratedRegex("^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:(?<name>[A-Za-z0-9/_+=.@-]+?)-[A-Za-z0-9]{6}(:(?<key>[^:]*)::)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}
