using Slipway.Releases;

namespace Slipway.Tests.Releases;

public sealed class RollbackChoiceTests
{
    [Theory]
    // Releases, oldest first: id, what was live before, verdict; "<r1" restores r1, "web<r1" web alone.
    [InlineData("r2", "r1 - Deployed,r2 r1 Deployed", "r1")]
    [InlineData("r3", "r1 - Deployed,r2 r1 RolledBack,r3 r1 Deployed", "r1")]
    [InlineData("r3", "r1 - Deployed,r2 r1 Deployed,r3 r2 Deployed,r4 r3 Failed", "r2")]
    // r3 went back to r1, so that a second time leads before r1.
    [InlineData("r3", "r0 - Deployed,r1 r0 Deployed,r2 r1 Deployed,r3 r2 Deployed <r1", "r0")]
    // r4 went forward from there: what was live before it is r1's content.
    [InlineData("r4", "r1 - Deployed,r2 r1 Deployed,r3 r2 Deployed <r1,r4 r3 Deployed", "r1")]
    // Only one service left r2, so that the rest is still to leave it.
    [InlineData("r3", "r1 - Deployed,r2 r1 Deployed,r3 r2 Deployed web<r1", "r1")]
    // What is a mixture is not one of the releases that it was mixed from.
    [InlineData("r4", "r1 - Deployed,r2 r1 Deployed,r3 r2 Deployed web<r1,r4 r3 Deployed", "r3")]
    // A smoke check failed after the way back; it serves all the same.
    [InlineData("r3", "r0 - Deployed,r1 r0 Deployed,r2 r1 Deployed,r3 r2 Failed <r1", "r0")]
    public void Without_a_name_it_is_the_release_that_was_live_before(string live, string ledger, string target)
    {
        var choice = RollbackChoice.Of(Read(ledger), live, isUnderWay: false, liveServes: true, to: null);

        Assert.Equal((target, live, false), (choice.Target.Id, choice.From!.Id, choice.IsNamed));
    }

    [Theory]
    [InlineData(true, "r1 - Deployed,r2 r1 Deployed", "r2", "from what is under way")]
    [InlineData(true, "r1 - Deployed,r2 r1 Deployed,r3 r2 InProgress", "r2", "from release r3, which is under way")]
    [InlineData(false, "r1 - Deployed,r2 r1 Deployed,r3 r2 InProgress", "r2", "from release r3, which is under way")]
    [InlineData(true, "r1 - Deployed,r2 r1 Deployed,r3 r2 InProgress <r1", "r1", "which release r3 was going back to")]
    public void From_a_release_that_did_not_end_it_is_the_live_one(bool isUnderWay, string ledger, string target, string why)
    {
        var choice = RollbackChoice.Of(Read(ledger), "r2", isUnderWay, liveServes: true, to: null);

        Assert.Equal((target, why), (choice.Target.Id, choice.Why));
    }

    [Fact]
    public void When_something_else_runs_than_the_ledger_says_it_is_what_the_ledger_says()
    {
        var choice = RollbackChoice.Of(Read("r1 - Deployed,r2 r1 Deployed"), "r2", isUnderWay: false, liveServes: false, to: null);

        Assert.Equal(("r2", "which the ledger calls live; something else runs"), (choice.Target.Id, choice.Why));
    }

    [Theory]
    [InlineData("r2", "r2")]
    [InlineData("r4", "r2")]
    public void A_named_release_is_taken_and_one_that_went_back_stands_for_what_it_went_back_to(string to, string target)
    {
        var choice = RollbackChoice.Of(Read("r1 - Deployed,r2 r1 Deployed,r3 r2 Deployed,r4 r3 Deployed <r2,r5 r4 Deployed"), "r5", isUnderWay: true, liveServes: false, to);

        Assert.Equal((target, true), (choice.Target.Id, choice.IsNamed));
    }

    [Fact]
    public void A_name_that_is_not_there_gets_the_last_ten_that_are()
    {
        var ledger = string.Join(',', Enumerable.Range(10, 15).Select(number => $"r{number} - {(number == 23 ? Verdict.Failed : Verdict.Deployed)}"));

        var error = Assert.Throws<DeployException>(() => RollbackChoice.Of(Read(ledger), "r24", isUnderWay: false, liveServes: true, to: "r99"));

        Assert.Equal(Verdict.Usage, error.Verdict);
        Assert.StartsWith("There is no release r99. Nothing was changed.\n  valid  r22  commit c0ffee22, 2026-01-02 03:04 UTC, by ann\n         r21 ", error.Message, StringComparison.Ordinal);
        Assert.Equal(11, error.Message.Split('\n').Length);
    }

    [Fact]
    public void A_release_that_did_not_succeed_cannot_be_named()
    {
        var error = Assert.Throws<DeployException>(() => RollbackChoice.Of(Read("r1 - Deployed,r2 r1 RolledBack"), "r1", isUnderWay: false, liveServes: true, to: "r2"));

        Assert.Equal("Release r2 cannot be gone back to: it ended as RolledBack. Nothing was changed.\n  valid  none: no other release has succeeded", error.Message);
    }

    [Theory]
    [InlineData("r1", "r1 - Deployed", "release r1 is the first that succeeded")]
    [InlineData(null, "r1 - Failed", "no release of it has succeeded yet")]
    [InlineData(null, "r1 - InProgress", "no release of it has succeeded yet")]
    public void Without_anything_to_go_back_to_it_is_refused(string? live, string ledger, string why)
    {
        var error = Assert.Throws<DeployException>(() => RollbackChoice.Of(Read(ledger), live, isUnderWay: false, liveServes: true, to: null));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith($"There is nothing to go back to: {why}. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_commit_names_the_latest_release_of_it_that_succeeded()
    {
        var ledger = Read("r1 - Deployed,r2 r1 Deployed,r3 r2 Deployed");
        IReadOnlyList<ReleaseManifest> again = [.. ledger.Select(release => release.Id == "r2" ? release with { Commit = "c0ffee1" } : release)];

        Assert.Equal(("r1", "which was named"), Named(ledger, "c0ffee1"));
        Assert.Equal(("r2", "which was named"), Named(again, "c0ffee1"));
        Assert.StartsWith("There is no release c0ffee9.", Assert.Throws<DeployException>(() => Named(again, "c0ffee9")).Message, StringComparison.Ordinal);

        static (string, string) Named(IReadOnlyList<ReleaseManifest> releases, string to) =>
            RollbackChoice.Of(releases, "r3", isUnderWay: false, liveServes: true, to) is var choice ? (choice.Target.Id, choice.Why) : default;
    }

    private static IReadOnlyList<ReleaseManifest> Read(string ledger) => [.. ledger.Split(',').Select(Release).Reverse()];

    private static ReleaseManifest Release(string line)
    {
        var words = line.Split(' ');
        var verdict = Enum.Parse<Verdict>(words[2]);
        var restores = words.Length > 3 ? words[3].Split('<') : null;
        return new ReleaseManifest(words[0], "shop", "prod", $"c0ffee{words[0][1..]}", "arn:aws:iam::111122223333:user/ann")
        {
            Begun = SteppedTime.Start,
            Ended = verdict == Verdict.InProgress ? null : SteppedTime.Start,
            Verdict = verdict,
            Previous = words[1] == "-" ? null : words[1],
            Restores = restores?[1],
            Only = restores?[0] is { Length: > 0 } only ? only : null,
        };
    }
}
