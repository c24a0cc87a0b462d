using Slipway.GitHub;
using Slipway.Output;
using Slipway.Pipelines;
using Slipway.Tests.Images;
using Slipway.Tests.Pipelines;

namespace Slipway.Tests.GitHub;

public sealed class GitHubCheckupTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly EnvironmentProtection Whole = new(["ann", "release-team"])
    {
        PreventsSelfReview = true, WaitTimer = TimeSpan.FromMinutes(30), Branches = new AllowedBranches.Named(["main"]),
    };

    private static readonly GateUse Prod = new("prod", IsGuarded: true, "main");
    private readonly RecordingOutput _output = new();

    [Fact]
    public async Task A_GitHub_that_is_as_the_pipelines_need_it_says_what_roles_must_trust()
    {
        var verdict = await Checkup(new() { ["prod"] = Whole, ["prod-rollback"] = Whole with { PreventsSelfReview = false } })
            .Look([Prod, new GateUse("prod-rollback", IsGuarded: true, Branch: null), new GateUse("dev", IsGuarded: false, "develop")], Ct);

        Assert.Equal(Verdict.Deployed, verdict);
        var report = Assert.Single(_output.Events);
        Assert.Equal(EventKind.Success, report.Kind);
        Assert.Equal(
            """
            GitHub is as the pipelines of acme/chat need it
              subjects begin with  repo:Acme/chat or repo:Acme@12/chat@34
              roles are made with  Repository=Acme/chat OwnerId=12 RepositoryId=34
              environment prod: ann or release-team must let a run in; after 30 minutes; branches main
              environment prod-rollback: ann or release-team must let a run in; after 30 minutes; branches main
              environment dev: there is none; GitHub makes it for the first job that names it
            """,
            report.Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task What_does_not_fit_is_a_problem_of_its_environment()
    {
        var verdict = await Checkup(new() { ["prod"] = new EnvironmentProtection([]), ["stage"] = Whole with { Branches = new AllowedBranches.Named(["release/*"]) }, ["dev"] = Whole with { PreventsSelfReview = false } })
            .Look([Prod, Prod with { Name = "prod-rollback", Branch = null }, Prod with { Name = "stage" }, new GateUse("dev", IsGuarded: false, Branch: null)], Ct);

        Assert.Equal(Verdict.Failed, verdict);
        Assert.Equal(
            """
              environment prod: nobody is asked; any branch
                problem  it has no required reviewers, so that GitHub asks nobody (Settings, Environments)
                note     runs of any branch may ask for it
              environment prod-rollback: there is none: GitHub makes it without any protection for the first job that names it
                problem  make it, with required reviewers (Settings, Environments)
              environment stage: ann or release-team must let a run in; after 30 minutes; branches release/*
                problem  pushes to main are to be shipped, and its runs may not ask for it
              environment dev: ann or release-team must let a run in; after 30 minutes; branches main
                note     the definitions ask for no approval, and each deploy waits for one
            """,
            string.Join('\n', Assert.Single(_output.Events).Text.Split('\n').Skip(3)));
    }

    [Fact]
    public void Self_review_is_a_note_where_deploys_are_approved_and_none_where_whoever_is_on_call_goes_back()
    {
        var lax = Whole with { PreventsSelfReview = false };

        Assert.Equal(["whoever starts a run may approve it: Prevent self-review is off"], Prod.Judge(lax).Notes);
        Assert.Empty((Prod with { Branch = null }).Judge(lax).Notes);
    }

    [Fact]
    public void The_environments_are_those_that_jobs_of_the_plan_stand_in()
    {
        var uses = GateUse.Of(Shops.Plan);

        Assert.Equal(
            Shops.Plan.Stages.SelectMany(stage => stage.Jobs).Select(job => job.Gate?.Name).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            uses.Select(use => use.Name).Order(StringComparer.Ordinal));
        Assert.Contains(new GateUse("production", IsGuarded: true, "main"), uses);
        Assert.Contains(new GateUse("production-rollback", IsGuarded: true, Branch: null), uses);
    }

    [Theory]
    [InlineData(true, "There is no GITHUB_TOKEN, so that nothing can be read at acme/chat. Nothing was changed.")]
    [InlineData(false, "The sources are at no GitHub that can be told, so that nothing can be read")]
    public void Without_a_token_or_a_place_nothing_is_looked_at(bool isKnown, string begins)
    {
        var place = new GitHubPlace(isKnown ? new GitHubRepository(new Uri("https://github.com"), "acme", "chat") : null, Token: null);

        var error = Assert.Throws<DeployException>(() => GitHubCheckup.At(place, _output, TimeProvider.System));

        Assert.StartsWith(begins, error.Message, StringComparison.Ordinal);
        Assert.Equal(Verdict.Refused, error.Verdict);
    }

    private GitHubCheckup Checkup(Dictionary<string, EnvironmentProtection> environments) => new("acme/chat", new Identity(), new Environments(environments), _output);

    private sealed class Identity : IRepositoryIdentity
    {
        public Task<OidcRepository> Read(CancellationToken ct) => Task.FromResult(new OidcRepository("Acme", "chat") { Ids = new RepositoryIds("12", "34") });
    }

    private sealed class Environments(Dictionary<string, EnvironmentProtection> all) : IReviews
    {
        public Task<EnvironmentProtection?> Protection(string environment, CancellationToken ct) => Task.FromResult(all.GetValueOrDefault(environment));

        public Task<IReadOnlyList<RunReview>> Of(long run, CancellationToken ct) => throw new NotSupportedException("No run is looked at.");
    }
}
