using System.Text.Json.Nodes;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Services;

namespace Slipway.Tests.Services;

/// <summary>What goes over the wire for one-off tasks, and what is made of the answers.</summary>
public sealed class AwsTasksTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Here = new("local") { Account = "111122223333", Region = "eu-west-1" };
    private static readonly TaskStart Start = new(
        "arn/web:2", "web", ["./migrate", "--all"], new NetworkSettings(["a", "b"], ["sg"], PublicIp: true), "slipway/chat-prod-web", "t0ken");

    [Fact]
    public async Task A_task_is_asked_for_with_all_that_it_is_to_have()
    {
        JsonNode? sent = null;
        var arn = await With(
            call =>
            {
                sent = Body(call);
                return Reply.Json("""{ "tasks": [{ "taskArn": "task/1" }], "failures": [] }""");
            },
            tasks => tasks.Run("chat", Start, Ct));

        Assert.Equal("task/1", arn);
        var expected = JsonNode.Parse(
            """
            {
              "cluster": "chat", "taskDefinition": "arn/web:2", "count": 1, "launchType": "FARGATE", "startedBy": "slipway/chat-prod-web", "clientToken": "t0ken",
              "propagateTags": "TASK_DEFINITION", "enableECSManagedTags": true,
              "networkConfiguration": { "awsvpcConfiguration": { "subnets": ["a", "b"], "securityGroups": ["sg"], "assignPublicIp": "ENABLED" } },
              "overrides": { "containerOverrides": [{ "name": "web", "command": ["./migrate", "--all"] }] }
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, sent), sent!.ToJsonString());
    }

    [Fact]
    public async Task An_answer_with_failures_in_the_place_of_a_task_is_an_error_with_their_reasons()
    {
        var error = await Assert.ThrowsAsync<DeployException>(() => With(
            _ => Reply.Json("""{ "tasks": [], "failures": [{ "reason": "Capacity is unavailable at this time.", "detail": "eu-west-1a" }, { "reason": "AGENT" }] }"""),
            tasks => tasks.Run("chat", Start, Ct)));

        Assert.StartsWith("ecs:RunTask started no task of web:2.", error.Message, StringComparison.Ordinal);
        Assert.Contains("  reason  Capacity is unavailable at this time. eu-west-1a; AGENT", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_that_ECS_does_not_know_is_none_and_one_that_ended_has_its_exit_codes()
    {
        Assert.Null(await With(_ => Reply.Json("""{ "tasks": [], "failures": [{ "arn": "task/1", "reason": "MISSING" }] }"""), tasks => tasks.Task("chat", "task/1", Ct)));

        var ended = await With(
            _ => Reply.Json(
                """
                { "tasks": [{ "taskArn": "task/1", "lastStatus": "STOPPED", "startedBy": "slipway/chat-prod-web", "stopCode": "EssentialContainerExited",
                  "stoppedReason": "why", "containers": [{ "name": "side", "reason": "gone" }, { "name": "web", "exitCode": 3 }] }] }
                """),
            tasks => tasks.Task("chat", "task/1", Ct));

        Assert.True(ended!.Ended);
        Assert.Equal(("EssentialContainerExited", "why"), (ended.Task.StopCode, ended.Task.Reason));
        Assert.Equal([new("side", null, "gone"), new("web", 3, null)], ended.Task.Containers);
    }

    [Fact]
    public async Task Tasks_that_were_told_to_stop_and_have_not_ended_are_still_there()
    {
        List<string> listed = [];
        var found = await With(
            call =>
            {
                if (call.Headers["X-Amz-Target"].EndsWith("ListTasks", StringComparison.Ordinal))
                {
                    listed.Add(Body(call).ToJsonString());
                    return Reply.Json((Body(call)["desiredStatus"]!.GetValue<string>(), Body(call)["nextToken"]) switch
                    {
                        ("RUNNING", null) => """{ "taskArns": ["task/1"], "nextToken": "more" }""",
                        ("RUNNING", _) => """{ "taskArns": ["task/2"] }""",
                        _ => """{ "taskArns": ["task/3", "task/4"] }""",
                    });
                }

                return Reply.Json(
                    """
                    { "tasks": [{ "taskArn": "task/1", "lastStatus": "RUNNING" }, { "taskArn": "task/2", "lastStatus": "PENDING" },
                      { "taskArn": "task/3", "lastStatus": "DEACTIVATING" }, { "taskArn": "task/4", "lastStatus": "STOPPED" }] }
                    """);
            },
            tasks => tasks.StillThere("chat", "slipway/chat-prod-web", Ct));

        Assert.Equal(["task/1", "task/2", "task/3"], found);
        Assert.Equal(3, listed.Count);
        Assert.All(listed, body => Assert.DoesNotContain("family", body, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_is_read_from_its_beginning_and_then_from_the_place_that_was_reached()
    {
        List<JsonNode> asked = [];
        await using var server = await LoopbackServer.Start(call =>
        {
            asked.Add(Body(call));
            return asked.Count == 1
                ? Reply.Json("""{ "__type": "ResourceNotFoundException", "message": "The specified log stream does not exist." }""", 400)
                : Reply.Json("""{ "events": [{ "message": "one" }, { "message": "two" }], "nextForwardToken": "f/2" }""");
        });
        using var session = new AwsSession(Here, new Uri(server.Url));
        var logs = new AwsLogs(session.Logs);

        var none = await logs.Read("/chat/prod/web", "web/web/1", null, Ct);
        var some = await logs.Read("/chat/prod/web", "web/web/1", "f/1", Ct);

        Assert.Equal((0, (string?)null), (none.Lines.Count, none.Next));
        Assert.Equal(("one two", "f/2"), (string.Join(' ', some.Lines), some.Next));
        Assert.Equal(
            ["""{"logGroupName":"/chat/prod/web","logStreamName":"web/web/1","startFromHead":true}""", """{"logGroupName":"/chat/prod/web","logStreamName":"web/web/1","nextToken":"f/1","startFromHead":true}"""],
            asked.Select(body => new JsonObject(body.AsObject().OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString()));
    }

    private static async Task<T> With<T>(Func<Call, Reply> answer, Func<AwsTasks, Task<T>> use)
    {
        await using var server = await LoopbackServer.Start(answer);
        using var session = new AwsSession(Here, new Uri(server.Url));
        return await use(new AwsTasks(session.Ecs));
    }

    private static JsonNode Body(Call call) => JsonNode.Parse(call.Body)!;
}
