using Slipway.Releases;
using Slipway.Services;
using Slipway.Tests.Provisioning;

namespace Slipway.Tests.Releases;

public sealed class ReleaseOutcomeTests
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

    [Fact]
    public void The_address_of_a_release_is_that_of_its_first_site_or_else_of_its_first_routed_service()
    {
        var shop = ImpliedInfrastructureTests.Shop(
            ImpliedInfrastructureTests.Service("worker", route: null), ImpliedInfrastructureTests.Service("api", Route.Default));
        var outcome = ReleaseOutcome.Nothing(Verdict.Deployed) with
        {
            Addresses = new Dictionary<string, string> { ["api"] = "http://lb.example.com/", ["www"] = "https://shop.example/" },
        };

        Assert.Equal("http://lb.example.com/", outcome.FirstUrl(shop));
        Assert.Equal("https://shop.example/", outcome.FirstUrl(shop with { Sites = [new StaticSite("www") { Source = "www" }] }));
        Assert.Null(ReleaseOutcome.Nothing(Verdict.Failed).FirstUrl(shop));
    }
}
