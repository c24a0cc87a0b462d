using Slipway.Gates;
using Slipway.Output;

namespace Slipway.Services;

/// <summary>
/// Watches over a deployment that moves traffic: tells of it, judges its gates, answers its pauses, and takes it back when they fail. It never
/// waits: it is asked at every look, and what it needs to know comes from ECS, so that another run can go on where one was killed.
/// </summary>
internal sealed class TrafficWatch(IEcs ecs, JudgeGates judge, Tempo tempo, WayBack back, IOutput output, TimeProvider time)
{
    /// <returns>Whether anything moved.</returns>
    public async Task<bool> Look(string cluster, List<ServiceFlight> flights, ServiceFlight flight, CancellationToken ct)
    {
        if (flight is not { Deployment: { IsUnderWay: true } deployment, IsWayBack: false })
            return false;

        var rollout = flight.Plan.Rollout is ServicePairRollout ? null : flight.Plan.Rollout as ShiftedRollout;
        var moment = rollout is null ? new TrafficMoment.OnItsWay() : TrafficMoment.Of(rollout, deployment);
        // A version that replaces none has nobody's traffic to hold back.
        if (!flight.Followed.CanGoBack)
            moment = moment.OpenPause is { } open ? new TrafficMoment.Passing(open) : new TrafficMoment.OnItsWay();

        if (flight.Traffic.Stay is { } before && before.Key != moment.Key)
            Leave(flight);

        var moved = Tell(flight, deployment);
        if (rollout is null || moment.Key is null || (moment.OpenPause is { } pause && flight.Traffic.Answered == pause.Id)
            || flight.GivenUp is not null || flight.TakenBackFor is not null)
        {
            flight.Traffic.Entered = true;
            return moved;
        }

        var stay = flight.Traffic.Stay ??= Enter(flight, rollout, deployment, moment);
        flight.Traffic.Entered = true;
        var held = (deployment.ReadAt ?? time.GetUtcNow()) - stay.Since;
        if (!await Judge(flight, rollout, stay, held, ct))
            return moved;

        return await CarryOut(moment.Decide(rollout, tempo, held, stay.Report), cluster, flights, flight, stay, ct) || moved;
    }

    private bool Tell(ServiceFlight flight, ServiceDeployment deployment)
    {
        if (deployment.AlarmsIgnored && !flight.Traffic.AlarmsTold)
        {
            flight.Traffic.AlarmsTold = true;
            output.Emit(new AlarmsIgnored(flight.Plan.Name, deployment.Settings?.Alarms?.Names ?? []));
        }

        if (deployment.Weight is not { } weight || flight.Traffic.Weight == weight)
            return false;

        var first = flight.Traffic.Weight is null && weight == 0;
        flight.Traffic.Weight = weight;
        if (!first)
            output.Emit(new TrafficMoved(flight.Plan.Name, weight, flight.TaskDefinition));

        return !first;
    }

    private TrafficStay Enter(ServiceFlight flight, ShiftedRollout rollout, ServiceDeployment deployment, TrafficMoment moment)
    {
        if (moment is TrafficMoment.Holding holding)
            output.Emit(new HoldBegan(flight.Plan.Name, holding.Percent, tempo.Scaled(rollout.BakeTime)));

        return new TrafficStay(moment.Key!, moment, Since(moment, deployment, !flight.Traffic.Entered, deployment.ReadAt ?? time.GetUtcNow()));
    }

    /// <summary>Tells how the last stay of a deployment that goes on, or has gone all the way, ended.</summary>
    public void Leave(ServiceFlight flight)
    {
        if (flight.Traffic.Stay is { Moment: TrafficMoment.Baking, Report.Answer: GateAnswer.Inconclusive } open)
            output.Emit(new GatesStayedOpen(flight.Plan.Name, open.Report.Worst));
        else if (flight.Traffic.Stay is { Moment: TrafficMoment.Holding or TrafficMoment.Asking } stay)
            output.Emit(new HoldEnded(flight.Plan.Name, flight.Traffic.Answered == stay.Key));

        flight.Traffic.Stay = null;
    }

    // ECS tells when a pause runs out, and so when it began. Of a bake it tells nothing: a run that takes over in the middle takes the last change for its beginning.
    private DateTimeOffset Since(TrafficMoment moment, ServiceDeployment deployment, bool isFirst, DateTimeOffset now)
    {
        var since = moment.OpenPause is not { } pause ? isFirst ? deployment.UpdatedAt ?? now : now
            : pause.ExpiresAt is { } end && deployment.Settings?.Pauses is [{ TimeoutMinutes: { } minutes }, ..] ? end - tempo.Scaled(TimeSpan.FromMinutes(minutes))
            : now;
        return since < now ? since : now;
    }

