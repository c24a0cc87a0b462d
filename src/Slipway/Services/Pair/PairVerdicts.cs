namespace Slipway.Services.Pair;

/// <summary>What a deployment of one side of a pair means for the whole.</summary>
internal static class PairVerdicts
{
    /// <summary>
    /// A side that could not be deployed got no traffic: what served goes on, which is a release taken back, whatever became of the side. What is no pair is as it was.
    /// </summary>
    public static ServiceResult BeforeShift(ServicePlan plan, ServiceResult result)
    {
        if (plan.Shift is not { OldTaskDefinition: { } old } step || result.Verdict is Verdict.Deployed)
            return result;

        var traffic = step.From == 0
            ? $"No traffic moved: {step.To.Other().Word()} with {EcsNames.Short(old)} has all of it"
            : $"No traffic moved: {step.To.Word()} has {step.From} % of it";
        return result with
        {
            Verdict = result.Verdict == Verdict.Failed && step.From == 0 ? Verdict.RolledBack : result.Verdict,
            Text = $"{result.Text}\n  {traffic}",
        };
    }
}
