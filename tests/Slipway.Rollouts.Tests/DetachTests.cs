namespace Slipway.Rollouts;

/// <summary>A deploy that leaves its services to ECS, and the runs that come after it.</summary>
public sealed class DetachTests
{
    private static readonly Rollout Impatient = Rollout.Stepped(50) with { BakeTime = TimeSpan.FromMinutes(1), HoldLimit = TimeSpan.FromMinutes(2) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> OfEcs => [.. Strategies.All.Where(strategy => strategy != Strategies.ServicePair)];

    [Theory]
    [MemberData(nameof(OfEcs))]
    public async Task What_one_run_leaves_to_ECS_another_follows_to_its_end(string strategy)
    {
        var rollout = Strategies.Unvisited(strategy);
        await using var stage = await Stage.Set(Ct);
        var shop = await First(stage, rollout);

        var left = await stage.Detach(rollout, Ct);
        var told = await stage.Tell(rollout, Ct);
        var attached = await stage.Attach(rollout, Ct);

        Assert.True(left.Verdict == Verdict.InProgress, left.Text);
        Assert.Contains("./build.sh Attach --environment local", left.Text, StringComparison.Ordinal);
        Assert.Contains($"detached {left.Record.Release}", told, StringComparison.Ordinal);
        Assert.Contains("lock     free", told, StringComparison.Ordinal);
        Assert.True(attached.Verdict == Verdict.Deployed, attached.Text);
        Assert.True(strategy != Strategies.Stepped || attached.Text.Contains("holds at 90%", StringComparison.Ordinal), attached.Text);
        Assert.Equal(left.Record.Release, attached.Record.Release);
        await stage.IsSettled("two", shop, Ct);
        var ledger = await stage.Ledger(Ct);
        Assert.Equal([Verdict.Deployed, Verdict.Deployed], ledger.Select(release => release.Verdict));
        Assert.Equal([Verdict.Deployed], ledger[0].Services.Select(service => service.Verdict));
        Assert.NotNull(ledger[0].Services[0].Deployment);
    }

    [Fact]
    public async Task A_pair_is_refused_before_anything_is_changed()
    {
        var rollout = Strategies.Unvisited(Strategies.ServicePair);
        await using var stage = await Stage.Set(Ct);
        var shop = await First(stage, rollout);

        var refused = await stage.Detach(rollout, Ct);

        Assert.True(refused.Verdict == Verdict.Usage, refused.Text);
        Assert.Single(await stage.Ledger(Ct));
        await stage.IsSettled("one", shop, Ct);
    }

    [Fact]
    public async Task Steps_that_nobody_attends_to_go_back_by_themselves_and_every_run_says_so()
    {
        await using var stage = await Stage.Set(Ct);
        var shop = await First(stage, Impatient);

        var left = await stage.Detach(Impatient, Ct);
        await GoesBack(stage, shop);
        var told = await stage.Tell(Impatient, Ct);
        var attached = await stage.Attach(Impatient, Ct);
        var after = await stage.TellNoDrift(Impatient, Ct);

        Assert.Contains("unless a run attaches", left.Text, StringComparison.Ordinal);
        Assert.Contains("ECS, which is done with it: web runs", told, StringComparison.Ordinal);
        Assert.True(attached.Verdict == Verdict.RolledBack, attached.Text);
        Assert.Contains("nobody answered its pause in time", attached.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("detached", after, StringComparison.Ordinal);
        Assert.Equal([Verdict.RolledBack, Verdict.Deployed], (await stage.Ledger(Ct)).Select(release => release.Verdict));
        await stage.IsSettled("one", shop, Ct);
    }

    [Fact]
    public async Task A_deploy_after_steps_went_back_says_how_they_ended_and_tries_again()
    {
        await using var stage = await Stage.Set(Ct);
        var shop = await First(stage, Impatient);
        await stage.Detach(Impatient, Ct);
        await GoesBack(stage, shop);

        var again = await stage.Deploy(Impatient, Ct);

        Assert.True(again.Verdict == Verdict.Deployed, again.Text);
        Assert.Equal([Verdict.Deployed, Verdict.RolledBack, Verdict.Deployed], (await stage.Ledger(Ct)).Select(release => release.Verdict));
        await stage.IsSettled("two", shop, Ct);
    }

    [Fact]
    public async Task A_deploy_of_the_same_commit_goes_on_with_the_release()
    {
        var rollout = Strategies.Unvisited(Strategies.Canary);
        await using var stage = await Stage.Set(Ct);
        var shop = await First(stage, rollout);
        var left = await stage.Detach(rollout, Ct);

        var again = await stage.Deploy(rollout, Ct);

        Assert.True(again.Verdict == Verdict.Deployed, again.Text);
        Assert.Equal(left.Record.Release, again.Record.Release);
        Assert.DoesNotContain("ecs:RegisterTaskDefinition", again.Record.ApiCalls.Keys);
        Assert.Equal([Verdict.Deployed, Verdict.Deployed], (await stage.Ledger(Ct)).Select(release => release.Verdict));
        await stage.IsSettled("two", shop, Ct);
    }

    [Theory]
    [InlineData(Strategies.Rolling)]
    [InlineData(Strategies.BlueGreen)]
    [InlineData(Strategies.Stepped)]
    public async Task A_deploy_of_another_commit_supersedes_it(string strategy)
    {
        var rollout = Strategies.Unvisited(strategy);
        await using var stage = await Stage.Set(Ct);
        var shop = await First(stage, rollout);
        await stage.Detach(rollout, Ct);
        await stage.Commit(new ShopVersion("three"), Ct);

        var next = await stage.Deploy(rollout, Ct);

        Assert.True(next.Verdict == Verdict.Deployed, next.Text);
        Assert.Equal([Verdict.Deployed, Verdict.Superseded, Verdict.Deployed], (await stage.Ledger(Ct)).Select(release => release.Verdict));
        await stage.IsSettled("three", shop, Ct);
    }

    [Fact]
    public async Task A_rollback_takes_it_back()
    {
        var rollout = Strategies.Unvisited(Strategies.Canary);
        await using var stage = await Stage.Set(Ct);
        var shop = await First(stage, rollout);
        await stage.Detach(rollout, Ct);

        var back = await stage.GoBack(rollout, Ct);

        Assert.True(back.Verdict == Verdict.Deployed, back.Text);
        Assert.Equal([Verdict.Deployed, Verdict.RolledBack, Verdict.Deployed], (await stage.Ledger(Ct)).Select(release => release.Verdict));
        await stage.SettlesOn("one", shop, Ct);
        await stage.IsSettled("one", shop, Ct);
    }

    /// <summary>A stage whose first version is live and whose second is committed.</summary>
    private static async Task<Uri> First(Stage stage, Rollout rollout)
    {
        await stage.Commit(new ShopVersion("one"), Ct);
        var first = await stage.Deploy(rollout, Ct);
        Assert.True(first.Verdict == Verdict.Deployed, first.Text);
        await stage.Commit(new ShopVersion("two"), Ct);
        return first.Url;
    }

    /// <summary>Waits until ECS has given up on the deployment that was left to it.</summary>
    private static async Task GoesBack(Stage stage, Uri shop)
    {
        var deployment = (await stage.Ledger(Ct))[0].Services[0].Deployment!;
        for (var look = 0; look < 300; look++)
        {
            var found = await stage.Session.Ecs.DescribeServiceDeploymentsAsync(new Amazon.ECS.Model.DescribeServiceDeploymentsRequest { ServiceDeploymentArns = [deployment] }, Ct);
            if ($"{found.ServiceDeployments![0].Status}" == "ROLLBACK_SUCCESSFUL")
            {
                await stage.SettlesOn("one", shop, Ct);
                return;
            }

            await Task.Delay(100, Ct);
        }

        Assert.Fail("ECS did not go back");
    }
}
