using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Slipway.Rehearsal.LoadBalancing;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Ecs;

/// <summary>What CreateService and UpdateService refuse, in ECS's words.</summary>
internal sealed partial class ServiceRules(ITargetGroups targetGroups, ShiftRules shiftRules)
{
    /// <param name="settings">The service's members as they would be.</param>
    /// <exception cref="AwsError">InvalidParameterException.</exception>
    public void Check(JsonObject settings, TaskDefinition definition)
    {
        if (settings.OptionalObject("deploymentController")?.OptionalString("type") is { } controller && controller != "ECS")
            throw new AwsError("UnsupportedFeatureException", $"The rehearsal cloud runs the deployment controller ECS only, not {controller}.");

        var awsvpc = definition.Body.OptionalString("networkMode") == "awsvpc";
        var network = settings.OptionalObject("networkConfiguration")?.OptionalObject("awsvpcConfiguration");
        if (awsvpc && network is null)
            throw EcsRefusals.Invalid("Network Configuration must be provided when networkMode 'awsvpc' is specified.");
        if (network is not null && network.Strings("subnets").Count == 0)
            throw EcsRefusals.Invalid("subnets can not be empty.");

        var configuration = settings.OptionalObject("deploymentConfiguration") ?? [];
        StrategyRules.Check(configuration);
        foreach (var balancer in settings.Objects("loadBalancers"))
            CheckBalancer(balancer, definition, awsvpc);
        if (StrategyRules.Shifts(configuration))
            shiftRules.Check(configuration.OptionalString("strategy")!, settings.Objects("loadBalancers"));

        if (settings.OptionalInt("healthCheckGracePeriodSeconds") is > 0 && settings.Objects("loadBalancers").Count == 0)
            throw EcsRefusals.Invalid("Health check grace period is only valid for services configured to use load balancers");
    }

    public static void CheckName(string name)
    {
        if (!NamePattern().IsMatch(name))
            throw EcsRefusals.Invalid("Invalid service name: " + name);
    }

    private void CheckBalancer(JsonObject balancer, TaskDefinition definition, bool awsvpc)
    {
        var arn = balancer.OptionalString("targetGroupArn") ?? throw EcsRefusals.Invalid("targetGroupArn can not be empty.");
        var name = balancer.RequiredString("containerName");
        var port = balancer.RequiredInt("containerPort");

        var container = definition.Body.Objects("containerDefinitions").FirstOrDefault(one => one.OptionalString("name") == name)
            ?? throw EcsRefusals.Invalid($"The container {name} does not exist in the task definition.");
        if (!container.Objects("portMappings").Any(mapping => mapping.OptionalInt("containerPort") == port))
            throw EcsRefusals.Invalid($"The container {name} did not have a container port {port} defined.");

        var group = targetGroups.Find(arn)
            ?? throw EcsRefusals.Invalid($"Unable to assume role and validate the specified targetGroupArn. Please verify that the target group {arn} exists.");
        if (!group.InUse)
            throw EcsRefusals.Invalid($"The target group with targetGroupArn {arn} does not have an associated load balancer.");
        if (awsvpc && group.TargetType != "ip")
            throw EcsRefusals.Invalid($"The provided target group {arn} has target type {group.TargetType}, which is incompatible with the awsvpc network mode specified in the task definition.");
    }

    [GeneratedRegex("^[A-Za-z0-9_-]{1,255}$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NamePattern();
}
