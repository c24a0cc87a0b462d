using System.Text.Json.Nodes;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.Iam;

/// <summary>What IAM asks of a call is not always what the operation is called.</summary>
public sealed class CallNeedsTests
{
    private const string Rds = "arn:aws:rds:eu-west-1:111122223333:";
    private const string Ecs = "arn:aws:ecs:eu-west-1:111122223333:";
    private static readonly Caller Caller = new("ASIA111122223333ABCDEFGH", "111122223333", "eu-west-1");

    [Theory]
    [InlineData("sts", "GetCallerIdentity", "{}", "")]
    [InlineData("sts", "AssumeRole", """{"RoleArn":"arn:aws:iam::1:role/x"}""", "sts:AssumeRole arn:aws:iam::1:role/x")]
    [InlineData("monitoring", "GetMetricData", "{}", "cloudwatch:GetMetricData *")]
    [InlineData("ecr", "GetAuthorizationToken", "{}", "ecr:GetAuthorizationToken *")]
    [InlineData("ecr", "PutImage", """{"repositoryName":"shop/web"}""", "ecr:PutImage arn:aws:ecr:eu-west-1:111122223333:repository/shop/web")]
    [InlineData("ecr", "DescribeRepositories", """{"repositoryNames":["a","b"]}""", "ecr:DescribeRepositories arn:aws:ecr:eu-west-1:111122223333:repository/a; ecr:DescribeRepositories arn:aws:ecr:eu-west-1:111122223333:repository/b")]
    [InlineData("elasticloadbalancing", "DescribeRules", """{"RuleArns":["arn:x"]}""", "elasticloadbalancing:DescribeRules *")]
    [InlineData("elasticloadbalancing", "ModifyRule", """{"RuleArn":"arn:x"}""", "elasticloadbalancing:ModifyRule arn:x")]
    [InlineData("secretsmanager", "DescribeSecret", """{"SecretId":"shop/db"}""", "secretsmanager:DescribeSecret arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/db-000000")]
    [InlineData("logs", "DescribeLogGroups", """{"logGroupNamePrefix":"/shop/"}""", "logs:DescribeLogGroups arn:aws:logs:eu-west-1:111122223333:log-group::log-stream:")]
    [InlineData("logs", "CreateLogGroup", """{"logGroupName":"/shop"}""", "logs:CreateLogGroup arn:aws:logs:eu-west-1:111122223333:log-group:/shop:log-stream:")]
    [InlineData("logs", "GetLogEvents", """{"logGroupName":"/shop","logStreamName":"a/b"}""", "logs:GetLogEvents arn:aws:logs:eu-west-1:111122223333:log-group:/shop:log-stream:a/b")]
    [InlineData("rds", "CreateDBSnapshot", """{"DBInstanceIdentifier":"Shop","DBSnapshotIdentifier":"shop-1"}""", $"rds:CreateDBSnapshot {Rds}db:shop; rds:CreateDBSnapshot {Rds}snapshot:shop-1")]
    [InlineData("rds", "CreateDBClusterSnapshot", """{"DBClusterIdentifier":"shop","DBClusterSnapshotIdentifier":"shop-1","Tags":[{"Key":"a"}]}""", $"rds:CreateDBClusterSnapshot {Rds}cluster:shop; rds:CreateDBClusterSnapshot {Rds}cluster-snapshot:shop-1; rds:AddTagsToResource {Rds}cluster-snapshot:shop-1")]
    [InlineData("rds", "DescribeDBSnapshots", """{"DBSnapshotIdentifier":"shop-1"}""", $"rds:DescribeDBSnapshots {Rds}snapshot:shop-1")]
    [InlineData("rds", "DescribeDBSnapshots", """{"DBInstanceIdentifier":"shop"}""", $"rds:DescribeDBSnapshots {Rds}db:shop")]
    [InlineData("rds", "DescribeDBSnapshots", "{}", $"rds:DescribeDBSnapshots {Rds}snapshot:*")]
    [InlineData("rds", "DescribeDBClusters", "{}", $"rds:DescribeDBClusters {Rds}cluster:*")]
    [InlineData("ec2", "DescribeSubnets", "{}", "ec2:DescribeSubnets *")]
    [InlineData("iam", "GetRole", """{"RoleName":"task"}""", "iam:GetRole arn:aws:iam::111122223333:role/task")]
    public void A_call_needs_the_action_of_its_name_on_what_it_names(string service, string operation, string input, string needs) => Assert.Equal(needs, Needs(service, operation, input));

