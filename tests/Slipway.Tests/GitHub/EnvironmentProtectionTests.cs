using AWSSDK.Tests.Loopback;
using Slipway.GitHub;

namespace Slipway.Tests.GitHub;

public sealed class EnvironmentProtectionTests
{
    private const string Rules =
        """
        {"id":1,"type":"wait_timer","wait_timer":30},
        {"id":2,"type":"required_reviewers","prevent_self_review":true,"reviewers":[
          {"type":"User","reviewer":{"login":"ann"}},{"type":"Team","reviewer":{"name":"Release Team","slug":"release-team"}}]},
        {"id":3,"type":"branch_policy"}
        """;

    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_stands_before_an_environment_is_read()
    {
        await using var github = await Start($$"""{"name":"prod","protection_rules":[{{Rules}}],"deployment_branch_policy":{"protected_branches":false,"custom_branch_policies":true} }""");

        var protection = (await Read(github))!;

        Assert.Equal(["ann", "release-team"], protection.Reviewers);
        Assert.True(protection.PreventsSelfReview);
        Assert.Equal(TimeSpan.FromMinutes(30), protection.WaitTimer);
        Assert.Equal(new AllowedBranches.Named(["main", "release/*"]), protection.Branches);
        Assert.Equal(
            ["/repos/acme/chat/environments/prod", "/repos/acme/chat/environments/prod/deployment-branch-policies?per_page=100"],
            github.Calls.Select(call => call.PathAndQuery));
    }

    [Theory]
    [InlineData("""{"name":"prod"}""", typeof(AllowedBranches.Any))]
    [InlineData("""{"name":"prod","protection_rules":[],"deployment_branch_policy":null}""", typeof(AllowedBranches.Any))]
    [InlineData("""{"name":"prod","deployment_branch_policy":{"protected_branches":true,"custom_branch_policies":false} }""", typeof(AllowedBranches.Protected))]
    public async Task An_environment_without_rules_has_none_and_one_call_tells_it(string environment, Type branches)
    {
        await using var github = await Start(environment);

        var protection = (await Read(github))!;

        Assert.Equal((0, false, TimeSpan.Zero, branches), (protection.Reviewers.Count, protection.PreventsSelfReview, protection.WaitTimer, protection.Branches.GetType()));
        Assert.Single(github.Calls);
    }

    [Fact]
    public void A_protection_that_is_whole_leaves_no_doubt_and_one_that_is_not_says_what_is_missing()
    {
        var whole = new EnvironmentProtection(["ann"]) { PreventsSelfReview = true, Branches = new AllowedBranches.Named(["main"]) };

        Assert.Empty(whole.Doubts("main"));
        Assert.Empty(whole.Doubts(branch: null));
        Assert.Equal(
            ["whoever starts a run may approve it: Prevent self-review is off", "runs of any branch may ask for it: Deployment branches and tags says No restriction"],
            new EnvironmentProtection(["ann"]).Doubts("main"));
        Assert.Equal(["runs of branch trunk may not ask for it: allowed are main"], whole.Doubts("trunk"));
    }

    [Theory]
    [InlineData("main", "main", true)]
    [InlineData("main", "Main", false)]
    [InlineData("release/*", "release/1.x", true)]
    [InlineData("release/*", "release/1/x", false)]
    [InlineData("*", "release/1.x", false)]
    [InlineData("release/*/*", "release/1/x", true)]
    [InlineData("ma?n", "main", true)]
    [InlineData("v[0-9]", "main", true)]
    [InlineData("**/main", "a/b/main", true)]
    public void A_star_in_a_pattern_stands_for_no_slash(string pattern, string branch, bool isAllowed) =>
        Assert.Equal(isAllowed, new AllowedBranches.Named([pattern]).Allows(branch));

    private static Task<EnvironmentProtection?> Read(LoopbackServer github) =>
        new OctokitReviews(new OctokitCalls(new Uri(github.Url), "acme/chat", "t0ken", TimeSpan.Zero, new HurriedTime(), TimeSpan.FromSeconds(60))).Protection("prod", Ct);

    private static Task<LoopbackServer> Start(string environment) => LoopbackServer.Start(call => new Reply(
        200,
        call.PathAndQuery.Contains("/deployment-branch-policies", StringComparison.Ordinal)
            ? """{"total_count":3,"branch_policies":[{"name":"main","type":"branch"},{"name":"v*","type":"tag"},{"name":"release/*"}]}"""
            : environment,
        "application/json"));
}
