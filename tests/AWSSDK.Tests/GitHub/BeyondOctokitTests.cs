using AWSSDK.Tests.Loopback;
using Octokit;

namespace AWSSDK.Tests.GitHub;

/// <summary>Where the built-in client is better than Octokit 14: the first throws there, the second sends the token along.</summary>
public sealed class BeyondOctokitTests
{
    [Fact]
    public async Task A_payload_of_another_author_need_not_be_text()
    {
        await using var server = await LoopbackServer.Start(_ => new(200, """[{"id":1,"payload":{"count":3,"deep":{"a":1}}},{"id":2,"payload":"text"}]""", "application/json"));

        var all = await DeploymentTests.Client(server).Repository.Deployment.GetAll("acme", "chat");

        Assert.Equal(["count=3, deep={\"a\":1}", ""], all.Select(each => string.Join(", ", each.Payload!.Select(entry => $"{entry.Key}={entry.Value}"))));
    }

    [Fact]
    public async Task A_moved_repository_is_followed_but_the_token_stays_with_its_host()
    {
        await using var elsewhere = await LoopbackServer.Start(_ => new(201, """{"id":8}""", "application/json"));
        await using var server = await LoopbackServer.Start(call => call.PathAndQuery.Contains("/moved/", StringComparison.Ordinal)
            ? new Reply(307, "").With("Location", elsewhere.Url + "/repositories/1/deployments")
            : new Reply(307, "").With("Location", "/api/v3/repos/moved/chat/deployments"));

        var deployment = await DeploymentTests.Client(server).Repository.Deployment.Create("acme", "chat", new NewDeployment("main"));

        Assert.Equal(8, deployment.Id);
        Assert.Equal(["Token tok", "Token tok"], server.Calls.Select(call => call.Headers["Authorization"]));
        var last = Assert.Single(elsewhere.Calls);
        Assert.Equal(("""{"ref":"main"}""", false), (last.Text, last.Headers.ContainsKey("Authorization")));
    }
}
