using System.Text.Json.Nodes;
using Slipway.Images;
using Slipway.Pipelines.Templates;
using Slipway.Services;

namespace Slipway.Infrastructures.Rendered;

/// <summary>The roles of tasks, and that with which ECS moves traffic. Each may do what its use needs, on the definition's own resources.</summary>
internal sealed class RoleResources(Blueprint blueprint)
{
    private const string TaskPolicies = "TaskPolicyArns";
    private const string HasTaskPolicies = nameof(HasTaskPolicies);

    public IEnumerable<(string Name, JsonObject Parameter)> Parameters() => !blueprint.HasTaskRole ? [] :
    [
        (TaskPolicies, TemplateParameter.Of("ARNs of managed policies, with commas between - what the containers themselves may do in AWS; empty - nothing.", "", "^$|^arn:[^,]+(,arn:[^,]+)*$")),
    ];

    public IEnumerable<(string Name, JsonObject Condition)> Conditions() => !blueprint.HasTaskRole ? [] : [(HasTaskPolicies, Intrinsic.IsGiven(TaskPolicies))];

    public IEnumerable<(string Name, JsonObject Resource)> Resources()
    {
        var (application, environment) = (blueprint.Application, blueprint.Environment);
        yield return ("ExecutionRole", Policies.Role(ConventionalNames.ExecutionRole(application, environment), TrustOfTasks(), "start-tasks", Execution()));
        if (blueprint.HasTaskRole)
        {
            yield return ("TaskRole", TemplateResource.Of("AWS::IAM::Role", new JsonObject
            {
                ["RoleName"] = ConventionalNames.TaskRole(application, environment),
                ["AssumeRolePolicyDocument"] = TrustOfTasks(),
                ["ManagedPolicyArns"] = Intrinsic.If(HasTaskPolicies, new JsonObject { ["Fn::Split"] = new JsonArray(",", Intrinsic.Ref(TaskPolicies)) }, Intrinsic.NoValue),
            }));
        }

        if (blueprint.EcsMovesTraffic)
        {
            yield return ("InfrastructureRole", TemplateResource.Of("AWS::IAM::Role", new JsonObject
            {
                ["RoleName"] = ConventionalNames.InfrastructureRole(application, environment),
                ["AssumeRolePolicyDocument"] = Policies.Document(new JsonObject
                {
                    ["Effect"] = "Allow",
                    ["Principal"] = new JsonObject { ["Service"] = RoleCheck.Ecs },
                    ["Action"] = "sts:AssumeRole",
                }),
                // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/AmazonECSInfrastructureRolePolicyForLoadBalancers.html
                ["ManagedPolicyArns"] = new JsonArray(Intrinsic.Sub("arn:${AWS::Partition}:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers")),
            }));
        }
    }

    // https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html names both conditions.
    private JsonObject TrustOfTasks() => Policies.Trust(RoleCheck.Tasks, Intrinsic.Sub(blueprint.Arn("ecs", "*")));

    /// <summary>What https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html asks for, on this application's repositories, log groups and secrets alone.</summary>
    private JsonObject Execution()
    {
        List<JsonObject> statements =
        [
            Policies.Allow(["ecr:GetAuthorizationToken"], "*"),
            Policies.Allow(
                ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
                [.. ImageSource.Of(blueprint.Application).Select(source => Intrinsic.Sub(blueprint.Arn("ecr", $"repository/{source.Repository}")))]),
            Policies.Allow(
                ["logs:CreateLogStream", "logs:PutLogEvents"],
                [.. blueprint.Services.Select(service => Intrinsic.Sub(blueprint.Arn("logs", $"log-group:{EcsNames.LogGroup(blueprint.Application, blueprint.Environment, service)}:*")))]),
        ];
        // Secrets Manager adds a sign and six characters to the name: https://docs.aws.amazon.com/secretsmanager/latest/userguide/getting-started.html
        if (Secrets.ToList() is { Count: > 0 } secrets)
            statements.Add(Policies.Allow(["secretsmanager:GetSecretValue"], [.. secrets.Select(name => Intrinsic.Sub(blueprint.Arn("secretsmanager", $"secret:{name}-??????")))]));

        return Policies.Document(statements);
    }

    private IEnumerable<string> Secrets =>
        blueprint.Services.SelectMany(service => service.Secrets.Values).Select(secret => secret.NameIn(blueprint.Environment)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
