using Slipway.Aws;

namespace Slipway.Tests.Aws;

public sealed class AwsCallsTests
{
    [Theory]
    [InlineData("ecs:DescribeServices", false)]
    [InlineData("ecs:ListTasks", false)]
    [InlineData("ecr:GetAuthorizationToken", false)]
    [InlineData("ecr:BatchGetImage", false)]
    [InlineData("ecr:BatchCheckLayerAvailability", false)]
    [InlineData("s3:HeadObject", false)]
    [InlineData("sts:AssumeRole", false)]
    [InlineData("ecs:UpdateService", true)]
    [InlineData("ecs:RegisterTaskDefinition", true)]
    [InlineData("ecs:StopServiceDeployment", true)]
    [InlineData("ecr:BatchDeleteImage", true)]
    [InlineData("logs:PutRetentionPolicy", true)]
    [InlineData("an:OperationThatNobodyKnows", true)]
    public void What_does_not_only_read_by_its_name_counts_as_changing_something(string operation, bool mutating) =>
        Assert.Equal(mutating, AwsCalls.IsMutating(operation));

    [Fact]
    public void Calls_have_the_prefixes_of_IAM_and_come_in_order()
    {
        var calls = new AwsCalls();
        foreach (var service in new[] { "STS", "Secrets Manager", "Elastic Load Balancing v2", "CloudWatch Logs", "ECS", "ECS" })
            calls.Add(service, "TagThingRequest");

        Assert.Equal(
            ["ecs:TagThing 2", "elasticloadbalancing:TagThing 1", "logs:TagThing 1", "secretsmanager:TagThing 1", "sts:TagThing 1"],
            calls.Counts.Select(call => $"{call.Key} {call.Value}"));
        Assert.Equal(6, calls.Mutating);
    }
}
