using Slipway.Gates;

namespace Slipway.Services.Pair;

/// <summary>
/// Moves the traffic of a pair as its <see cref="ShiftStep"/> says. It is asked at every look of the run and never waits by itself. The weights are the whole of its state: a run
/// that is killed leaves nothing else behind, and the next one goes on from them.
/// </summary>
internal sealed class PairShift(string service, string taskDefinition, ShiftStep step, ShiftPorts ports)
{
    /// <summary>How long a shift that does not hold waits for tasks that are healthy.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly ShiftWeights _weights = new(ports.Weights, step);
    private readonly ShiftTelling _telling = new(service, taskDefinition, step, ports);
    private readonly HoldRules? _rules = step.Holds is null ? null : HoldRules.Of(step.Holds, ports.Tempo);
    private DateTimeOffset? _since;
    private PersonAnswer? _answer;
    private GateReport _report = new([]);
    private DateTimeOffset _judged = DateTimeOffset.MinValue;
    private (Verdict Verdict, string Why, string? Detail)? _back;

    /// <summary>A shift that ended well earlier in this run, and whose traffic now goes back.</summary>
    /// <param name="why">Completes "taken back to blue, ...".</param>
    public static PairShift Back(string service, string taskDefinition, ShiftStep step, ShiftPorts ports, string why)
    {
        var shift = new PairShift(service, taskDefinition, step, ports) { _back = (Verdict.RolledBack, why, null) };
        shift._weights.Arrived();
        return shift;
    }

    /// <summary>Compares the weights with the plan's. A side that got traffic since must not be changed.</summary>
    /// <exception cref="DeployException">They moved since the plan was made.</exception>
    public static async Task Verify(string service, ShiftStep step, ShiftPorts ports, CancellationToken ct)
    {
        var rule = (await ports.Weights.Read([step.Groups.Rule], ct)).GetValueOrDefault(step.Groups.Rule);
        if (rule?.Shares(step.Position.Weights) != true)
            throw NotAsPlanned(service, step, rule?.Shown ?? "no such rule");
    }

    /// <summary>
    /// What comes right before a side is changed: <see cref="Verify"/>, and taking the traffic away from the side where a run that ended left some there.
    /// </summary>
    /// <exception cref="DeployException">The weights moved since the plan was made, or the other side cannot take the traffic.</exception>
    public static async Task Prepare(string service, ShiftStep step, ShiftPorts ports, CancellationToken ct)
    {
        await Verify(service, step, ports, ct);
        if (!step.RestoresFirst)
            return;

        if (Healthy(await ports.Health.Targets(step.OldGroup, ct)) == 0)
        {
            throw new DeployException(
                $"""
                 {service}: {step.To.Word()} has {step.Position.Percent} % of the traffic from a run that did not end, and {step.To.Other().Word()} has no healthy task that could take it. Neither was changed.
                   try  bring the tasks of {step.To.Other().Word()} up, or deploy what {step.To.Word()} runs
                 """);
        }

        var written = await ports.Weights.Write(step.Groups.Rule, step.Position.Weights, step.FromWeights, ct);
        if (!written.Seen.Shares(step.FromWeights))
            throw NotAsPlanned(service, step, written.Seen.Shown);

        ports.Output.Emit(new PairTraffic(service, step.To.Other(), 100, step.OldTaskDefinition));
    }

    /// <summary>The part of the traffic that the side has, as far as this run knows.</summary>
    public int Percent => _weights.Percent;

    /// <summary>Has the traffic go back at the next look.</summary>
    /// <param name="why">Completes "taken back to blue, ...".</param>
    public void TakeBack(string why) => _back ??= (Verdict.RolledBack, why, null);

    /// <summary>One look. Null: it has not ended.</summary>
    /// <exception cref="DeployException">A call failed in a way that may pass; the next look tries again.</exception>
    public async Task<ServiceResult?> Look(CancellationToken ct)
    {
        try
        {
            return await Once(ct);
        }
        catch (DeployException exception) when (!exception.MayPass)
        {
            return Refused(exception);
        }
    }

    /// <summary>Gives all traffic back at once, because the run ends. False: it could not be done, or there was nothing that could take it.</summary>
    public async Task<bool> BreakOff(CancellationToken ct)
    {
        // What had no holds was on its way back itself, or is a first release.
        if (step.Holds is null || step.OldTaskDefinition is null)
            return false;

        try
        {
            return await _weights.Look(ct) is null && (_weights is { Percent: 0, Unconfirmed: null }
                || (await OldCanServe(ct) && await _weights.Write(0, ct) is null && _weights.Percent == 0));
        }
        catch (DeployException)
        {
            // What became of it is said in the verdict.
            return false;
        }
    }

    /// <summary>Where the traffic is when the run ends before the shift does.</summary>
    /// <param name="back">Of <see cref="BreakOff"/>.</param>
    public string Left(bool back) => _telling.Left(back, _weights.Unconfirmed ?? _weights.Percent);

    private static int Healthy(IReadOnlyList<TargetState> targets) => targets.Count(target => target.State == "healthy");

    private async Task<ServiceResult?> Once(CancellationToken ct)
    {
        var before = _weights.Percent;
        if (await _weights.Look(ct) is { } foreign)
            return _telling.Superseded(foreign, _weights.Known);

        // The answer to the write was lost, or came before the rule had the weights.
        if (_weights.Percent != before)
            Arrive(_weights.Percent);

        if (_back is { } back)
            return await GoBack(back.Verdict, back.Why, back.Detail, ct);

        if (_weights.Unconfirmed is { } percent)
            return await Move(percent, ct);

        var decision = await Decide(ct);
        if (decision is ShiftDecision.MoveTo { Percent: var next })
            return await Move(next, ct) ?? (step.Holds is null && _weights.Percent == 100 ? _telling.Done() : null);

        return End(decision) ?? (_back is { } begun ? await GoBack(begun.Verdict, begun.Why, begun.Detail, ct) : null);
    }

