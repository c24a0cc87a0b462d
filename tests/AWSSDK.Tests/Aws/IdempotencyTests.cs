using System.Text.Json.Nodes;
using Amazon.ECS;
using Amazon.SecretsManager;
using AWSSDK.Tests.Loopback;

namespace AWSSDK.Tests.Aws;

/// <summary>Tokens by which AWS knows the second sending of a call from a second call.</summary>
public sealed class IdempotencyTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_left_out_is_made_up_and_kept_when_the_call_is_tried_again()
    {
        var answers = 0;
        await using var server = await LoopbackServer.Start(_ => Interlocked.Increment(ref answers) == 1 ? new(503, "") : Reply.Json("{}"));
        using var secrets = (AmazonSecretsManagerClient)Service.Named("secretsmanager").Connect(server.Url);

        await secrets.CreateSecretAsync(new() { Name = "a", SecretString = "s" }, Ct);
        await secrets.CreateSecretAsync(new() { Name = "a", SecretString = "s" }, Ct);

        var tokens = server.Calls.Select(call => (string)JsonNode.Parse(call.Text)!["ClientRequestToken"]!).ToList();
        Assert.Equal(3, tokens.Count);
        Assert.All(tokens, token => Assert.True(Guid.TryParse(token, out _), token));
        Assert.Equal(tokens[0], tokens[1]);
        Assert.NotEqual(tokens[0], tokens[2]);
    }

    [Fact]
    public async Task A_token_that_is_given_is_the_one_that_is_sent()
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Json("{}"));
        using var ecs = (AmazonECSClient)Service.Named("ecs").Connect(server.Url);

        await ecs.RunTaskAsync(new() { TaskDefinition = "migrate:3", ClientToken = "release-7" }, Ct);

        Assert.Equal("""{"taskDefinition":"migrate:3","clientToken":"release-7"}""", Assert.Single(server.Calls).Text);
    }
}
