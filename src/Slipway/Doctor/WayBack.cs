using Slipway.Infrastructures;
using Slipway.Releases;

namespace Slipway.Doctor;

/// <summary>Tells whether somebody could go back at this moment.</summary>
internal interface IWayBack
{
    /// <summary>What <c>Rollback --check</c> would say that it lacks; a null value: nothing, or there is nothing to go back to yet.</summary>
    Task<Answer<string?>> Closed(CheckupSubject subject, CancellationToken ct);
}

/// <summary>Decides a rollback as <c>Rollback --check</c> does, and carries none out.</summary>
internal sealed class PlannedWayBack(RollbackTools tools, DeployLock gate, TimeProvider time) : IWayBack
{
    public Task<Answer<string?>> Closed(CheckupSubject subject, CancellationToken ct) => AwsAnswers.Ask<string?>(async () =>
    {
        var planner = new RollbackPlanner(subject.Application, subject.Environment, tools, time);
        var (aim, releases) = await planner.Choose(new RollbackWish(null, null), subject.Infrastructure, await gate.Holder(ct) is { IsOver: false }, ct);
        if (aim.WhyNone is not null)
            return null;

        try
        {
            await planner.Plan(aim.Choice, releases, only: null, subject.Infrastructure, ct);
            return null;
        }
        catch (DeployException closed) when (closed is { Verdict: Verdict.Refused, InnerException: null })
        {
            return closed.Message;
        }
    });
}
