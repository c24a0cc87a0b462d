using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Tests.Releases;

/// <summary>What is done about a release whose run is gone, in every state that it can have been left in.</summary>
public sealed class RecoveryChoiceTests
{
    private const string Other = "decade0123456789";

    private static readonly ReleaseManifest Release = new("r2", "chat", "prod", "c0ffee0123456789", "ann");
    private static readonly LeftRelease Killed = new(Release, "r1", "c0ffee0123456789", HasSites: false, IsKnown: false, []);
    private static readonly LeftRelease Detached = Killed with { IsKnown = true };

    private static readonly Dictionary<string, LeftRelease> States = new()
    {
        ["killed"] = Killed,
        ["killed, another commit"] = Killed with { CheckedOut = Other },
        ["killed, changes on top"] = Killed with { CheckedOut = $"{Release.Commit}-dirty-abc" },
        ["killed, nothing that may be shipped"] = Killed with { CheckedOut = null },
        ["killed first release, another commit"] = Killed with { Live = null, CheckedOut = Other },
        ["killed, web went back"] = Killed with { WentBack = ["web"] },
        ["killed first release, web went back"] = Killed with { Live = null, WentBack = ["web"] },
        ["killed promotion"] = Killed with { Release = Release with { PromotedFrom = "dev r7" } },
        ["killed on its way back"] = Killed with { Release = Release with { Restores = "r1" }, CheckedOut = Other },
        ["detached"] = Detached,
        ["detached, another commit"] = Detached with { CheckedOut = Other },
        ["detached with sites"] = Detached with { HasSites = true },
        ["detached with sites, another commit"] = Detached with { HasSites = true, CheckedOut = Other },
    };

    [Theory]
    [InlineData("killed", "GoOn: its commit is checked out")]
    [InlineData("killed, another commit", "TakeBack: commit decade012345 is checked out, not c0ffee012345")]
    [InlineData("killed, changes on top", "TakeBack: commit c0ffee0123456789-dirty-abc is checked out, not c0ffee012345")]
    [InlineData("killed, nothing that may be shipped", "TakeBack: commit c0ffee012345 is not checked out unchanged")]
    [InlineData("killed first release, another commit", "Refuse: commit decade012345 is checked out, not c0ffee012345, and no release before it has succeeded")]
    [InlineData("killed, web went back", "TakeBack: web went back without it")]
    [InlineData("killed first release, web went back", "GoOn: its commit is checked out")]
    [InlineData("killed promotion", "TakeBack: it was promoted from dev r7, and is not what is checked out")]
    [InlineData("killed on its way back", "GoBack: it was on its way back to r1, which needs no work tree")]
    [InlineData("detached", "Follow: the ledger says what it had in flight")]
    [InlineData("detached, another commit", "Follow: the ledger says what it had in flight")]
    [InlineData("detached with sites", "Follow: the ledger says what it had in flight")]
    [InlineData("detached with sites, another commit", "TakeBack: commit decade012345 is checked out, not c0ffee012345")]
    public void It_is_followed_or_finished_or_taken_back_and_says_why(string state, string expected)
    {
        var choice = RecoveryChoice.Of(States[state]);

        Assert.Equal(expected, $"{choice.GetType().Name}: {choice.Why}");
    }

    [Theory]
    [InlineData(false, "IN_PROGRESS", "c0ffee0123456789", Verdict.Stopped)]
    [InlineData(true, "IN_PROGRESS", "c0ffee0123456789", null)]
    [InlineData(true, "SUCCESSFUL", "c0ffee0123456789", null)]
    [InlineData(true, "IN_PROGRESS", Other, Verdict.Superseded)]
    [InlineData(true, "SUCCESSFUL", null, Verdict.Superseded)]
    [InlineData(true, "ROLLBACK_IN_PROGRESS", "c0ffee0123456789", Verdict.RolledBack)]
    [InlineData(true, "ROLLBACK_SUCCESSFUL", Other, Verdict.RolledBack)]
    [InlineData(true, "ROLLBACK_FAILED", "c0ffee0123456789", Verdict.Failed)]
    [InlineData(true, "STOPPED", "c0ffee0123456789", Verdict.Stopped)]
    public void A_deploy_goes_on_with_the_same_content_and_says_how_any_other_ended(bool isDetached, string status, string? next, Verdict? expected)
    {
        var left = Release with { Detached = isDetached ? SteppedTime.Start : null };

        Assert.Equal(expected, LeftReleases.Of(left, next, [new ServiceDeployment("sd/web", status, SteppedTime.Start)]));
    }
}
