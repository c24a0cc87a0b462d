using Slipway.Output;

namespace Slipway.Doctor;

/// <summary>
/// Compares an environment that is live with its definition, and with what is known to be good practice. Changes nothing. A read that is denied is said, and stops nothing.
/// </summary>
internal sealed class Checkup(CheckupObserver observer, IOutput output)
{
    /// <summary>Everything that is judged, each by itself.</summary>
    private static readonly IReadOnlyList<Action<CheckupFindings, CheckupSubject, CheckupObservation>> Checks =
    [
        InfrastructureFindings.Of, RepositoryCheck.Of, ServiceCheck.Of, ScalingCheck.Of, AlarmCheck.Of, ListenerCheck.Of, SiteBucketCheck.Of, DistributionCheck.Of, ReleaseCheck.Of,
    ];

    /// <returns><see cref="Verdict.Failed"/> where there is a problem; advice alone is no failure.</returns>
    public async Task<Verdict> Look(CheckupSubject subject, CancellationToken ct)
    {
        var findings = Judge(subject, await observer.Observe(subject, ct));
        foreach (var finding in findings.All)
            output.Emit(CheckupFound.Of(subject, finding));

        if (findings.Unseen.Count > 0)
            output.Emit(new CheckupUnseen(subject.Application.Name, subject.Environment.Name, findings.Unseen));

        var done = new CheckupDone(
            subject.Application.Name, subject.Environment.Name, findings.All.Count(one => one.Kind.Severity == Severity.Problem), findings.All.Count(one => one.Kind.Severity == Severity.Advice));
        output.Emit(done);
        return done.Problems > 0 ? Verdict.Failed : Verdict.Deployed;
    }

    public static CheckupFindings Judge(CheckupSubject subject, CheckupObservation seen)
    {
        var findings = new CheckupFindings();
        foreach (var check in Checks)
            check(findings, subject, seen);

        if (subject.Environment.IsLocal)
            findings.NotSeen("TLS, autoscaling and alarms", "the rehearsal has none of its own");

        return findings;
    }
}
