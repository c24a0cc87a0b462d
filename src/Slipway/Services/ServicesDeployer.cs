using Slipway.Databases;
using Slipway.Gates;
using Slipway.Output;
using Slipway.Services.Pair;
using Slipway.Traffic;

namespace Slipway.Services;

/// <summary>
/// Applies a <see cref="ServicesPlan"/>: runs what comes before, deploys the services wave by wave, and takes back what it changed when one of them
/// fails. Each service gets its own verdict.
/// </summary>
internal sealed class ServicesDeployer(
    IEcs ecs, ITasks tasks, ILogs logs, ITargetHealth health, IWeights weights, JudgeGates judge, AskPerson ask, SnapshotTaker snapshots, Tempo tempo, IOutput output, TimeProvider time)
{
    private readonly ServicesBegin _begin = new(ecs, tasks, logs, snapshots, new ShiftPorts(weights, health, judge, ask, output, tempo, time), output, time);
    private readonly WayBack _back = new(ecs, new ShiftPorts(weights, health, judge, ask, output, tempo, time), output, time);
    private readonly DeploymentFollow _follow = new(
        ecs, logs, health, judge, tempo, new ShiftPorts(weights, health, judge, ask, output, tempo, time),
        new WayBack(ecs, new ShiftPorts(weights, health, judge, ask, output, tempo, time), output, time), output, time);

    /// <summary>
    /// Carries the plan out: prepares every service, takes the snapshots and runs the one-off tasks one after the other, and only then begins the services of the first wave,
    /// follows them to their ends, begins the next. Cancellation stops what is in flight with rollback and gives the verdict Stopped.
    /// </summary>
    /// <param name="detach">Whether the last wave is left to ECS once it has begun: <see cref="Verdict.InProgress"/>.</param>
    /// <exception cref="DeployException">The plan cannot be left to ECS. Nothing was changed.</exception>
    public Task<IReadOnlyList<ServiceResult>> Apply(ServicesPlan plan, bool detach, CancellationToken ct) => Apply(plan, detach, _ => Task.CompletedTask, ct);

    /// <inheritdoc cref="Apply(ServicesPlan, bool, CancellationToken)"/>
    /// <param name="between">Done once the one-off tasks have succeeded, before any service is begun. Where it throws, none is.</param>
    public async Task<IReadOnlyList<ServiceResult>> Apply(ServicesPlan plan, bool detach, Func<CancellationToken, Task> between, CancellationToken ct)
    {
        if (detach)
            Detached.Demand(plan);

        var paced = plan.At(tempo);
        List<List<ServiceFlight>> waves = [];
        ServiceResult? notBegun = null;
        try
        {
            Dictionary<string, string> definitions = new(StringComparer.Ordinal);
            notBegun = await _begin.Prepare(paced, definitions, ct);
            if (notBegun is null)
                await between(ct);

            for (var index = 0; notBegun is null && index < paced.Waves.Count; index++)
            {
                List<ServiceFlight> flights = [];
                waves.Add(flights);
                notBegun = await _begin.Begin(paced.Cluster, paced.Wave(index), definitions, flights, ct);
                ct.ThrowIfCancellationRequested();
                if (detach && notBegun is null && index == paced.Waves.Count - 1)
                {
                    await Leave(paced.Cluster, flights, ct);
                    break;
                }

                var failed = await _follow.Follow(paced.Cluster, flights, notBegun?.Service, ct);
                if (failed is not null)
                    await Earlier(paced.Cluster, waves, failed, ct);

                if (flights.Exists(flight => flight.Result!.Verdict != Verdict.Deployed))
                    break;
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await BreakOff(paced.Cluster, waves);
        }

        var results = Results(paced, [.. waves.SelectMany(wave => wave)], notBegun, ct.IsCancellationRequested);
        // The others have said themselves what became of them.
        foreach (var result in results.Where(result => result is { Verdict: Verdict.Stopped, TaskDefinition: null } && result.Service != notBegun?.Service))
            output.Emit(new ServiceEnded(result));

        return results;
    }

    /// <summary>
    /// Takes back what a release changed although its services were deployed well: something that came after them failed. What depends on others goes
    /// first. What the plan did not touch stays as it is, and so does every result that is not Deployed.
    /// </summary>
    /// <param name="results">Of <see cref="Apply(ServicesPlan, bool, CancellationToken)"/> for the same plan.</param>
    /// <param name="why">Completes "taken back to web:1, ...", such as <c>because a smoke check failed</c>.</param>
    public async Task<IReadOnlyList<ServiceResult>> TakeBack(
        ServicesPlan plan, IReadOnlyList<ServiceResult> results, string why, CancellationToken ct)
    {
        var paced = plan.At(tempo);
        var done = paced.Services.Join(results, service => service.Name, result => result.Service, ServiceFlight.Done)
            .Where(flight => flight.Result!.Verdict == Verdict.Deployed && flight.Plan is not { Service: ServiceStep.Nothing, Shift: null }).ToList();
        var waves = paced.Waves.Select(names => done.Where(flight => names.Contains(flight.Plan.Name)).ToList()).ToList();
        try
        {
            foreach (var flights in Enumerable.Reverse(waves))
            {
                await _back.All(plan.Cluster, flights, why, ct);
                await _follow.Follow(plan.Cluster, flights, failed: null, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            await BreakOff(plan.Cluster, waves);
        }

        var all = waves.SelectMany(wave => wave).ToList();
        return [.. results.Select(result => all.Find(flight => flight.Plan.Name == result.Service)?.Result ?? result)];
    }

    /// <summary>Takes back the waves before the one that failed, the last first.</summary>
    private async Task Earlier(string cluster, List<List<ServiceFlight>> waves, string failed, CancellationToken ct)
    {
        foreach (var flights in Enumerable.Reverse(waves).Skip(1))
            await _follow.Follow(cluster, flights, failed, ct);
    }

    private async Task Leave(string cluster, List<ServiceFlight> flights, CancellationToken ct)
    {
        await _follow.LookOnce(cluster, flights, ct);
        foreach (var flight in flights.Where(flight => flight.Result is null))
            _back.End(flight, ServiceVerdicts.Detached(flight, Detached.Words(flight, tempo)));
    }

    private Task BreakOff(string cluster, List<List<ServiceFlight>> waves) =>
        _back.BreakOff(cluster, [.. waves.SelectMany(wave => wave)], ServiceVerdicts.Stopped);

    private static List<ServiceResult> Results(ServicesPlan plan, List<ServiceFlight> flights, ServiceResult? notBegun, bool isCancelled)
    {
        var ends = plan.Services.ToDictionary(
            service => service.Name,
            service => flights.Find(flight => flight.Plan.Name == service.Name)?.Result ?? (notBegun?.Service == service.Name ? notBegun : null),
            StringComparer.Ordinal);
        // What failed by itself, before what went back for its sake.
        var guilty = isCancelled ? null : notBegun ?? flights.Find(flight => flight.GivenUp is not null || flight is { TakenBackFor: null, Result.Verdict: not Verdict.Deployed and not Verdict.InProgress })?.Result;
        return
        [
            .. plan.Services.Select(service => ends[service.Name]
                ?? (service.Service is ServiceStep.Nothing && service.TaskDefinition is TaskDefinitionStep.Keep keep
                    ? new ServiceResult(service.Name, Verdict.Deployed, "nothing to do", keep.Arn, null) { Side = service.Side }
                    : new ServiceResult(service.Name, Verdict.Stopped, guilty is null ? "not begun" : $"not begun because {guilty.Service} {Words(guilty.Verdict)}", null, null))),
        ];
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Superseded => "was superseded",
        Verdict.Stopped => "was stopped",
        Verdict.TimedOut => "is undecided",
        _ => "failed",
    };
}
