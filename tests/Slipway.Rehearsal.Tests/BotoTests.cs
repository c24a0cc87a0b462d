using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal;

/// <summary>boto3 drives every operation of a service; botocore checks the replies against AWS's models.</summary>
public sealed class BotoTests
{
    [Theory]
    [InlineData("Ecr/ecr.py")]
    [InlineData("Logs/logs.py")]
    [InlineData("Secrets/secrets_manager.py")]
    [InlineData("pages.py")]
    public async Task A_service_agrees_with_boto3(string script)
    {
        using var folder = new TemporaryFolder();
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(folder.Path, _ => new NoTasks()), TestContext.Current.CancellationToken);

        await new AwsCli(cloud.AwsEndpoint).Python(script, cloud.RegistryHost);
    }

    [Fact]
    public async Task A_service_is_shipped_through_the_whole_cloud_by_boto3_and_a_broken_one_is_rolled_back()
    {
        using var folder = new TemporaryFolder();
        var options = new RehearsalOptions(folder.Path, _ => new ServingTasks()) { Speed = 60 };
        await using var cloud = await RehearsalCloud.Start(options, TestContext.Current.CancellationToken);
        var aws = new AwsCli(cloud.AwsEndpoint);

        await aws.Python("cloud.py", cloud.RegistryHost, $"{Cloud.FreePort()}");

        var service = (await aws.Run("ecs", "describe-services", "--cluster", "prod", "--services", "chat"))!["services"]![0]!;
        Assert.Equal(("ACTIVE", 2), ((string)service["status"]!, (int)service["runningCount"]!));
        Assert.Contains("(UnknownOperationException)", await aws.Refused("ecs", "list-attributes", "--target-type", "container-instance"), StringComparison.Ordinal);
        Assert.Contains("(InvalidAction)", await aws.Refused("elbv2", "describe-ssl-policies"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boto3_gets_through_calls_that_fail_on_purpose_and_sees_tasks_fail()
    {
        using var folder = new TemporaryFolder();
        var options = new RehearsalOptions(folder.Path, _ => new ServingTasks()) { Speed = 60 };
        await using var cloud = await RehearsalCloud.Start(options, TestContext.Current.CancellationToken);

        await new AwsCli(cloud.AwsEndpoint).Python("Faults/faults.py", $"{Cloud.FreePort()}");
    }
}
