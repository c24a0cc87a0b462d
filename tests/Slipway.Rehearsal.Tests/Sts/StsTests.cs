using Slipway.Rehearsal.Protocols;
using Slipway.Rehearsal.State;

namespace Slipway.Rehearsal.Sts;

public sealed class StsTests
{
    [Fact]
    public async Task The_access_key_decides_the_account_and_a_role_gives_another()
    {
        using var folder = new TemporaryFolder();
        await using var server = await ApiServer.Start(
            [new StsApi(new FileStateStore(folder.Path), TimeProvider.System)], TestContext.Current.CancellationToken);

        await new AwsCli(server.Endpoint, accessKey: "111122223333").Python("Sts/sts.py");
    }
}
