using AWSSDK.Tests.Loopback;
using Slipway.Approvals;
using Slipway.Aws;
using Slipway.Tests.Releases;

namespace Slipway.Tests.Approvals;

public sealed class PipelineApprovalTests
{
    private const string Build = "deploy-prod:5f2c";
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly DeployEnvironment Prod = new("prod") { Account = "111122223333", Region = "eu-west-1", Approval = Approval.Required };
    private static readonly DateTimeOffset Start = SteppedTime.Start;

    private static readonly PipelineAction Mine =
        new("e2", "Prod", "Deploy", "Build", "InProgress", Start.AddMinutes(-1), Start.AddMinutes(-1), By: null, "deploy-prod", Build);

    private static readonly PipelineAction Approved =
        new("e2", "Approve", "Review", "Approval", "Succeeded", Start.AddHours(-3), Start.AddHours(-2), "arn:aws:iam::111122223333:user/ann", Project: null, Build: null);

    private readonly Dictionary<string, string> _variables = new()
    {
        ["CODEBUILD_BUILD_ID"] = Build,
        ["CODEBUILD_INITIATOR"] = "codepipeline/chat",
        ["CODEBUILD_BUILD_URL"] = "https://console.example/5f2c",
    };

    [Fact]
    public async Task A_manual_approval_before_this_build_in_its_execution_is_its_approvers()
    {
        var approval = (await Look([Mine], [Mine, Approved])).Approval!;

        Assert.Equal(
            ("CodePipeline chat, Approve/Review", "arn:aws:iam::111122223333:user/ann", Start.AddHours(-2), "https://console.example/5f2c"),
            (approval.How, approval.Who, approval.At, approval.Url));
    }

    [Fact]
    public async Task What_does_not_stand_before_this_build_is_no_approval()
    {
        const string None = "execution e2 of pipeline chat has no manual approval before Prod/Deploy";
        (PipelineAction Approval, string Seen)[] all =
        [
            (Approved with { Status = "InProgress" }, None),
            (Approved with { Status = "Failed" }, None),
            (Approved with { Category = "Build" }, None),
            (Approved with { Updated = Mine.Started.AddSeconds(1) }, None),
            (Approved with { Updated = Start.AddHours(-25) }, "Approve/Review of pipeline chat was approved 2026-01-01 02:04 UTC, longer ago than 1.00:00:00"),
        ];

        foreach (var (approval, seen) in all)
            Assert.Equal((seen, null), await Seen([Mine], [Mine, approval]));
    }

    [Fact]
    public async Task A_build_that_the_pipeline_does_not_wait_for_has_no_approval()
    {
        const string None = "pipeline chat has no action under way that started build deploy-prod:5f2c";
        IReadOnlyList<PipelineAction>[] all =
        [
            [],
            [Mine with { Build = "deploy-prod:0000" }],
            [Mine with { Status = "Succeeded" }],
            [Mine with { Build = null, Project = "other" }],
            [Mine with { Build = null }, Mine with { Build = null, Execution = "e3" }],
            [Mine with { Build = null }, Mine with { Build = "deploy-prod:0000", Execution = "e3" }],
        ];

        foreach (var recent in all)
            Assert.Equal((None, null), await Seen(recent, [Mine, Approved]));
    }

    [Fact]
    public async Task Where_no_build_is_told_yet_the_only_action_of_its_project_is_the_one() =>
        Assert.NotNull((await Look([Mine with { Build = null }, Mine with { Project = "other", Build = null }], [Mine, Approved])).Approval);

    [Theory]
    [InlineData("CODEBUILD_BUILD_ID", null)]
    [InlineData("CODEBUILD_INITIATOR", null)]
    [InlineData("CODEBUILD_INITIATOR", "arn:aws:iam::111122223333:user/ann")]
    public async Task Outside_a_pipeline_nothing_is_asked(string name, string? value)
    {
        _variables.Remove(name);
        if (value is not null)
            _variables[name] = value;

        Assert.Equal(("this is no build of a CodePipeline", null), await Seen(recent: null, execution: null));
    }

