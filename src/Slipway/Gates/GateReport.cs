namespace Slipway.Gates;

/// <summary>What a gate says. No data is not zero: an error rate without requests is neither passed nor failed.</summary>
internal enum GateAnswer
{
    Pass,
    Inconclusive,
    Fail,
}

/// <param name="Seen">What was measured, and against what, in words: <c>0.4 % of 512 answers are 5xx, at most 1 %</c>.</param>
internal sealed record GateFinding(Gate Gate, GateAnswer Answer, string Seen);

/// <summary>What all gates of a rollout say at one moment. Without gates it is passed.</summary>
internal sealed record GateReport(IReadOnlyList<GateFinding> Findings)
{
    public GateAnswer Answer => Findings.Select(finding => finding.Answer).DefaultIfEmpty(GateAnswer.Pass).Max();

    /// <summary>What the worst findings saw.</summary>
    public string Worst => string.Join("; ", Findings.Where(finding => finding.Answer == Answer).Select(finding => finding.Seen));
}

/// <summary>Whom gates judge: the new version, beside the old one where they compare.</summary>
/// <param name="New">ARN of the new version's target group.</param>
/// <param name="Old">
/// ARN of the old version's; null: there is none, or it gets no traffic any more. Gates that compare pass then: against a version without requests they would
/// stay inconclusive for ever.
/// </param>
internal sealed record GateSubject(string Service, string New, string? Old);

/// <summary>Asks all gates of a rollout at this moment.</summary>
/// <param name="since">What was measured before does not count: the new version had another share of the traffic then.</param>
internal delegate Task<GateReport> JudgeGates(IReadOnlyList<Gate> gates, GateSubject subject, DateTimeOffset since, CancellationToken ct);

/// <summary>What a person says at a hold.</summary>
internal enum PersonAnswer
{
    Proceed,
    Abort,
}

/// <summary>Puts a question to a person where it was not put before, and tells the answer; null: none yet.</summary>
/// <param name="hold">Tells one hold of a service's rollout from the next: <c>before</c>, <c>10</c>, <c>50</c>.</param>
internal delegate Task<PersonAnswer?> AskPerson(string service, string hold, string question, CancellationToken ct);
