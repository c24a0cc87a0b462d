using System.Text.Json.Nodes;
using AWSSDK.Tests.Loopback;
using Slipway.Aws;
using Slipway.Pauses;

namespace Slipway.Tests.Pauses;

/// <summary>What is sent to ECS, and what is made of its answers.</summary>
public sealed class AwsPausesTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Deployments_under_way_are_read_with_their_stage_their_traffic_and_the_pauses_that_wait()
    {
        await using var server = await LoopbackServer.Start(call => Operation(call) switch
        {
            "ListServiceDeployments" when Body(call)["service"]!.GetValue<string>() == "chat-gone" => Refusal("ServiceNotFoundException", "Service not found."),
            "ListServiceDeployments" when Body(call)["service"]!.GetValue<string>() == "chat-calm" => Reply.Json("""{"serviceDeployments":[]}"""),
            "ListServiceDeployments" when Body(call)["nextToken"] is null => Reply.Json("""{"serviceDeployments":[{"serviceDeploymentArn":"sd/1"}],"nextToken":"n"}"""),
            "ListServiceDeployments" => Reply.Json("""{"serviceDeployments":[{"serviceDeploymentArn":"sd/2"}]}"""),
            _ => Reply.Json(
                """
                {"serviceDeployments":[
                  {"serviceDeploymentArn":"sd/1","serviceArn":"arn:aws:ecs:eu-west-1:111122223333:service/main/chat-web","startedAt":1767322000,"status":"IN_PROGRESS","lifecycleStage":"PRE_PRODUCTION_TRAFFIC_SHIFT",
                   "targetServiceRevision":{"arn":"sr/1","requestedProductionTrafficWeight":10.0},
                   "lifecycleHookDetails":[
                     {"hookId":"h1","targetType":"PAUSE","status":"SUCCEEDED","expiresAt":1767325000,"timeoutAction":"ROLLBACK"},
                     {"hookId":"h2","targetType":"PAUSE","status":"AWAITING_ACTION","expiresAt":1767325600,"timeoutAction":"ROLLBACK"},
                     {"hookId":"h3","targetType":"PAUSE","status":"AWAITING_ACTION","timeoutAction":"CONTINUE"}]},
                  {"serviceDeploymentArn":"sd/2","serviceArn":"arn:aws:ecs:eu-west-1:111122223333:service/main/chat-web","createdAt":1767321000,"status":"IN_PROGRESS"}]}
                """),
        });

        var found = await With(server, pauses => pauses.UnderWay("main", ["chat-web", "chat-gone", "chat-calm"], Ct));

        Assert.Equal(
            [
                "chat-web sd/1 PRE_PRODUCTION_TRAFFIC_SHIFT 10 02:46:40: h2 until 03:46:40 back, h3 until  on",
                "chat-web sd/2   02:30:00: ",
            ],
            found.Select(deployment => $"{deployment.Service} {deployment.Arn} {deployment.Stage} {deployment.Percent} {deployment.Since:HH:mm:ss}: "
                + string.Join(", ", deployment.Pauses.Select(pause => $"{pause.Hook} until {pause.Until:HH:mm:ss} {(pause.GoesBack ? "back" : "on")}"))));
        Assert.Equal(
            ["""{"service":"chat-web","cluster":"main","status":["IN_PROGRESS"]}""", """{"service":"chat-web","cluster":"main","status":["IN_PROGRESS"],"nextToken":"n"}"""],
            server.Calls.Where(call => Operation(call) == "ListServiceDeployments" && Body(call)["service"]!.GetValue<string>() == "chat-web").Select(call => call.Text));
    }

    [Theory]
    [InlineData(true, "CONTINUE")]
    [InlineData(false, "ROLLBACK")]
    public async Task An_answer_names_deployment_and_hook(bool goOn, string action)
    {
        await using var server = await LoopbackServer.Start(_ => Reply.Json("""{"serviceDeploymentArn":"sd/1"}"""));

        Assert.True(await With(server, pauses => pauses.Answer(Deployment, Deployment.Pauses[0], goOn, Ct)));

        var call = Assert.Single(server.Calls);
        Assert.Equal("AmazonEC2ContainerServiceV20141113.ContinueServiceDeployment", call.Headers["X-Amz-Target"]);
        Assert.Equal($$"""{"serviceDeploymentArn":"sd/1","hookId":"h1","action":"{{action}}"}""", call.Text);
    }

    [Theory]
    [InlineData("SUCCEEDED", true)]
    [InlineData("AWAITING_ACTION", false)]
    public async Task A_refusal_is_an_error_only_where_the_pause_still_waits(string status, bool isOver)
    {
        await using var server = await LoopbackServer.Start(call => Operation(call) == "ContinueServiceDeployment"
            ? Refusal("InvalidParameterException", "The lifecycle hook is not awaiting an action.")
            : Reply.Json($$"""{"serviceDeployments":[{"serviceDeploymentArn":"sd/1","serviceArn":"s/chat-web","lifecycleHookDetails":[{"hookId":"h1","status":"{{status}}"}]}]}"""));

        var answering = With(server, pauses => pauses.Answer(Deployment, Deployment.Pauses[0], goOn: true, Ct));

        if (isOver)
            Assert.False(await answering);
        else
            Assert.Contains("not awaiting an action", (await Assert.ThrowsAsync<DeployException>(() => answering)).Message, StringComparison.Ordinal);
    }

    private static DeploymentUnderWay Deployment { get; } = new("chat-web", "sd/1", Stage: null, Percent: null, Since: null, [new OpenPause("h1", Until: null, GoesBack: true)]);

    private static async Task<T> With<T>(LoopbackServer server, Func<AwsPauses, Task<T>> work)
    {
        using var session = new AwsSession(new DeployEnvironment("local") { Account = "111122223333", Region = "eu-west-1" }, new Uri(server.Url));
        return await work(new AwsPauses(session.Ecs));
    }

    private static string Operation(Call call) => call.Headers["X-Amz-Target"].Split('.')[1];

    private static JsonNode Body(Call call) => JsonNode.Parse(call.Text)!;

    private static Reply Refusal(string code, string message) => Reply.Json($$"""{"__type":"{{code}}","message":"{{message}}"}""", 400);
}
