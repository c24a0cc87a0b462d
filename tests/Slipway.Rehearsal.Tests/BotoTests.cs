namespace Slipway.Rehearsal;

/// <summary>boto3 drives every operation of a service; botocore checks the replies against AWS's models.</summary>
public sealed class BotoTests
{
    [Theory]
    [InlineData("Ecr/ecr.py")]
    [InlineData("Logs/logs.py")]
    [InlineData("Secrets/secrets_manager.py")]
    public async Task A_service_agrees_with_boto3(string script)
    {
        using var folder = new TemporaryFolder();
        await using var cloud = await RehearsalCloud.Start(new RehearsalOptions(folder.Path, _ => new NoTasks()), TestContext.Current.CancellationToken);

        await new AwsCli(cloud.AwsEndpoint).Python(script, cloud.RegistryHost);
    }
}
