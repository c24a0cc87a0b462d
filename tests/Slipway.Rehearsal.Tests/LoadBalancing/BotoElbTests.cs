using Slipway.Rehearsal.CloudWatch;
using Slipway.Rehearsal.Protocols;

namespace Slipway.Rehearsal.LoadBalancing;

/// <summary>boto3 drives every operation through the protocol host; botocore checks the replies against AWS's models.</summary>
public sealed class BotoElbTests
{
    [Fact]
    public async Task Load_balancing_agrees_with_boto3()
    {
        await using var cloud = await Cloud.Start();
        await using var web = await Backend.Start("web");
        await using var server = await ApiServer.Start([cloud.Api], TestContext.Current.CancellationToken);

        await new AwsCli(server.Endpoint).Python("LoadBalancing/elbv2.py", $"{Cloud.FreePort()}", $"{web.Endpoint.Port}");

        Assert.Equal(new ElbState().Write().ToJsonString(), cloud.Balancers.State.Write().ToJsonString());
    }

    [Theory]
    [InlineData("smithy-rpc-v2-cbor")]
    [InlineData("json")]
    [InlineData("query")]
    public async Task CloudWatch_agrees_with_boto3_in_every_protocol(string protocol)
    {
        var store = new MetricStore(TimeProvider.System);
        var api = new CloudWatchApi(store, new(new MemoryStore(), store, TimeProvider.System), TimeProvider.System);
        await using var server = await ApiServer.Start([api], TestContext.Current.CancellationToken);

        await new AwsCli(server.Endpoint).Python("CloudWatch/metrics.py", protocol);
    }
}
