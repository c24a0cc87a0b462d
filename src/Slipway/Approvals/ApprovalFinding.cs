using Slipway.Releases;

namespace Slipway.Approvals;

/// <summary>What was found in one of the places where an approval may be.</summary>
/// <param name="Seen">In words, for the refusal.</param>
/// <param name="Approval">Null: there is none, and <paramref name="Seen"/> says why.</param>
internal sealed record ApprovalFinding(string Seen, ReleaseApproval? Approval)
{
    /// <summary>Why the approval is worth less than it seems; each a sentence.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    public static ApprovalFinding None(string seen) => new(seen, Approval: null);

    public static ApprovalFinding Given(ReleaseApproval approval) => new($"{approval}", approval);
}
