using System.Runtime.Versioning;
using Slipway.Gates;
using Slipway.Services.Pair;
using Slipway.Tests.Images;

namespace Slipway.Tests.Services.Pair;

/// <summary>Pairs in a whole rehearsal cloud, a minute to the second, with servers in place of containers and people who use them all the time.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class RehearsedPairTests : IAsyncLifetime
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    private readonly RecordingOutput _output = new();
    private PairStage _stage = null!;

    public async ValueTask InitializeAsync() => _stage = await PairStage.Set(_output);

    public ValueTask DisposeAsync() => _stage.DisposeAsync();

    [Fact]
    public async Task Versions_take_turns_on_two_services_without_a_failed_request_and_the_way_back_takes_seconds()
    {
        var first = await _stage.Deploy("v1");
        Assert.Equal((Verdict.Deployed, PairSide.Blue, "blue 100, green 0"), (first.Verdict, first.Side, await _stage.Weights()));
        Assert.Equal(["v1"], await _stage.Answers());

        await using var visitors = _stage.Visit();
        var plan = await _stage.Plan("v2");
        var second = await _stage.Apply(plan);
        Assert.Equal((Verdict.Deployed, PairSide.Green, "blue 0, green 100"), (second.Verdict, second.Side, await _stage.Weights()));
        Assert.Equal(["10", "50", "90", "100"], _output.Events.OfType<PairTraffic>().TakeLast(4).Select(moved => $"{moved.Percent}"));
        Assert.Equal(["v2"], await _stage.Answers());

        var third = await _stage.Deploy("v3");
        Assert.Equal((Verdict.Deployed, PairSide.Blue, "blue 100, green 0"), (third.Verdict, third.Side, await _stage.Weights()));
        Assert.Equal(["v3"], await _stage.Answers());

        var began = TimeProvider.System.GetTimestamp();
        var back = await _stage.Return(revision: 2);
        Assert.Equal((Verdict.Deployed, PairSide.Green, "blue 0, green 100"), (back.Verdict, back.Side, await _stage.Weights()));
        Assert.Equal(["v2"], await _stage.Answers());
        Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(30));
        Assert.Equal((0, true), (await visitors.Failed(), visitors.Asked > 50));
    }

    [Fact]
    public async Task A_rollback_to_what_neither_side_runs_deploys_it_to_the_side_without_traffic_and_moves_all_of_it_at_once()
    {
        foreach (var version in new[] { "v1", "v2", "v3" })
            await _stage.Deploy(version);

        var back = await _stage.Return(revision: 1);

        Assert.Equal((Verdict.Deployed, PairSide.Green, "blue 0, green 100"), (back.Verdict, back.Side, await _stage.Weights()));
        Assert.Equal(["v1"], await _stage.Answers());
        Assert.Equal(1, _output.Events.OfType<PairTraffic>().Count(moved => moved is { Side: PairSide.Green, Percent: 100, TaskDefinition: { } arn } && arn.EndsWith(":1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_plan_tells_which_side_is_live_and_which_is_next_and_a_second_deploy_does_nothing()
    {
        Assert.Equal(
            """
            web
              blue is live (blue 100, green 0); next is green
              create log group /shop/local/web, 30 days
              register task definition shop-local-web
              create service shop-web-blue with 1 tasks
            """.ReplaceLineEndings("\n"),
            _stage.Shown(await _stage.Plan("v1")));
        await _stage.Deploy("v1");

        var again = await _stage.Plan("v1");
        Assert.Equal(
            """
            web
              blue is live (blue 100, green 0); next is green
              nothing to do
            """.ReplaceLineEndings("\n"),
            _stage.Shown(again));
        var before = _stage.Session.Calls.Mutating;
        Assert.Equal((Verdict.Deployed, "nothing to do", PairSide.Blue), ((await _stage.Apply(again)) is var result ? result.Verdict : default, result.Text, result.Side));
        Assert.Equal(before, _stage.Session.Calls.Mutating);

        var next = await _stage.Plan("v2");
        Assert.Contains("  create service shop-web-green with tasks, as many as shop-web-blue has\n", _stage.Shown(next), StringComparison.Ordinal);
        Assert.EndsWith("  moves the traffic to green, and holds at 10%, 50%, 90%, 100% for 60 s each, at most 60 min", _stage.Shown(next).TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gate_that_fails_at_half_of_the_traffic_gives_all_of_it_back()
    {
        await _stage.Deploy("v1");
        await using var visitors = _stage.Visit();
        _stage.Judge = () => _output.Events.OfType<PairTraffic>().Any(moved => moved is { Side: PairSide.Green, Percent: 50 }) ? GateAnswer.Fail : GateAnswer.Pass;

        var result = await _stage.Deploy("v2", Rollout.ServicePair(10, 50, 90).Bake(TimeSpan.FromMinutes(1)).While(Gate.ServerErrors.Below(0.01)));

        Assert.Equal((Verdict.RolledBack, "blue 100, green 0"), (result.Verdict, await _stage.Weights()));
        Assert.StartsWith("taken back to blue with shop-local-web:1, since judged. green keeps shop-local-web:2, without traffic", result.Text, StringComparison.Ordinal);
        Assert.Equal(["v1"], await _stage.Answers());
        Assert.Equal(0, await visitors.Failed());
    }

    [Fact]
    public async Task A_version_that_never_starts_gets_no_traffic()
    {
        await _stage.Deploy("v1");
        await using var visitors = _stage.Visit();

        var result = await _stage.Deploy("broken");

        Assert.Equal((Verdict.RolledBack, "blue 100, green 0"), (result.Verdict, await _stage.Weights()));
        Assert.EndsWith("No traffic moved: blue with shop-local-web:1 has all of it", result.Text, StringComparison.Ordinal);
        Assert.Equal((0, "v1"), (await visitors.Failed(), Assert.Single(await _stage.Answers())));
    }

    [Fact]
    public async Task After_a_run_that_was_killed_the_same_version_goes_on_from_where_the_traffic_is()
    {
        await _stage.Deploy("v1");
        await _stage.Killed("v2", afterWrites: 2);
        Assert.Equal("blue 50, green 50", await _stage.Weights());
        var plan = await _stage.Plan("v2");
        Assert.Contains("blue is live; green has 50 % of the traffic, from a run that did not end", _stage.Shown(plan), StringComparison.Ordinal);
        Assert.DoesNotContain("nothing to do", _stage.Shown(plan), StringComparison.Ordinal);

        var result = await _stage.Apply(plan);

        Assert.Equal((Verdict.Deployed, "blue 0, green 100"), (result.Verdict, await _stage.Weights()));
        Assert.Equal(["90", "100"], _output.Events.OfType<PairTraffic>().TakeLast(2).Select(moved => $"{moved.Percent}"));
    }

    [Theory]
    [InlineData("v3", "v3", "blue 0, green 100")]
    [InlineData("v1", "v1", "blue 100, green 0")]
    public async Task After_a_run_that_was_killed_another_version_begins_with_all_traffic_on_the_live_side(string version, string answer, string weights)
    {
        await _stage.Deploy("v1");
        await _stage.Killed("v2", afterWrites: 2);
        await using var visitors = _stage.Visit();

        var result = await _stage.Deploy(version);

        Assert.Equal((Verdict.Deployed, weights), (result.Verdict, await _stage.Weights()));
        Assert.Equal(answer, Assert.Single(await _stage.Answers()));
        Assert.Equal(0, await visitors.Failed());
    }

    [Fact]
    public async Task Weights_that_somebody_changes_in_the_middle_are_left_as_they_are()
    {
        await _stage.Deploy("v1");
        _stage.OnWritten = async count =>
        {
            if (count == 1)
                await _stage.SetWeights(30, 70);
        };

        var result = await _stage.Deploy("v2");

        Assert.Equal((Verdict.Superseded, "blue 30, green 70"), (result.Verdict, await _stage.Weights()));
    }

    [Fact]
    public async Task Weights_that_moved_since_the_plan_was_made_keep_both_sides_from_being_touched()
    {
        await _stage.Deploy("v1");
        await _stage.Deploy("v2");
        var plan = await _stage.Plan("v3");
        await _stage.SetWeights(100, 0);
        var before = _stage.Session.Calls.Mutating;

        var result = await _stage.Apply(plan);

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.StartsWith("The traffic of web is not where it was when the plan was made. Neither of its sides was changed.", result.Text, StringComparison.Ordinal);
        Assert.Equal((before, "v1"), (_stage.Session.Calls.Mutating, Assert.Single(await _stage.Answers())));
    }

    [Fact]
    public async Task A_signal_in_the_middle_gives_the_traffic_back()
    {
        await _stage.Deploy("v1");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _stage.OnWritten = count => count == 2 ? stop.CancelAsync() : Task.CompletedTask;

        var result = await _stage.Apply(await _stage.Plan("v2"), stop.Token);

        Assert.Equal((Verdict.Stopped, "blue 100, green 0"), (result.Verdict, await _stage.Weights()));
        Assert.Equal("stopped; blue with shop-local-web:1 has all traffic, green keeps shop-local-web:2 without any", result.Text);
    }

    [Fact]
    public async Task What_fails_after_the_services_gives_the_traffic_back()
    {
        await _stage.Deploy("v1");
        var plan = await _stage.Plan("v2");
        var done = await _stage.Apply(plan);

        var result = await _stage.TakeBack(plan, done, "because a smoke check failed");

        Assert.Equal((Verdict.RolledBack, "blue 100, green 0"), (result.Verdict, await _stage.Weights()));
        Assert.Equal("taken back to blue with shop-local-web:1, because a smoke check failed. green keeps shop-local-web:2, without traffic", result.Text);
    }

    [Fact]
    public async Task A_service_that_was_no_pair_before_is_not_left_behind_in_blues_target_group()
    {
        await _stage.Deploy("v1", Rollout.Rolling);

        var error = await Assert.ThrowsAsync<DeployException>(() => _stage.Plan("v2"));

        Assert.Equal(Verdict.Refused, error.Verdict);
        Assert.StartsWith("web is to be a pair, and the ECS service shop-web of before is still there with 1 tasks. Nothing was changed.", error.Message, StringComparison.Ordinal);
    }
}
