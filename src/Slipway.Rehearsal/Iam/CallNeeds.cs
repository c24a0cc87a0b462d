using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>
/// What IAM asks of each call, as the Service Authorization Reference has it
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html). It is not the operation's
/// name alone: some need a second permission, and many cannot be limited to resources.
/// </summary>
internal static class CallNeeds
{
    /// <param name="service">Its signing name.</param>
    public static IReadOnlyList<CallNeed> Of(string service, Operation operation, Caller caller) => service switch
    {
        "ecs" => EcsNeeds.Of(operation, caller),
        "ecr" => Ecr(operation, caller),
        "elasticloadbalancing" => LoadBalancing(operation),
        "logs" => Logs(operation, caller),
        "secretsmanager" => Secrets(operation, caller),
        "iam" => [Iam(operation, caller)],
        "rds" => RdsNeeds.Of(operation, caller),
        "codepipeline" => [new($"codepipeline:{operation.Name}", $"arn:aws:codepipeline:{caller.Region}:{caller.Account}:{operation.Input.OptionalString("pipelineName")}")],
        // Whoever has credentials may ask who they are.
        "sts" when operation.Name == "GetCallerIdentity" => [],
        "sts" => [new($"sts:{operation.Name}", operation.Input.OptionalString("RoleArn") ?? "*")],
        // DescribeAlarms tells of composite alarms only those who may read all; metrics are no resources.
        "monitoring" => [new($"cloudwatch:{operation.Name}")],
        _ => [new($"{service}:{operation.Name}")],
    };

    private static IReadOnlyList<CallNeed> Ecr(Operation operation, Caller caller)
    {
        if (operation.Name == "GetAuthorizationToken")
            return [new("ecr:GetAuthorizationToken")];

        IReadOnlyList<string> names = operation.Input.OptionalString("repositoryName") is { } name ? [name] : operation.Input.Strings("repositoryNames");
        var resources = names.Count > 0 ? names.Select(one => Repository(caller, one)) : [operation.Input.OptionalString("resourceArn") ?? "*"];
        return [.. resources.Select(resource => new CallNeed($"ecr:{operation.Name}", resource))];
    }

    public static string Repository(Caller caller, string name) => $"arn:aws:ecr:{caller.Region}:{caller.Account}:repository/{name}";

    // None of its Describe actions can be limited.
    private static IReadOnlyList<CallNeed> LoadBalancing(Operation operation)
    {
        var action = $"elasticloadbalancing:{operation.Name}";
        if (operation.Name.StartsWith("Describe", StringComparison.Ordinal))
            return [new(action)];

        string?[] named = [operation.Input.OptionalString("RuleArn"), operation.Input.OptionalString("ListenerArn"), operation.Input.OptionalString("TargetGroupArn"), operation.Input.OptionalString("LoadBalancerArn")];
        return [new(action, named.FirstOrDefault(arn => arn is not null) ?? "*")];
    }

    private static IReadOnlyList<CallNeed> Logs(Operation operation, Caller caller)
    {
        var (action, input) = ($"logs:{operation.Name}", operation.Input);
        var group = input.OptionalString("logGroupName");
        var arn = $"arn:aws:logs:{caller.Region}:{caller.Account}:log-group:{group}";
        return operation.Name switch
        {
            // Its prefix does not count.
            "DescribeLogGroups" => [new(action, $"arn:aws:logs:{caller.Region}:{caller.Account}:log-group::log-stream:")],
            // https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html: tags need a permission of their own.
            "CreateLogGroup" when input.StringMap("tags").Count > 0 => [new(action, $"{arn}:log-stream:"), new("logs:TagResource", $"{arn}:log-stream:")],
            "GetLogEvents" or "PutLogEvents" => [new(action, $"{arn}:log-stream:{input.OptionalString("logStreamName")}")],
            _ => [new(action, group is null ? "*" : $"{arn}:log-stream:")],
        };
    }

    private static IReadOnlyList<CallNeed> Secrets(Operation operation, Caller caller) =>
    [
        new(
            $"secretsmanager:{operation.Name}",
            operation.Input.OptionalString("SecretId") is not { } id ? "*"
            : id.StartsWith("arn:", StringComparison.Ordinal) ? id
            // The six characters that AWS adds to the name in an ARN.
            : $"arn:aws:secretsmanager:{caller.Region}:{caller.Account}:secret:{id}-000000"),
    ];

    private static CallNeed Iam(Operation operation, Caller caller) => new(
        $"iam:{operation.Name}",
        operation.Input.OptionalString("PolicySourceArn") ?? (operation.Input.OptionalString("RoleName") is { } role ? $"arn:aws:iam::{caller.Account}:role/{role}" : "*"));
}
