namespace Slipway.Import;

/// <summary>Takes from a service of ECS what a definition can say.</summary>
internal static class ServiceReader
{
    // How things were when somebody asked; events alone can be a hundred.
    private static readonly string[] State =
    [
        "status", "runningCount", "pendingCount", "deployments", "events", "createdAt", "createdBy", "roleArn", "currentServiceDeployment", "currentServiceRevisions", "taskSets",
    ];

    public static ImportedService Read(Remainder service)
    {
        foreach (var member in State)
            service.Skip(member);

        foreach (var member in new[] { "serviceArn", "taskDefinition", "platformFamily" })
            service.Note(member);

        service.Same("launchType", "FARGATE");
        service.Same("platformVersion", "LATEST", "1.4.0");
        service.Same("schedulingStrategy", "REPLICA");
        service.Same("availabilityZoneRebalancing", "ENABLED", "DISABLED");
        service.Same("enableExecuteCommand", "false");
        service.Same("enableECSManagedTags", "true", "false");
        service.Same("propagateTags", "NONE");
        service.Object("deploymentController")?.Same("type", "ECS");
        var name = service.Text("serviceName") ?? "";
        var network = service.Object("networkConfiguration")?.Object("awsvpcConfiguration");
        var isPublic = network?.Peek("assignPublicIp") == "ENABLED";
        network?.Same("assignPublicIp", "ENABLED", "DISABLED");
        var (minimum, maximum, alarms) = Deployment(service.Object("deploymentConfiguration"));
        return new ImportedService(name)
        {
            Cluster = service.Text("clusterArn") ?? service.Text("cluster"),
            Subnets = network?.Words("subnets") ?? [],
            SecurityGroups = network?.Words("securityGroups") ?? [],
            AssignPublicIp = isPublic,
            TargetGroup = TargetGroup(service),
            DesiredCount = service.Number("desiredCount"),
            Grace = service.Number("healthCheckGracePeriodSeconds"),
            MinimumHealthyPercent = minimum,
            MaximumPercent = maximum,
            Alarms = alarms,
        };
    }

    private static string? TargetGroup(Remainder service)
    {
        string? first = null;
        foreach (var balancer in service.Objects("loadBalancers", "containerName"))
        {
            if (first is not null)
                continue;

            first = balancer.Text("targetGroupArn");
            balancer.Note("containerName");
            balancer.Note("containerPort");
        }

        return first;
    }

    private static (int? Minimum, int? Maximum, IReadOnlyList<string> Alarms) Deployment(Remainder? deployment)
    {
        if (deployment is null)
            return (null, null, []);

        // Always on, with rollback.
        var breaker = deployment.Object("deploymentCircuitBreaker");
        breaker?.Same("enable", "true");
        breaker?.Same("rollback", "true");
        deployment.Same("strategy", "ROLLING");
        deployment.Same("bakeTimeInMinutes", "0");
        IReadOnlyList<string> alarms = [];
        if (deployment.Object("alarms") is { } watched)
        {
            if (watched.Peek("enable") == "true")
                alarms = watched.Words("alarmNames");

            watched.Note("enable");
            watched.Note("rollback");
        }

        return (deployment.Number("minimumHealthyPercent"), deployment.Number("maximumPercent"), alarms);
    }
}