    /// <summary>Asks what is to be known and decides; a question is put to a person, whose answer is decided with.</summary>
    private async Task<ShiftDecision> Decide(CancellationToken ct)
    {
        _since ??= ports.Time.GetUtcNow();
        var targets = await ports.Health.Targets(step.NewGroup, ct);
        await Judge(ct);
        var moment = new ShiftMoment(_weights.Percent, ports.Time.GetUtcNow() - _since.Value, Healthy(targets), _report, _answer)
        {
            AskFor = step.Holds?.AskWithin is { } within ? ports.Tempo.Scaled(within) : null,
            Patience = ports.Tempo.Scaled(Patience),
            Unhealthy = targets.FirstOrDefault(target => target.State != "healthy") is { } ill ? $"{ill.Target} is {ill.State}{(ill.Reason is null ? "" : $", {ill.Reason}")}" : null,
        };
        if (ShiftDecision.Of(step, _rules, moment) is not ShiftDecision.Ask ask)
            return ShiftDecision.Of(step, _rules, moment);

        _telling.Asking(ask.Hold, ask.Question, _since.Value + (moment.Percent == 0 ? moment.AskFor ?? TimeSpan.Zero : _rules!.Limit));
        _answer = await ports.Ask(service, ask.Hold, ask.Question, ct);
        return _answer is null ? new ShiftDecision.Wait() : ShiftDecision.Of(step, _rules, moment with { Answer = _answer });
    }

    // CloudWatch has nothing new before the next period; at the end of the bake the last word counts.
    private async Task Judge(CancellationToken ct)
    {
        if (step.Holds is not { Gates.Count: > 0 } rollout || _weights.Percent == 0)
            return;

        var (now, since) = (ports.Time.GetUtcNow(), _since!.Value);
        var atEnd = now - since >= _rules!.Bake && _judged < since + _rules.Bake;
        if (!atEnd && now - _judged < ports.Tempo.MetricPeriod)
            return;

        _report = await ports.Judge(rollout.Gates, new GateSubject(service, step.NewGroup, step.OldTaskDefinition is null ? null : step.OldGroup), since, ct);
        _judged = now;
        _telling.Judged(_report);
    }

    private async Task<ServiceResult?> Move(int percent, CancellationToken ct)
    {
        if (await _weights.Write(percent, ct) is { } foreign)
            return _telling.Superseded(foreign, _weights.Known);

        if (_weights.Unconfirmed is not null)
            return null;

        Arrive(percent);
        return null;
    }

    // The time at a percentage begins when the rule has it.
    private void Arrive(int percent)
    {
        (_since, _answer, _report, _judged) = (ports.Time.GetUtcNow(), null, new GateReport([]), DateTimeOffset.MinValue);
        ports.Output.Emit(percent > 0 ? new PairTraffic(service, step.To, percent, taskDefinition) : new PairTraffic(service, step.To.Other(), 100, step.OldTaskDefinition));
        if (_rules is not null && _back is null)
            _telling.Holding(percent, _rules);
    }

    private ServiceResult? End(ShiftDecision decision)
    {
        switch (decision)
        {
            case ShiftDecision.Done:
                return _telling.Done();
            case ShiftDecision.Back back when step.Holds is null || step.OldTaskDefinition is null:
                return _telling.NotMoved(back.Reason, _weights.Percent);
            case ShiftDecision.Back back:
                _back = (back.Reason == ShiftDecision.Aborted ? Verdict.Stopped : Verdict.RolledBack, $"since {back.Reason}", null);
                return null;
            default:
                return null;
        }
    }

    private async Task<ServiceResult?> GoBack(Verdict verdict, string why, string? detail, CancellationToken ct)
    {
        if (_weights.Percent == 0)
            return _telling.TakenBack(verdict, why, detail, hadTraffic: _weights.HasWritten);

        if (step.OldTaskDefinition is null)
            return _telling.NothingToGoBackTo(why);

        if (!await OldCanServe(ct))
            return _telling.CannotGoBack(why, $"no task of {step.To.Other().Word()} is healthy, and with its traffic every request would be answered with 503", _weights.Percent);

        _telling.GoingBack(why);
        return await Move(0, ct) ?? (_weights.Percent == 0 ? _telling.TakenBack(verdict, why, detail, hadTraffic: true) : null);
    }

    /// <summary>Traffic goes to a side without a healthy task only where the other one has none either.</summary>
    private async Task<bool> OldCanServe(CancellationToken ct) =>
        Healthy(await ports.Health.Targets(step.OldGroup, ct)) > 0 || Healthy(await ports.Health.Targets(step.NewGroup, ct)) == 0;

    private ServiceResult? Refused(DeployException exception)
    {
        if (_back is { } back)
            return _telling.CannotGoBack(back.Why, exception.Message, _weights.Percent);

        if (_weights.Percent == step.From || step.OldTaskDefinition is null)
            return _telling.NotMoved(exception.Message, _weights.Percent);

        _back = (Verdict.RolledBack, "since its traffic could not be moved on", exception.Message);
        return null;
    }

    private static DeployException NotAsPlanned(string service, ShiftStep step, string seen) => new(
        $"""
         The traffic of {service} is not where it was when the plan was made. Neither of its sides was changed.
           planned  {string.Join(", ", step.Position.Weights)}
           found    {seen}
           try      deploy again, which plans from where it is now
         """,
        Verdict.Refused);
}
