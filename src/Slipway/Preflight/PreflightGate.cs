using Slipway.Output;
using Slipway.Releases;

namespace Slipway.Preflight;

/// <summary>What a release passes once it is planned, before it changes anything.</summary>
internal sealed class PreflightGate(PreflightObserver observer, IOutput output)
{
    /// <summary>Tells what somebody should know, and refuses what would end badly. Asks nothing where no service is deployed.</summary>
    /// <exception cref="DeployException">The deploy must not begin (<see cref="Verdict.Refused"/>). Everything that was found is named.</exception>
    public async Task Demand(ReleasePlan plan, CancellationToken ct)
    {
        if (await Check(plan, ct) is not { } report)
            return;

        if (report.Refuses)
            throw new DeployException(report.Text, Verdict.Refused);

        output.Emit(report);
    }

    /// <summary>Tells what a deploy would be told, and refuses nothing.</summary>
    public async Task Show(ReleasePlan plan, CancellationToken ct)
    {
        if (await Check(plan, ct) is { } report)
            output.Emit(report);
    }

    private async Task<PreflightReport?> Check(ReleasePlan plan, CancellationToken ct)
    {
        var departures = Departure.Of(plan);
        return departures.Count == 0
            ? null
            : new PreflightReport(plan.Application.Name, plan.Environment.Name, PreflightCheck.Of(plan, departures, await observer.Observe(plan, departures, ct)));
    }
}
