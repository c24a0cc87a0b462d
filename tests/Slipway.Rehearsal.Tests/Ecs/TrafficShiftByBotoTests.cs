using Slipway.Rehearsal.LoadBalancing;

namespace Slipway.Rehearsal.Ecs;

public sealed class TrafficShiftByBotoTests
{
    [Fact]
    public async Task A_linear_deployment_with_pauses_is_walked_through_the_whole_cloud()
    {
        using var folder = new TemporaryFolder();
        var options = new RehearsalOptions(folder.Path, _ => new ServingTasks()) { Speed = 60 };
        await using var cloud = await RehearsalCloud.Start(options, TestContext.Current.CancellationToken);

        await new AwsCli(cloud.AwsEndpoint).Python("Ecs/shift.py", $"{Cloud.FreePort()}");
    }
}
