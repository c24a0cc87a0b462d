using AWSSDK.Tests.Loopback;
using Slipway.Approvals;
using Slipway.Aws;
using Slipway.Pipelines.CodePipeline;

namespace Slipway.Tests.Pipelines.CodePipeline;

public sealed class PipelineReturnTests
{
    private static readonly PipelineBuild Build = new("shop-prod", "shop-deploy-prod-deploy:5f2c");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ROLLBACK", true)]
    [InlineData("STANDARD", false)]
    public async Task A_stage_is_taken_back_where_the_execution_of_this_very_build_is_a_rollback(string type, bool isReturn)
    {
        await using var server = await LoopbackServer.Start(call => Reply.Json(Answer(call.Headers["X-Amz-Target"], type)));
        using var session = new AwsSession(DeployEnvironment.Local, new Uri(server.Url));

        Assert.Equal(isReturn, await new PipelineReturn(new AwsPipelineHistory(session)).IsAsked(Build, Ct));

        Assert.Equal(
            [("CodePipeline_20150709.ListActionExecutions", """{"pipelineName":"shop-prod","maxResults":100}"""), ("CodePipeline_20150709.ListPipelineExecutions", """{"pipelineName":"shop-prod","maxResults":100}""")],
            server.Calls.Select(call => (call.Headers["X-Amz-Target"], call.Text)));
    }

    [Fact]
    public async Task A_pipeline_that_cannot_be_asked_goes_forward() =>
        Assert.False(await new PipelineReturn(new Silent()).IsAsked(Build, Ct));

    private static string Answer(string target, string type) => target.EndsWith("ListActionExecutions", StringComparison.Ordinal)
        ? """
          {"actionExecutionDetails":[{"pipelineExecutionId":"e3","stageName":"prod","actionName":"deploy","startTime":1,"lastUpdateTime":1,"status":"InProgress",
           "input":{"actionTypeId":{"category":"Build","owner":"AWS","provider":"CodeBuild","version":"1"},"configuration":{"ProjectName":"shop-deploy-prod-deploy"} },
           "output":{"executionResult":{"externalExecutionId":"shop-deploy-prod-deploy:5f2c"} } }]}
          """
        : $$"""
            {"pipelineExecutionSummaries":[{"pipelineExecutionId":"e4","executionType":"ROLLBACK"},
             {"pipelineExecutionId":"e3","executionType":"{{type}}","rollbackMetadata":{"rollbackTargetPipelineExecutionId":"e1"} }]}
            """;

    private sealed class Silent : IPipelineHistory
    {
        public Task<IReadOnlyList<PipelineAction>> Recent(string pipeline, CancellationToken ct) => throw new DeployException("AWS refused.");

        public Task<IReadOnlyList<PipelineAction>> Of(string pipeline, string execution, CancellationToken ct) => throw new InvalidOperationException("It was asked.");

        public Task<bool> IsReturn(string pipeline, string execution, CancellationToken ct) => throw new InvalidOperationException("It was asked.");
    }
}
