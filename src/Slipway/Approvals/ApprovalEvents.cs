using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>The plan that is about to be carried out was approved.</summary>
/// <param name="IsOfPlan">Whether it is this very plan that was approved; otherwise it is the run, whatever the plan is.</param>
internal sealed record PlanApproved(string Plan, ReleaseApproval Approval, bool IsOfPlan) : OutputEvent
{
    public override EventKind Kind => IsOfPlan ? EventKind.Progress : EventKind.Warning;

    public override string Text => IsOfPlan
        ? $"Plan {Plan[..12]} is approved by {Approval}"
        : $"This run is approved by {Approval}, but not tied to plan {Plan[..12]}.\n  try  give the run --expect-plan with the hash that was shown to them";
}

/// <summary>The approval counts, and is worth less than it seems.</summary>
internal sealed record ApprovalDoubted(ReleaseApproval Approval, IReadOnlyList<string> Doubts) : OutputEvent
{
    public override EventKind Kind => EventKind.Warning;

    public override string Text => $"The approval by {Approval} counts, and says less than it may seem:\n{string.Join('\n', Doubts.Select(doubt => $"  {doubt}"))}";
}

/// <summary>The caller's approval is written down.</summary>
/// <param name="From">The environment that is promoted; null: the commit that is checked out is deployed.</param>
internal sealed record ApprovalGiven(string Plan, string Who, string? From, string Environment, TimeSpan ValidFor) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text =>
        $"Plan {Plan[..12]} is approved by {Who} for {ValidFor.TotalHours:0.#} hours; anybody else may carry it out:\n"
        + $"  ./build.sh {(From is null ? "Deploy" : $"Promote --from {From}")} --environment {Environment} --expect-plan {Plan[..12]}";
}

/// <summary>The plan changes nothing, so that there is nothing to approve.</summary>
internal sealed record NothingToApprove(string Plan) : OutputEvent
{
    public override EventKind Kind => EventKind.Success;

    public override string Text => $"Plan {Plan[..12]} changes nothing: there is nothing to approve, and nothing was written.";
}