    [Theory]
    [InlineData("DescribeServices", """{"cluster":"shop","services":["web","api"]}""", $"ecs:DescribeServices {Ecs}service/shop/web; ecs:DescribeServices {Ecs}service/shop/api")]
    [InlineData("UpdateService", """{"cluster":"shop","service":"web","tags":[{"key":"a"}]}""", $"ecs:UpdateService {Ecs}service/shop/web")]
    [InlineData("CreateService", """{"cluster":"shop","serviceName":"web","tags":[{"key":"a"}]}""", $"ecs:CreateService {Ecs}service/shop/web; ecs:TagResource {Ecs}service/shop/web")]
    [InlineData("UpdateService", """{"cluster":"shop","service":"web","loadBalancers":[{"advancedConfiguration":{"roleArn":"arn:r"}},{}]}""", $"ecs:UpdateService {Ecs}service/shop/web; iam:PassRole arn:r")]
    [InlineData("RegisterTaskDefinition", """{"family":"shop-web","executionRoleArn":"arn:e","taskRoleArn":"arn:t","tags":[{"key":"a"}]}""", $"ecs:RegisterTaskDefinition *; ecs:TagResource {Ecs}task-definition/shop-web:*; iam:PassRole arn:e; iam:PassRole arn:t")]
    [InlineData("RunTask", """{"cluster":"shop","taskDefinition":"shop-web:7"}""", $"ecs:RunTask {Ecs}task-definition/shop-web:7")]
    [InlineData("RunTask", """{"cluster":"shop","taskDefinition":"shop-web:7","propagateTags":"TASK_DEFINITION"}""", $"ecs:RunTask {Ecs}task-definition/shop-web:7; ecs:TagResource {Ecs}task/shop/*")]
    [InlineData("ListTasks", """{"cluster":"shop","startedBy":"x"}""", "ecs:ListTasks *")]
    [InlineData("DescribeTasks", """{"cluster":"shop","tasks":["arn:task"]}""", "ecs:DescribeTasks arn:task")]
    [InlineData("StopServiceDeployment", """{"serviceDeploymentArn":"arn:d"}""", "ecs:StopServiceDeployment arn:d")]
    [InlineData("DescribeTaskDefinition", """{"taskDefinition":"shop-web"}""", "ecs:DescribeTaskDefinition *")]
    public void What_ECS_is_given_or_tags_needs_a_permission_of_its_own(string operation, string input, string needs) => Assert.Equal(needs, Needs("ecs", operation, input));

    [Fact]
    public void A_role_is_passed_to_the_service_that_will_have_it_and_tags_are_put_by_what_makes_something()
    {
        var needs = CallNeeds.Of("ecs", new Operation("RegisterTaskDefinition", Input("""{"family":"a","taskRoleArn":"arn:t","tags":[{"key":"a"}]}""")), Caller);

        Assert.Equal([("ecs:createaction", "RegisterTaskDefinition"), ("iam:passedtoservice", "ecs-tasks.amazonaws.com")], needs.SelectMany(need => need.Conditions));
    }

    private static string Needs(string service, string operation, string input) =>
        string.Join("; ", CallNeeds.Of(service, new Operation(operation, Input(input)), Caller).Select(need => $"{need.Action} {need.Resource}"));

    private static JsonObject Input(string json) => JsonNode.Parse(json)!.AsObject();
}
