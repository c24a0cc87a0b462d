using System.Text.Json.Nodes;
using Slipway.Import;

namespace Slipway.Tests.Import;

/// <summary>What teams have: task definitions and services as the AWS CLI prints them.</summary>
internal static class Inputs
{
    /// <summary>As describe-task-definition prints it.</summary>
    public const string Backend =
        """
        {
          "taskDefinition": {
            "taskDefinitionArn": "arn:aws:ecs:ap-northeast-2:111122223333:task-definition/mate-dev-backend:12",
            "containerDefinitions": [
              {
                "name": "log-router", "image": "public.ecr.aws/aws-observability/aws-for-fluent-bit:stable", "cpu": 0, "essential": false, "portMappings": [],
                "environment": [{ "name": "FLUSH", "value": "5" }], "mountPoints": [], "volumesFrom": [], "user": "0",
                "firelensConfiguration": { "type": "fluentbit", "options": { "enable-ecs-log-metadata": "true" } }, "systemControls": []
              },
              {
                "name": "backend", "image": "111122223333.dkr.ecr.ap-northeast-2.amazonaws.com/mate-backend:latest", "cpu": 0,
                "portMappings": [{ "containerPort": 3001, "hostPort": 3001, "protocol": "tcp", "name": "backend-3001", "appProtocol": "http" }],
                "essential": true, "command": ["node", "dist/main.js", "--say=\"hi\""],
                "environment": [{ "name": "NODE_ENV", "value": "production" }, { "name": "JWT_SECRET", "value": "C:\\keys\nline two" }],
                "secrets": [
                  { "name": "DATABASE_URL", "valueFrom": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:mate/dev/database-AbC123:url::" },
                  { "name": "API_TOKEN", "valueFrom": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:mate-token-xYz789" },
                  { "name": "FLAGS", "valueFrom": "arn:aws:ssm:ap-northeast-2:111122223333:parameter/mate/flags" },
                  { "name": "OLD_KEY", "valueFrom": "arn:aws:secretsmanager:ap-northeast-2:111122223333:secret:mate-old-xYz789:key:AWSPREVIOUS:" }
                ],
                "healthCheck": { "command": ["CMD-SHELL", "wget -q http://localhost:3001/api/health || exit 1"], "interval": 15, "timeout": 4, "retries": 5, "startPeriod": 60 },
                "logConfiguration": { "logDriver": "awslogs", "options": { "awslogs-group": "/ecs/mate-backend", "awslogs-region": "ap-northeast-2", "awslogs-stream-prefix": "ecs", "mode": "non-blocking" } },
                "stopTimeout": 90, "ulimits": [{ "name": "nofile", "softLimit": 65535, "hardLimit": 65536 }], "dependsOn": [{ "containerName": "log-router", "condition": "START" }]
              }
            ],
            "family": "mate-dev-backend", "taskRoleArn": "arn:aws:iam::111122223333:role/mate-task", "executionRoleArn": "arn:aws:iam::111122223333:role/mate-execution",
            "networkMode": "awsvpc", "revision": 12, "volumes": [{ "name": "cache", "host": {} }], "status": "ACTIVE",
            "requiresAttributes": [{ "name": "ecs.capability.execution-role-awslogs" }], "placementConstraints": [], "compatibilities": ["EC2", "FARGATE"],
            "runtimePlatform": { "cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX" }, "requiresCompatibilities": ["FARGATE"], "cpu": "512", "memory": "1024",
            "ephemeralStorage": { "sizeInGiB": 41 }, "registeredAt": "2026-01-02T03:04:05+09:00", "registeredBy": "arn:aws:iam::111122223333:user/terraform"
          },
          "tags": [{ "key": "team", "value": "mates" }]
        }
        """;

    public const string BackendService =
        """
        {
          "services": [
            {
              "serviceArn": "arn:aws:ecs:ap-northeast-2:111122223333:service/mate-dev/backend-service", "serviceName": "backend-service", "clusterArn": "arn:aws:ecs:ap-northeast-2:111122223333:cluster/mate-dev",
              "loadBalancers": [{ "targetGroupArn": "arn:aws:elasticloadbalancing:ap-northeast-2:111122223333:targetgroup/mate-backend/0123456789abcdef", "containerName": "backend", "containerPort": 3001 }],
              "serviceRegistries": [], "status": "ACTIVE", "desiredCount": 2, "runningCount": 2, "pendingCount": 0, "launchType": "FARGATE", "platformVersion": "LATEST", "platformFamily": "Linux",
              "taskDefinition": "arn:aws:ecs:ap-northeast-2:111122223333:task-definition/mate-dev-backend:12",
              "deploymentConfiguration": { "deploymentCircuitBreaker": { "enable": false, "rollback": false }, "maximumPercent": 150, "minimumHealthyPercent": 50, "strategy": "ROLLING" },
              "deployments": [{ "id": "ecs-svc/1", "status": "PRIMARY" }], "events": [{ "id": "e", "message": "has reached a steady state." }],
              "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["subnet-0a", "subnet-0b"], "securityGroups": ["sg-0c"], "assignPublicIp": "DISABLED" } },
              "healthCheckGracePeriodSeconds": 75, "schedulingStrategy": "REPLICA", "deploymentController": { "type": "ECS" }, "enableECSManagedTags": true, "propagateTags": "NONE", "enableExecuteCommand": true
            }
          ],
          "failures": []
        }
        """;

    public static Imported Read(string task, string? service = null) => ImportInput.Read(new("task.json", task), service is null ? null : new("service.json", service));

    public static string Text(Imported imported, string? application = null) => new DefinitionText(imported, ImportNames.Of(imported.Task, application, environment: null)).Write();

    /// <summary>Every text, number and truth value.</summary>
    public static IEnumerable<JsonNode> Leaves(JsonNode? node) => node switch
    {
        null => [],
        JsonObject members => members.SelectMany(member => Leaves(member.Value)),
        JsonArray items => items.SelectMany(Leaves),
        _ => [node],
    };
}
