using System.Text.Json.Nodes;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Services;

namespace Slipway.Tests.Aws;

public sealed class AwsEcsTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Here = new("local") { Account = "111122223333", Region = "eu-west-1" };

    [Fact]
    public async Task A_field_that_no_client_knows_survives_from_the_read_to_the_register()
    {
        const string Answer =
            """
            {
              "taskDefinition": {
                "taskDefinitionArn": "arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7", "revision": 7, "status": "ACTIVE", "family": "web",
                "requiresAttributes": [{ "name": "x" }], "compatibilities": ["EC2", "FARGATE"], "registeredAt": 1.5, "registeredBy": "ann",
                "flightDeck": { "x": [1, { "y": null }] },
                "containerDefinitions": [{ "name": "web", "image": "old", "cpu": 0, "warpFactor": 9.75 }]
              },
              "tags": [{ "key": "team", "value": "é" }]
            }
            """;
        await using var server = await LoopbackServer.Start(call => Operation(call) == "DescribeTaskDefinition"
            ? Reply.Json(Answer)
            : Reply.Json("""{ "taskDefinition": { "taskDefinitionArn": "web:8" } }"""));
        using var session = new AwsSession(Here, new Uri(server.Url));
        var ecs = new AwsEcs(session.Ecs);

        var definition = await ecs.TaskDefinition("web", Ct);
        definition!["containerDefinitions"]![0]!["image"] = "new";
        var arn = await ecs.Register(definition, Ct);

        Assert.Equal("web:8", arn);
        var expected = JsonNode.Parse(
            """
            {
              "family": "web",
              "flightDeck": { "x": [1, { "y": null }] },
              "containerDefinitions": [{ "name": "web", "image": "new", "cpu": 0, "warpFactor": 9.75 }],
              "tags": [{ "key": "team", "value": "é" }]
            }
            """);
        var sent = server.Calls.Single(call => Operation(call) == "RegisterTaskDefinition");
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(sent.Body)), sent.Text);
        Assert.All(server.Calls, call => Assert.True(SignatureV4.IsValid(call, "rehearsal"), Operation(call)));
        Assert.True(definition.ContainsKey("registeredAt"), "what was given is not changed");
    }

    [Fact]
    public async Task A_family_that_does_not_exist_is_nothing_but_a_denied_one_is_an_error()
    {
        Assert.Null(await With(_ => Refusal("ClientException", "Unable to describe task definition."), ecs => ecs.TaskDefinition("web", Ct)));

        var error = await Assert.ThrowsAsync<DeployException>(() => With(_ => Refusal("AccessDeniedException", "no"), ecs => ecs.TaskDefinition("web", Ct)));
        Assert.Contains("allow ecs:DescribeTaskDefinition", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_of_service_deployments_is_read_and_the_newest_comes_first()
    {
        var found = await With(
            call => Body(call)["nextToken"] is null
                ? Reply.Json("""{ "serviceDeployments": [{ "serviceDeploymentArn": "sd/1", "status": "SUCCESSFUL", "createdAt": 10 }], "nextToken": "more" }""")
                : Reply.Json("""{ "serviceDeployments": [{ "serviceDeploymentArn": "sd/2", "status": "IN_PROGRESS", "createdAt": 20 }] }"""),
            ecs => ecs.Deployments("chat", "web", DateTimeOffset.UnixEpoch, Ct));

        Assert.Equal(["sd/2", "sd/1"], found!.Select(deployment => deployment.Arn));
    }

    [Fact]
    public async Task Service_deployments_that_are_denied_are_not_an_error_but_throttled_ones_are()
    {
        Assert.Null(await With(_ => Refusal("AccessDeniedException", "no"), ecs => ecs.Deployments("chat", "web", DateTimeOffset.UnixEpoch, Ct)));
        Assert.Equal(StopAnswer.Denied, await With(_ => Refusal("AccessDeniedException", "no"), ecs => ecs.StopWithRollback("sd/1", Ct)));
        Assert.Equal(StopAnswer.Ended, await With(_ => Refusal("ConflictException", "it has ended"), ecs => ecs.StopWithRollback("sd/1", Ct)));

        var error = await Assert.ThrowsAsync<DeployException>(() =>
            With(_ => Refusal("ThrottlingException", "Rate exceeded"), ecs => ecs.Deployments("chat", "web", DateTimeOffset.UnixEpoch, Ct)));
        Assert.True(error.MayPass);
    }

    [Fact]
    public async Task A_pause_is_answered_by_its_id_and_one_that_does_not_wait_any_more_is_no_error()
    {
        JsonObject? sent = null;
        var accepted = await With(
            call =>
            {
                sent = Body(call);
                return Reply.Json("""{ "serviceDeploymentArn": "sd/1" }""");
            },
            ecs => ecs.Continue("sd/1", "h1", HookAction.Rollback, Ct));

        Assert.Equal((StopAnswer.Accepted, """{"serviceDeploymentArn":"sd/1","hookId":"h1","action":"ROLLBACK"}"""), (accepted, sent!.ToJsonString()));
        Assert.Equal(StopAnswer.Ended, await With(_ => Refusal("InvalidParameterException", "it awaits no action"), ecs => ecs.Continue("sd/1", "h1", HookAction.Continue, Ct)));
        Assert.Equal(StopAnswer.Denied, await With(_ => Refusal("AccessDeniedException", "no"), ecs => ecs.Continue("sd/1", "h1", HookAction.Continue, Ct)));
    }

    [Fact]
    public async Task The_target_group_of_a_revision_is_the_one_that_it_was_resolved_to()
    {
        var groups = await With(
            _ => Reply.Json(
                """
                { "serviceRevisions": [
                  { "serviceRevisionArn": "r/2", "loadBalancers": [{ "targetGroupArn": "blue" }], "resolvedConfiguration": { "loadBalancers": [{ "targetGroupArn": "green" }] } },
                  { "serviceRevisionArn": "r/1", "resolvedConfiguration": {} }] }
                """),
            ecs => ecs.RevisionTargetGroups(["r/1", "r/2"], Ct));

        Assert.Equal(new Dictionary<string, string> { ["r/2"] = "green" }, groups);
    }

    [Fact]
    public async Task Every_page_of_ended_tasks_is_read_and_known_ones_are_not_described_again()
    {
        List<JsonNode> described = [];
        var found = await With(
            call =>
            {
                if (Operation(call) == "ListTasks")
                    return Reply.Json(Body(call)["nextToken"] is null ? """{ "taskArns": ["t/1", "t/known"], "nextToken": "more" }""" : """{ "taskArns": ["t/2"] }""");

                described.Add(Body(call)["tasks"]!.DeepClone());
                return Reply.Json(
                    """
                    { "tasks": [
                      { "taskArn": "t/1", "lastStatus": "STOPPED", "startedBy": "ecs-svc/1", "stopCode": "EssentialContainerExited", "stoppedReason": "why", "stoppedAt": 5,
                        "containers": [{ "name": "web", "exitCode": 3 }, { "name": "side", "reason": "gone" }] },
                      { "taskArn": "t/2", "lastStatus": "DEPROVISIONING" }] }
                    """);
            },
            ecs => ecs.StoppedTasks("chat", "web", ["t/known"], Ct));

        var task = Assert.Single(found);
        Assert.Equal(("t/1", "ecs-svc/1", "EssentialContainerExited", "why", DateTimeOffset.UnixEpoch.AddSeconds(5)), (task.Arn, task.StartedBy, task.StopCode, task.Reason, task.StoppedAt));
        Assert.Equal([new("web", 3, null), new("side", null, "gone")], task.Containers);
        Assert.Equal("""["t/1","t/2"]""", Assert.Single(described).ToJsonString());
    }

    private static async Task<T> With<T>(Func<Call, Reply> answer, Func<AwsEcs, Task<T>> use)
    {
        await using var server = await LoopbackServer.Start(answer);
        using var session = new AwsSession(Here, new Uri(server.Url));
        return await use(new AwsEcs(session.Ecs));
    }

    private static string Operation(Call call) => call.Headers["X-Amz-Target"].Split('.')[1];

    private static JsonObject Body(Call call) => JsonNode.Parse(call.Body)!.AsObject();

    private static Reply Refusal(string code, string message) => Reply.Json($$"""{"__type":"{{code}}","message":"{{message}}"}""", 400);
}
