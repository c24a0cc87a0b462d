using Amazon.CodePipeline;
using Amazon.CodePipeline.Model;
using Slipway.Aws;

namespace Slipway.Approvals;

/// <summary>Asks CodePipeline. Its client is made when it is needed: most runs are in no pipeline.</summary>
internal sealed class AwsPipelineHistory(AwsSession session) : IPipelineHistory
{
    private const int PageSize = 100;

    // https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListActionExecutions.html: the newest come first.
    public async Task<IReadOnlyList<PipelineAction>> Recent(string pipeline, CancellationToken ct) =>
        (await Page(new ListActionExecutionsRequest { PipelineName = pipeline, MaxResults = PageSize }, ct)).Actions;

    public async Task<IReadOnlyList<PipelineAction>> Of(string pipeline, string execution, CancellationToken ct)
    {
        List<PipelineAction> all = [];
        var request = new ListActionExecutionsRequest
        {
            PipelineName = pipeline,
            MaxResults = PageSize,
            Filter = new ActionExecutionFilter { PipelineExecutionId = execution },
        };
        do
        {
            var (actions, next) = await Page(request, ct);
            all.AddRange(actions);
            request.NextToken = next;
        }
        while (request.NextToken is not null);

        return all;
    }

    // An execution that is under way is among the newest: https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_ListPipelineExecutions.html
    public Task<bool> IsReturn(string pipeline, string execution, CancellationToken ct) =>
        AwsFailures.Translate("codepipeline:ListPipelineExecutions", async () =>
        {
            var reply = await session.CodePipeline.ListPipelineExecutionsAsync(new ListPipelineExecutionsRequest { PipelineName = pipeline, MaxResults = PageSize }, ct);
            return (reply.PipelineExecutionSummaries ?? []).Any(one => one.PipelineExecutionId == execution && one.ExecutionType == ExecutionType.ROLLBACK);
        });

    private Task<(IReadOnlyList<PipelineAction> Actions, string? Next)> Page(ListActionExecutionsRequest request, CancellationToken ct) =>
        AwsFailures.Translate<(IReadOnlyList<PipelineAction>, string?)>("codepipeline:ListActionExecutions", async () =>
        {
            var reply = await session.CodePipeline.ListActionExecutionsAsync(request, ct);
            return ([.. (reply.ActionExecutionDetails ?? []).Select(Action)], reply.NextToken);
        });

    private static PipelineAction Action(ActionExecutionDetail detail) => new(
        detail.PipelineExecutionId ?? "",
        detail.StageName ?? "",
        detail.ActionName ?? "",
        detail.Input?.ActionTypeId?.Category?.Value ?? "",
        detail.Status?.Value ?? "",
        Time(detail.StartTime),
        Time(detail.LastUpdateTime),
        detail.UpdatedBy,
        detail.Input?.Configuration?.GetValueOrDefault("ProjectName"),
        detail.Output?.ExecutionResult?.ExternalExecutionId);

    private static DateTimeOffset Time(DateTime? time) => time is { } known ? new DateTimeOffset(known.ToUniversalTime()) : default;
}
