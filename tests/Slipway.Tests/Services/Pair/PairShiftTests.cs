using Slipway.Gates;
using Slipway.Output;
using Slipway.Services;
using Slipway.Services.Pair;
using Slipway.Traffic;
using static Slipway.Tests.Services.Pair.Pairs;

namespace Slipway.Tests.Services.Pair;

/// <summary>A shift against a rule in memory, looked at every ten seconds.</summary>
public sealed class PairShiftTests : IOutput, ITargetHealth, IWeights
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;
    private static readonly ServicePairRollout Rollout =
        Slipway.Rollout.ServicePair(10, 50).Bake(TimeSpan.FromMinutes(1)).While(Gate.ServerErrors.Below(0.01)) with { HoldLimit = TimeSpan.FromMinutes(10) };

    private readonly SteppedClock _time = new();
    private readonly List<string> _told = [];
    private readonly List<string> _written = [];
    private readonly Dictionary<string, int> _healthy = new() { [Blue] = 2, [Green] = 2 };
    private readonly List<string> _asked = [];
    private TrafficRule? _rule = Weighing(100, 0);
    private GateAnswer _gates = GateAnswer.Pass;
    private PersonAnswer? _answer;
    private Queue<DeployException?> _failures = new();
    private Action? _onLook;

    [Fact]
    public async Task All_percentages_are_written_one_after_the_other_and_each_is_held()
    {
        var result = await Run(Step());

        Assert.Equal((Verdict.Deployed, "deployed, web:2 on green has all traffic; blue with web:1 keeps running, and going back is a change of weights"), (result.Verdict, result.Text));
        Assert.Equal(["90/10", "50/50", "0/100"], _written);
        Assert.Equal(TimeSpan.FromMinutes(3), _time.Passed);
        Assert.Equal(
            [
                "web: 10% of the traffic is on green, web:2", "web: holds at 10% for 60 s", "web: gates pass: seen",
                "web: 50% of the traffic is on green, web:2", "web: holds at 50% for 60 s", "web: gates pass: seen",
                "web: 100% of the traffic is on green, web:2", "web: holds at 100% for 60 s", "web: gates pass: seen",
            ],
            _told);
    }

    [Fact]
    public async Task Nothing_moves_before_all_tasks_are_healthy()
    {
        _healthy[Green] = 1;
        var shift = Shift(Step());

        Assert.Null(await shift.Look(Ct));
        Assert.Empty(_written);
        _healthy[Green] = 2;
        Assert.Null(await shift.Look(Ct));
        Assert.Equal(["90/10"], _written);
    }

    [Fact]
    public async Task A_gate_that_fails_gives_all_traffic_back_in_the_same_look()
    {
        var result = await Run(Step(), onLook: () => _gates = _written.Count == 2 ? GateAnswer.Fail : GateAnswer.Pass);

        Assert.Equal((Verdict.RolledBack, "taken back to blue with web:1, since seen. green keeps web:2, without traffic"), (result.Verdict, result.Text));
        Assert.Equal(["90/10", "50/50", "100/0"], _written);
        Assert.Contains("web: taken back, since seen", _told);
    }

    [Fact]
    public async Task Tasks_that_are_all_ill_give_it_back_without_waiting_for_a_gate()
    {
        var result = await Run(Step(), onLook: () => _healthy[Green] = _written.Count == 1 ? 0 : 2);

        Assert.Equal((Verdict.RolledBack, "taken back to blue with web:1, since none of its tasks is healthy (10.0.0.9:8080 is unhealthy, Target.Timeout). green keeps web:2, without traffic"), (result.Verdict, result.Text));
        Assert.Equal(["90/10", "100/0"], _written);
    }

    [Fact]
    public async Task Tasks_that_never_become_healthy_leave_the_traffic_where_it_is()
    {
        _healthy[Green] = 0;

        var result = await Run(Step());

        Assert.Equal(Verdict.RolledBack, result.Verdict);
        Assert.Equal("not moved, since only 0 of 2 tasks became healthy behind the load balancer (10.0.0.9:8080 is unhealthy, Target.Timeout). blue with web:1 kept all traffic; green keeps web:2, without any", result.Text);
        Assert.Empty(_written);
    }

    [Fact]
    public async Task Weights_that_somebody_else_changed_are_left_alone()
    {
        var result = await Run(Step(), onLook: () => _rule = _written.Count == 1 ? Weighing(30, 70) : _rule);

        Assert.Equal(Verdict.Superseded, result.Verdict);
        Assert.Equal(
            "somebody else moved its traffic, and decides where it is. Nothing more was written; green has web:2, blue with web:1\n  this run left it at  web 90, web-alt 10\n  found                web 30, web-alt 70",
            result.Text);
        Assert.Equal(["90/10"], _written);
    }

    [Fact]
    public async Task Weights_that_are_changed_between_a_look_and_the_write_are_not_overwritten()
    {
        var shift = Shift(Step());
        _onLook = () => _rule = Weighing(0, 100);

        // The look sees what is expected; the target health is asked for after it.
        var result = await shift.Look(Ct);

        Assert.Equal((Verdict.Superseded, 0), (result!.Verdict, _written.Count));
    }

    [Fact]
    public async Task A_side_without_healthy_tasks_gets_no_traffic_back()
    {
        var result = await Run(Step(), onLook: () =>
        {
            _gates = _written.Count == 2 ? GateAnswer.Fail : GateAnswer.Pass;
            _healthy[Blue] = 0;
        });

        Assert.Equal(Verdict.Failed, result.Verdict);
        Assert.Equal(
            "could not be taken back, since seen. green with web:2 has 50 % of the traffic\n  no task of blue is healthy, and with its traffic every request would be answered with 503", result.Text);
        Assert.Equal(["90/10", "50/50"], _written);
    }

    [Fact]
    public async Task A_shift_of_a_run_that_did_not_end_goes_on_from_where_the_traffic_is()
    {
        _rule = Weighing(50, 50);

        var result = await Run(Step());

        Assert.Equal(Verdict.Deployed, result.Verdict);
        Assert.Equal(["0/100"], _written);
    }

    [Fact]
    public async Task A_way_back_is_one_write_and_no_hold()
    {
        _rule = Weighing(0, 100);
        var shift = Shift(Step(to: PairSide.Blue) with { Holds = null, OldTaskDefinition = "web:2" }, "web:1");

        var result = await shift.Look(Ct);

        Assert.Equal((Verdict.Deployed, "deployed, web:1 on blue has all traffic; green with web:2 keeps running, and going back is a change of weights"), (result!.Verdict, result.Text));
        Assert.Equal(["100/0"], _written);
    }

    [Fact]
    public async Task A_first_release_has_its_weights_verified()
    {
        var step = Step(to: PairSide.Blue) with { Holds = null, OldTaskDefinition = null };

        Assert.Equal((Verdict.Deployed, "deployed, web:2 on blue has all traffic"), await Ended(step));
        Assert.Empty(_written);
        _rule = Weighing(90, 10);
        Assert.Equal((Verdict.Deployed, "deployed, web:2 on blue has all traffic"), await Ended(Step(to: PairSide.Blue) with { Holds = null, OldTaskDefinition = null }));
        Assert.Equal(["100/0"], _written);

        async Task<(Verdict, string)> Ended(ShiftStep shift) => await Shift(shift).Look(Ct) is { } result ? (result.Verdict, result.Text) : default;
    }

    [Fact]
    public async Task A_person_who_is_asked_before_decides()
    {
        var shift = Shift(Step(Rollout.Ask(TimeSpan.FromMinutes(30))));

        Assert.Null(await shift.Look(Ct));
        Assert.Null(await shift.Look(Ct));
        Assert.Empty(_written);
        Assert.Equal(
            ["web: traffic is about to move. ./build.sh Proceed lets it go on, ./build.sh Abort takes it back; without an answer it goes back at 00:30:00 UTC"], _told);
        _answer = PersonAnswer.Abort;
        var result = await shift.Look(Ct);

        Assert.Equal((Verdict.Stopped, "not moved, since a person said Abort. blue with web:1 kept all traffic; green keeps web:2, without any"), (result!.Verdict, result.Text));
        Assert.Equal(["before", "before", "before"], _asked);
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_is_found_out_at_the_next_look()
    {
        _failures = new([null, new DeployException("the connection was lost") { MayPass = true }]);
        var shift = Shift(Step());

        Assert.Null(await shift.Look(Ct));
        _time.Pass(TimeSpan.FromMinutes(1));
        await Assert.ThrowsAsync<DeployException>(() => shift.Look(Ct));
        Assert.Equal("web 50, web-alt 50", _rule!.Shown);
        Assert.Null(await shift.Look(Ct));

        Assert.Equal(["90/10", "50/50"], _written);
        Assert.Equal(2, _told.Count(line => line.Contains("% of the traffic", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_write_that_is_refused_at_the_beginning_changes_nothing_and_later_the_traffic_goes_back()
    {
        _failures = new([new DeployException("ModifyRule was refused.")]);
        var first = await Run(Step());
        _failures = new([null, new DeployException("ModifyRule was refused.")]);
        var later = await Run(Step());

        Assert.Equal((Verdict.Failed, "its traffic was not moved to green, which has 0 % of it; deploy again, which goes on from there\n  ModifyRule was refused."), (first.Verdict, first.Text));
        Assert.Equal(Verdict.RolledBack, later.Verdict);
        Assert.Equal("web 100, web-alt 0", _rule!.Shown);
    }

    [Fact]
    public async Task A_run_that_ends_gives_the_traffic_back_at_once()
    {
        var shift = Shift(Step());
        await shift.Look(Ct);

        var back = await shift.BreakOff(Ct);

        Assert.Equal((true, "blue with web:1 has all traffic, green keeps web:2 without any"), (back, shift.Left(back)));
        Assert.Equal(["90/10", "100/0"], _written);
    }

    [Fact]
    public async Task A_run_that_ends_leaves_what_somebody_else_wrote()
    {
        var shift = Shift(Step());
        await shift.Look(Ct);
        _rule = Weighing(20, 80);

        var back = await shift.BreakOff(Ct);

        Assert.Equal(
            (false, "green with web:2 has 10 % of the traffic, which could not be given back. Deploy again, which goes on from there"), (back, shift.Left(back)));
        Assert.Equal(["90/10"], _written);
    }

    [Fact]
    public async Task Traffic_that_arrived_goes_back_when_something_after_it_fails()
    {
        _rule = Weighing(0, 100);
        var step = Step() with { Position = PairPosition.Of("web", Groups, Seen with { Rule = Weighing(100, 0) }, null) };

        var result = await PairShift.Back("web", "web:2", step, Ports, "because a smoke check failed").Look(Ct);

        Assert.Equal((Verdict.RolledBack, "taken back to blue with web:1, because a smoke check failed. green keeps web:2, without traffic"), (result!.Verdict, result.Text));
        Assert.Equal(["100/0"], _written);
    }

    [Fact]
    public async Task Before_anything_is_changed_the_weights_are_compared_with_the_plans()
    {
        var step = Step();
        _rule = Weighing(99, 1);

        var error = await Assert.ThrowsAsync<DeployException>(() => PairShift.Prepare("web", step, Ports, Ct));

        Assert.Equal(
            """
            The traffic of web is not where it was when the plan was made. Neither of its sides was changed.
              planned  web 100, web-alt 0
              found    web 99, web-alt 1
              try      deploy again, which plans from where it is now
            """.ReplaceLineEndings("\n"),
            error.Message.ReplaceLineEndings("\n"));
        Assert.Equal((Verdict.Refused, 0), (error.Verdict, _written.Count));
    }

    [Fact]
    public async Task Traffic_of_a_broken_off_run_is_given_back_first_if_there_is_anybody_to_take_it()
    {
        _rule = Weighing(50, 50);
        var step = Step() with { RestoresFirst = true };
        _healthy[Blue] = 0;
        var error = await Assert.ThrowsAsync<DeployException>(() => PairShift.Prepare("web", step, Ports, Ct));
        Assert.Contains("blue has no healthy task that could take it. Neither was changed.", error.Message, StringComparison.Ordinal);

        _healthy[Blue] = 1;
        await PairShift.Prepare("web", step, Ports, Ct);

        Assert.Equal(["100/0"], _written);
        Assert.Equal(["web: 100% of the traffic is on blue, web:1"], _told);
    }

    void IOutput.Emit(OutputEvent happened) => _told.Add(happened.Text);

    Task<IReadOnlyList<TargetState>> ITargetHealth.Targets(string targetGroup, CancellationToken ct)
    {
        _onLook?.Invoke();
        return Task.FromResult<IReadOnlyList<TargetState>>(
            [.. Enumerable.Range(0, _healthy[targetGroup]).Select(index => new TargetState($"10.0.0.{index}:8080", "healthy", null, null)), new TargetState("10.0.0.9:8080", "unhealthy", "Target.Timeout", null)]);
    }

    Task<IReadOnlyDictionary<string, TrafficRule>> IWeights.Read(IReadOnlyCollection<string> rules, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<string, TrafficRule>>(_rule is null ? new Dictionary<string, TrafficRule>() : new() { [Rule] = _rule });

    Task<WeightsWritten> IWeights.Write(string rule, IReadOnlyList<GroupWeight> from, IReadOnlyList<GroupWeight> to, CancellationToken ct)
    {
        if (!_rule!.Shares(from))
            return Task.FromResult(new WeightsWritten(Wrote: false, _rule));

        var failure = _failures.Count > 0 ? _failures.Dequeue() : null;
        if (failure is { MayPass: false })
            throw failure;

        _rule = _rule with { Groups = to };
        _written.Add(string.Join('/', to.Select(group => group.Weight)));
        return failure is null ? Task.FromResult(new WeightsWritten(Wrote: true, _rule)) : throw failure;
    }

    private static PairObservation Seen => new(Side("1", 1), Side("2", 2), null);

    private ShiftPorts Ports => new(
        this, this,
        (gates, subject, since, ct) => Task.FromResult(new GateReport([new GateFinding(gates[0], _gates, "seen")])),
        (service, hold, question, ct) =>
        {
            _asked.Add(hold);
            return Task.FromResult(_answer);
        },
        this, Tempo.OfAws, _time);

    private ShiftStep Step(ServicePairRollout? rollout = null, PairSide to = PairSide.Green) =>
        new(Groups, to, PairPosition.Of("web", Groups, Seen with { Rule = _rule }, null), Tasks: 2) { Holds = rollout ?? Rollout, OldTaskDefinition = "web:1" };

    private PairShift Shift(ShiftStep step, string taskDefinition = "web:2") => new("web", taskDefinition, step, Ports);

    private async Task<ServiceResult> Run(ShiftStep step, Action? onLook = null)
    {
        var shift = Shift(step);
        for (var look = 0; look < 1000; look++)
        {
            onLook?.Invoke();
            if (await shift.Look(Ct) is { } result)
                return result;

            _time.Pass(TimeSpan.FromSeconds(10));
        }

        throw new InvalidOperationException("The shift did not end.");
    }

    /// <summary>A clock that stands still until it is moved.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

        public TimeSpan Passed => _now - DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => _now;

        public void Pass(TimeSpan time) => _now += time;
    }
}