    [Fact]
    public async Task Codepipeline_is_asked_for_the_newest_actions_and_for_all_pages_of_the_execution()
    {
        await using var server = await LoopbackServer.Start(call => new Reply(200, Answer(call.Text), "application/x-amz-json-1.1"));
        using var session = new AwsSession(DeployEnvironment.Local, new Uri(server.Url));

        var finding = await new PipelineApproval(Prod, new AwsPipelineHistory(session), _variables.GetValueOrDefault, new SteppedTime()).Look(Ct);

        Assert.Equal("arn:aws:iam::111122223333:user/ann, CodePipeline chat, Approve/Review, 2026-01-02 01:04 UTC", finding.Seen);
        Assert.Equal(
            [
                """{"pipelineName":"chat","maxResults":100}""",
                """{"pipelineName":"chat","filter":{"pipelineExecutionId":"e2"},"maxResults":100}""",
                """{"pipelineName":"chat","filter":{"pipelineExecutionId":"e2"},"maxResults":100,"nextToken":"n"}""",
            ],
            server.Calls.Select(call => call.Text));
        Assert.All(server.Calls, call => Assert.Equal("CodePipeline_20150709.ListActionExecutions", call.Headers["X-Amz-Target"]));
    }

    private static string Answer(string request)
    {
        var mine =
            $$"""
              {"pipelineExecutionId":"e2","stageName":"Prod","actionName":"Deploy","startTime":{{Mine.Started.ToUnixTimeSeconds()}},"lastUpdateTime":{{Mine.Updated.ToUnixTimeSeconds()}},"status":"InProgress",
               "input":{"actionTypeId":{"category":"Build","owner":"AWS","provider":"CodeBuild","version":"1"},"configuration":{"ProjectName":"deploy-prod"} },
               "output":{"executionResult":{"externalExecutionId":"{{Build}}"} } }
              """;
        var approved =
            $$"""
              {"pipelineExecutionId":"e2","stageName":"Approve","actionName":"Review","startTime":{{Approved.Started.ToUnixTimeSeconds()}},"lastUpdateTime":{{Approved.Updated.ToUnixTimeSeconds()}},
               "updatedBy":"arn:aws:iam::111122223333:user/ann","status":"Succeeded","input":{"actionTypeId":{"category":"Approval","owner":"AWS","provider":"Manual","version":"1"} } }
              """;
        return request.Contains("nextToken", StringComparison.Ordinal) ? $$"""{"actionExecutionDetails":[{{approved}}]}"""
            : request.Contains("filter", StringComparison.Ordinal) ? $$"""{"actionExecutionDetails":[{{mine}}],"nextToken":"n"}"""
            : $$"""{"actionExecutionDetails":[{{mine}}],"nextToken":"older"}""";
    }

    private async Task<(string Seen, object? Approval)> Seen(IReadOnlyList<PipelineAction>? recent, IReadOnlyList<PipelineAction>? execution)
    {
        var finding = await Look(recent, execution);
        return (finding.Seen, finding.Approval);
    }

    private Task<ApprovalFinding> Look(IReadOnlyList<PipelineAction>? recent, IReadOnlyList<PipelineAction>? execution) =>
        new PipelineApproval(Prod, new History(recent, execution), _variables.GetValueOrDefault, new SteppedTime()).Look(Ct);

    /// <param name="Newest">Null: it must not be asked.</param>
    private sealed record History(IReadOnlyList<PipelineAction>? Newest, IReadOnlyList<PipelineAction>? Execution) : IPipelineHistory
    {
        public Task<IReadOnlyList<PipelineAction>> Recent(string pipeline, CancellationToken ct) =>
            Task.FromResult(Newest ?? throw new InvalidOperationException("It was asked."));

        public Task<IReadOnlyList<PipelineAction>> Of(string pipeline, string execution, CancellationToken ct) =>
            Task.FromResult(Execution ?? throw new InvalidOperationException("It was asked."));

        public Task<bool> IsReturn(string pipeline, string execution, CancellationToken ct) => throw new InvalidOperationException("It was asked.");
    }
}
