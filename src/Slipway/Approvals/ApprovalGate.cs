using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>Keeps a plan from being carried out that nobody approved, where the environment asks for it.</summary>
/// <param name="from">The environment that is promoted; null: the commit that is checked out is deployed.</param>
internal sealed class ApprovalGate(
    DeployEnvironment environment, string? from, GitHubApproval gitHub, PipelineApproval pipeline, RecordedApproval records, IOutput output)
{
    private (string Plan, ReleaseApproval Approval)? _met;

    /// <summary>The approval of this plan; null: none is needed. Writes nothing.</summary>
    /// <param name="isExpected">Whether the run was started for this very plan, with <c>--expect-plan</c>.</param>
    /// <exception cref="DeployException">Nobody approved it (<see cref="Verdict.Refused"/>): the message says where it was looked for.</exception>
    public async Task<ReleaseApproval?> Demand(ReleasePlan plan, bool isExpected, CancellationToken ct)
    {
        if (!environment.Approval.IsRequired || !plan.ChangesSomething)
            return null;

        if (_met is { } met && met.Plan == plan.Hash)
            return met.Approval;

        List<(string Place, string Seen)> seen = [];
        foreach (var (place, look) in Places(plan.Hash))
        {
            var finding = await Try(look, ct);
            if (finding.Approval is { } approval)
            {
                _met = (plan.Hash, approval);
                output.Emit(new PlanApproved(plan.Hash, approval, IsOfPlan: isExpected || place == Records));
                if (finding.Doubts.Count > 0)
                    output.Emit(new ApprovalDoubted(approval, finding.Doubts));

                return approval;
            }

            seen.Add((place, finding.Seen));
        }

        throw Refused(plan.Hash, seen);
    }

    private const string Records = "record";

    private IEnumerable<(string Place, Func<CancellationToken, Task<ApprovalFinding>> Look)> Places(string hash) =>
    [
        ("GitHub", gitHub.Look),
        ("CodePipeline", pipeline.Look),
        (Records, ct => records.Look(hash, ct)),
    ];

    /// <summary>A place that cannot be read has no approval; another may have it.</summary>
    private static async Task<ApprovalFinding> Try(Func<CancellationToken, Task<ApprovalFinding>> look, CancellationToken ct)
    {
        try
        {
            return await look(ct);
        }
        catch (DeployException exception)
        {
            return ApprovalFinding.None(exception.Message);
        }
    }

    private DeployException Refused(string hash, IReadOnlyList<(string Place, string Seen)> seen) => new(
        $"""
         {environment} asks for an approval, and nobody approved plan {hash[..12]}. Nothing was changed.
         {string.Join('\n', seen.Select(one => $"  {one.Place,-12}  {one.Seen.ReplaceLineEndings("\n" + new string(' ', 16))}"))}
           try           somebody else reads and approves this plan, then deploy again:
                         ./build.sh Approve {(from is null ? "" : $"--from {from} ")}--environment {environment} --plan {hash[..12]}
         """,
        Verdict.Refused);
}
