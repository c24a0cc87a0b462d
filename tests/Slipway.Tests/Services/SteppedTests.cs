using Slipway.Gates;
using Slipway.Services;

namespace Slipway.Tests.Services;

public sealed class SteppedTests
{
    private static readonly Rollout Stepped = Rollout.Stepped(10, 50, 90).Bake(TimeSpan.FromMinutes(6)).While(Gate.HealthyHosts.AtLeast(1));

    [Fact]
    public async Task It_holds_at_its_percentages_passes_the_others_and_leaves_no_pause_behind()
    {
        var bench = new TrafficBench(Stepped);

        var result = await bench.Deploy();

        Assert.Equal((Verdict.Deployed, "deployed, chat-prod-web:2"), (result.Verdict, result.Text));
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100], bench.Shift.Weights);
        Assert.Equal(
            [.. Enumerable.Range(1, 10).Select(number => $"continue h{number}"), "update chat-web LINEAR, in steps of 10% for 0 min, bake 0 min, circuit breaker on, rollback on"],
            bench.Steps);
        Assert.Equal(
            [
                "web: 10% of the traffic is on chat-prod-web:2", "web: holds at 10% for 6 min", "web: gates pass: HealthyHostsGate said Pass", "web: goes on",
                "web: 20% of the traffic is on chat-prod-web:2", "web: 30% of the traffic is on chat-prod-web:2", "web: 40% of the traffic is on chat-prod-web:2",
                "web: 50% of the traffic is on chat-prod-web:2", "web: holds at 50% for 6 min", "web: gates pass: HealthyHostsGate said Pass", "web: goes on",
            ],
            bench.Told.Take(11));
        Assert.Equal(new GateSubject("web", "group of chat-web-rev", "group of chat-web-before"), bench.Gates.Subjects.Distinct().Single());
        // Three holds of six minutes; a gate is asked when a period is over, and once more at the end of the bake.
        Assert.InRange(bench.Time.GetUtcNow() - FakeEcs.T0, TimeSpan.FromMinutes(18), TimeSpan.FromMinutes(20));
        Assert.InRange(bench.Gates.Subjects.Count, 18, 24);
        Assert.Equal(3, bench.Gates.Since.Distinct().Count());
    }

    [Fact]
    public async Task A_failed_gate_takes_the_version_back_at_once_and_is_the_reason()
    {
        var bench = new TrafficBench(Stepped) { Gates = new Gating(GateAnswer.Pass, GateAnswer.Fail) };

        var result = await bench.Deploy();

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: HealthyHostsGate said Fail"), (result.Verdict, result.Text));
        Assert.Equal([10], bench.Shift.Weights);
        Assert.Equal("rollback h2", bench.Steps[1]);
        Assert.Equal("update chat-web LINEAR, in steps of 10% for 0 min, bake 0 min, circuit breaker on, rollback on", bench.Steps[^1]);
        Assert.Equal("web: taken back, since HealthyHostsGate said Fail", bench.Told[^1]);
    }

    [Fact]
    public async Task Gates_that_stay_inconclusive_are_waited_for_until_the_limit_of_the_hold()
    {
        var bench = new TrafficBench((SteppedRollout)Stepped with { HoldLimit = TimeSpan.FromMinutes(10) }) { Gates = new Gating(GateAnswer.Inconclusive) };

        var result = await bench.Deploy();

        Assert.Equal(Verdict.RolledBack, result.Verdict);
        Assert.Contains("HealthyHostsGate said Inconclusive", result.Text, StringComparison.Ordinal);
        Assert.InRange(bench.Time.GetUtcNow() - FakeEcs.T0, TimeSpan.FromMinutes(9.7), TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Where_a_person_is_to_be_asked_their_answer_from_elsewhere_lets_it_go_on()
    {
        var bench = new TrafficBench((SteppedRollout)Stepped with { WhenInconclusive = Inconclusive.Ask }) { Gates = new Gating(GateAnswer.Inconclusive) };
        bench.Ecs.OnLook = () =>
        {
            if (bench.Ecs.Events.OfType<PersonAsked>().Count() == bench.Shift.Weights.Count(weight => weight is 10 or 50 or 90) && bench.Shift.Now.Waiting is { } pause)
                bench.Shift.Answer(pause.Id, HookAction.Continue);
        };

        var result = await bench.Deploy();

        Assert.Equal(Verdict.Deployed, result.Verdict);
        Assert.Equal(
            "web: HealthyHostsGate said Inconclusive. ./build.sh Proceed lets it go on, ./build.sh Abort takes it back; without an answer it goes back at 01:00:00 UTC",
            bench.Told.First(said => said.Contains("Proceed", StringComparison.Ordinal)).Replace(":00:01", ":00:00", StringComparison.Ordinal).Replace(":00:02", ":00:00", StringComparison.Ordinal));
        Assert.Equal(3, bench.Told.Count(said => said == "web: goes on, as it was told from elsewhere"));
    }

    [Fact]
    public async Task An_abort_by_a_person_is_a_rollback_that_says_so()
    {
        var bench = new TrafficBench(Stepped);
        bench.Ecs.OnLook = () =>
        {
            if (bench.Shift.Weights is [.., 50] && bench.Shift.Now.Waiting is { } pause)
                bench.Shift.Answer(pause.Id, HookAction.Rollback);
        };

        var result = await bench.Deploy();

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: it was aborted at a pause (hook)"), (result.Verdict, result.Text));
    }

    [Fact]
    public async Task A_question_before_the_first_step_is_put_once_and_an_answer_that_does_not_come_takes_it_back()
    {
        var bench = new TrafficBench(((SteppedRollout)Stepped).Ask(TimeSpan.FromMinutes(20)));

        var result = await bench.Deploy();

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: nobody answered within 20 min"), (result.Verdict, result.Text));
        Assert.Single(bench.Ecs.Events.OfType<PersonAsked>());
        Assert.Empty(bench.Shift.Weights);
    }

    [Fact]
    public async Task A_pause_that_runs_out_while_nobody_looks_is_the_reason_that_the_next_run_gives()
    {
        var bench = new TrafficBench(((SteppedRollout)Stepped) with { HoldLimit = TimeSpan.FromMinutes(10) });
        await HoldAt(bench, 10);
        bench.Time.Pass(TimeSpan.FromMinutes(11));

        var result = await Resume(bench);

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: nobody answered its pause in time (hook timeout)"), (result.Verdict, result.Text));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-40)]
    public async Task A_run_that_takes_over_in_the_middle_of_a_hold_waits_for_what_is_left_of_it_by_the_clock_of_ECS(int minutesAhead)
    {
        var bench = new TrafficBench(Stepped);
        bench.Shift = new FakeShift("web", bench.Settings.Deployment, bench.Time, TimeSpan.FromMinutes(minutesAhead));
        await HoldAt(bench, 50);
        bench.Time.Pass(TimeSpan.FromMinutes(4));
        var before = bench.Time.GetUtcNow();
        bench.Ecs.OnLook = () =>
        {
            if (bench.Shift.Weights is [.., > 50])
                throw new OperationCanceledException("seen enough");
        };

        await Assert.ThrowsAsync<OperationCanceledException>(() => Resume(bench));

        Assert.InRange(bench.Time.GetUtcNow() - before, TimeSpan.FromMinutes(1.9), TimeSpan.FromMinutes(2.2));
        Assert.Equal(["web: 50% of the traffic is on chat-prod-web:2", "web: holds at 50% for 6 min"], bench.Told.Take(2));
    }

    [Fact]
    public async Task Without_weights_the_pauses_that_were_passed_tell_where_it_stands()
    {
        var bench = new TrafficBench(Stepped);
        bench.Shift = new FakeShift("web", bench.Settings.Deployment, bench.Time) { TellsWeight = false };

        var result = await bench.Deploy();

        Assert.Equal(Verdict.Deployed, result.Verdict);
        Assert.Equal(["web: holds at 10% for 6 min", "web: holds at 50% for 6 min", "web: holds at 90% for 6 min"], bench.Ecs.Events.OfType<HoldBegan>().Select(hold => hold.Text));
    }

    [Fact]
    public async Task Without_the_right_to_let_it_go_on_it_is_taken_back_rather_than_left_to_wait()
    {
        var bench = new TrafficBench(Stepped, new FakeEcs { DeniesContinue = true });

        var result = await bench.Deploy();

        Assert.Equal(
            (Verdict.RolledBack, "rolled back to chat-prod-web:1: this run may not let it go on; allow ecs:ContinueServiceDeployment"), (result.Verdict, result.Text));
        Assert.Equal(["continue h1", "rollback h1", "stop sd/web"], bench.Steps.Take(3));
    }

    [Fact]
    public async Task Without_the_right_to_see_target_groups_gates_are_inconclusive_and_say_what_to_allow()
    {
        var bench = new TrafficBench(((SteppedRollout)Stepped) with { WhenInconclusive = Inconclusive.Fail }, new FakeEcs { HidesTargetGroups = true });

        var result = await bench.Deploy();

        Assert.Equal(Verdict.RolledBack, result.Verdict);
        Assert.EndsWith("inconclusive: which target group the new version is in is not known; allow ecs:DescribeServiceRevisions", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_that_cannot_be_read_for_the_moment_are_no_news()
    {
        var bench = new TrafficBench(Stepped) { Gates = new Gating(GateAnswer.Pass) { Fails = number => number is 2 or 3 ? new DeployException("throttled") { MayPass = true } : null } };

        Assert.Equal(Verdict.Deployed, (await bench.Deploy()).Verdict);
    }

    [Fact]
    public async Task Tasks_that_crash_during_a_hold_end_it_although_no_gate_watches_them()
    {
        var bench = new TrafficBench(Rollout.Stepped(50).Bake(TimeSpan.FromMinutes(30)));
        bench.Ecs.OnLook = () =>
        {
            if (bench.Shift.Weights is [50] && bench.Ecs.Stopped.Count < 3)
                bench.Ecs.Stopped.Add(new($"arn/t{bench.Ecs.Stopped.Count}", "new", "EssentialContainerExited", "Essential container in task exited", [new("web", 3, null)]));
        };

        var result = await bench.Deploy();

        Assert.Equal((Verdict.RolledBack, "rolled back to chat-prod-web:1: the container ended with exit code 3"), (result.Verdict, result.Text));
        Assert.InRange(bench.Time.GetUtcNow() - FakeEcs.T0, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_pause_that_somebody_else_answered_a_moment_before_is_no_failure()
    {
        var bench = new TrafficBench(Rollout.Stepped(50));
        bench.Ecs.OnContinue = hook => bench.Shift.Answer(hook, HookAction.Continue);

        var result = await bench.Deploy();

        Assert.Equal(Verdict.Deployed, result.Verdict);
        Assert.Equal([50, 100], bench.Shift.Weights);
    }

    [Fact]
    public async Task Pauses_that_cannot_be_removed_are_told_and_change_no_verdict()
    {
        var bench = new TrafficBench(Stepped);
        bench.Ecs.Fails = call => call.StartsWith("update chat-web LINEAR", StringComparison.Ordinal) ? new DeployException("ecs:UpdateService was refused.") : null;

        Assert.Equal(Verdict.Deployed, (await bench.Deploy()).Verdict);
        Assert.Equal(
            "web: the settings of its deployment, pauses among them, could not be removed; the next deploy removes them\necs:UpdateService was refused.",
            Assert.Single(bench.Ecs.Events.OfType<SettingsRemain>()).Text);
    }

    [Fact]
    public async Task A_signal_during_a_hold_stops_it_with_rollback_and_sees_that_ECS_follows()
    {
        var bench = new TrafficBench(Stepped);
        using var stop = new CancellationTokenSource();
        bench.Ecs.OnLook = () =>
        {
            if (bench.Shift.Weights is [.., 50])
                stop.Cancel();
        };

        var result = await bench.Deploy(stop.Token);

        Assert.Equal((Verdict.Stopped, "stopped; chat-prod-web:1 takes over again, ECS sees to it by itself"), (result.Verdict, result.Text));
        Assert.Equal("stop sd/web", bench.Steps[^1]);
    }

    /// <summary>Brings the deployment to the hold at a percentage, as a run did that was killed there.</summary>
    private static async Task HoldAt(TrafficBench bench, double percent)
    {
        await bench.Begun();
        while (bench.Shift.Now.Waiting is { } pause && bench.Shift.Now.Weight < percent)
            bench.Shift.Answer(pause.Id, HookAction.Continue);
    }

    private static async Task<ServiceResult> Resume(TrafficBench bench)
    {
        var follow = new ServicePlan(
            "web", "chat-web", new LogGroupStep.Nothing("/chat/prod/web"), new TaskDefinitionStep.Keep("chat-prod-web:2"), new ServiceStep.Follow(bench.New.Deployments[0]))
        {
            Budget = WaitBudget.For(bench.Application.Services[0], TrafficBench.Prod, 2),
            Proven = "chat-prod-web:1",
            Rollout = bench.Application.Services[0].Rollout.In(TrafficBench.Prod),
            Rest = bench.Settings.Deployment.AtRest,
        };
        return Assert.Single(await bench.Deployer().Apply(new ServicesPlan("chat", [follow]), detach: false, CancellationToken.None));
    }
}