    /// <returns>False: nothing new could be learnt.</returns>
    private async Task<bool> Judge(ServiceFlight flight, ShiftedRollout rollout, TrafficStay stay, TimeSpan held, CancellationToken ct)
    {
        if (stay.Moment is not (TrafficMoment.Holding or TrafficMoment.Baking) || rollout.Gates.Count == 0)
            return true;

        // Metrics have nothing new within a period; at the end of the bake a last look counts.
        var isOver = held >= tempo.Scaled(rollout.BakeTime);
        if (stay.JudgedAt is { } judged && time.GetElapsedTime(judged) < tempo.MetricPeriod && (stay.JudgedOver || !isOver))
            return true;

        try
        {
            stay.Report = await Report(flight, rollout, stay, ct);
        }
        catch (DeployException exception) when (exception.MayPass)
        {
            return false;
        }

        (stay.JudgedAt, stay.JudgedOver) = (time.GetTimestamp(), isOver);
        var said = new GatesSaid(flight.Plan.Name, stay.Report);
        if (stay.Said != said.Text)
            output.Emit(said);

        stay.Said = said.Text;

        return true;
    }

    private async Task<GateReport> Report(ServiceFlight flight, ShiftedRollout rollout, TrafficStay stay, CancellationToken ct)
    {
        flight.Traffic.Subject ??= await Subject(flight, ct);
        return flight.Traffic.Subject is { } subject
            ? await judge(rollout.Gates, subject, stay.Since, ct)
            : new GateReport([.. rollout.Gates.Select(gate => new GateFinding(
                gate, GateAnswer.Inconclusive, "which target group the new version is in is not known; allow ecs:DescribeServiceRevisions"))]);
    }

    /// <summary>Target groups change places with every deployment: only the revisions say which is whose.</summary>
    public async Task<GateSubject?> Subject(ServiceFlight flight, CancellationToken ct)
    {
        if (flight.Deployment is not { Target: { } target } deployment
            || await ecs.RevisionTargetGroups([target, .. deployment.Sources.Where(source => source != target)], ct) is not { } groups
            || !groups.TryGetValue(target, out var current))
            return null;

        return new GateSubject(flight.Plan.Name, current, deployment.Sources.Where(source => source != target).Select(groups.GetValueOrDefault).FirstOrDefault(group => group is not null));
    }

    /// <returns>Whether anything moved.</returns>
    private async Task<bool> CarryOut(
        HoldDecision decision, string cluster, List<ServiceFlight> flights, ServiceFlight flight, TrafficStay stay, CancellationToken ct)
    {
        switch (decision)
        {
            case HoldDecision.Proceed:
                await Proceed(cluster, flights, flight, stay, ct);
                return true;

            case HoldDecision.Back back:
                await GoBack(cluster, flights, flight, stay, back.Reason, ct);
                return true;

            case HoldDecision.Ask ask when !stay.Asked:
                stay.Asked = true;
                output.Emit(new PersonAsked(flight.Plan.Name, ask.Question, stay.Moment.OpenPause?.ExpiresAt));
                return true;

            default:
                return false;
        }
    }

    private async Task Proceed(string cluster, List<ServiceFlight> flights, ServiceFlight flight, TrafficStay stay, CancellationToken ct)
    {
        if (await ecs.Continue(flight.Arn!, stay.Key, HookAction.Continue, ct) == StopAnswer.Denied)
        {
            await GoBack(cluster, flights, flight, stay, "this run may not let it go on; allow ecs:ContinueServiceDeployment", ct);
            return;
        }

        flight.Traffic.Answered = stay.Key;
        Leave(flight);
    }

    private async Task GoBack(string cluster, List<ServiceFlight> flights, ServiceFlight flight, TrafficStay stay, string reason, CancellationToken ct)
    {
        output.Emit(new TakingBack(flight.Plan.Name, $"since {reason}"));
        if (stay.Moment.OpenPause is { } pause && await ecs.Continue(flight.Arn!, pause.Id, HookAction.Rollback, ct) == StopAnswer.Accepted)
            flight.GivenUp = reason;
        else
            await back.Abort(cluster, flights, flight, reason, ct);
    }
}

/// <summary>What a run remembers of the traffic of one deployment, so as to tell each thing once.</summary>
internal sealed class TrafficMemory
{
    public double? Weight { get; set; }

    public bool AlarmsTold { get; set; }

    /// <summary>Whether this run has looked before, and so saw how what it sees now began.</summary>
    public bool Entered { get; set; }

    public TrafficStay? Stay { get; set; }

    /// <summary>Id of the pause that was answered: ECS's next answers may still show it as waiting.</summary>
    public string? Answered { get; set; }

    public GateSubject? Subject { get; set; }
}

/// <summary>One stay of a deployment at a pause or in a bake.</summary>
/// <param name="key">Tells it from the next; of a pause, its id.</param>
/// <param name="since">On ECS's clock.</param>
internal sealed class TrafficStay(string key, TrafficMoment moment, DateTimeOffset since)
{
    public string Key { get; } = key;

    public TrafficMoment Moment { get; } = moment;

    public DateTimeOffset Since { get; } = since;

    public GateReport Report { get; set; } = new([]);

    public long? JudgedAt { get; set; }

    /// <summary>Whether the gates were judged once the bake was over.</summary>
    public bool JudgedOver { get; set; }

    public string? Said { get; set; }

    public bool Asked { get; set; }
}
