using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Tests.Releases;

public sealed class WorstVerdictTests
{
    [Theory]
    [InlineData("", Verdict.Deployed)]
    [InlineData("Deployed Deployed", Verdict.Deployed)]
    [InlineData("Deployed InProgress", Verdict.InProgress)]
    [InlineData("InProgress Stopped", Verdict.Stopped)]
    [InlineData("Stopped Superseded", Verdict.Superseded)]
    [InlineData("Superseded RolledBack", Verdict.RolledBack)]
    [InlineData("RolledBack TimedOut", Verdict.TimedOut)]
    [InlineData("TimedOut Failed", Verdict.Failed)]
    [InlineData("Stopped RolledBack Deployed", Verdict.RolledBack)]
    public void A_release_is_what_its_worst_service_is_in_whatever_order(string services, Verdict worst)
    {
        var results = services.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(verdict => new ServiceResult("web", Enum.Parse<Verdict>(verdict), "", null, null)).ToList();

        Assert.Equal(worst, ReleaseOutcome.Worst(results));
        Assert.Equal(worst, ReleaseOutcome.Worst([.. results.AsEnumerable().Reverse()]));
    }
}
