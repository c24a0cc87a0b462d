using Slipway.Databases;
using Slipway.Output;
using Slipway.Services.Pair;

namespace Slipway.Services;

/// <summary>
/// The first half of a release of services: prepares all of them, takes snapshots and runs one-off tasks, and only then begins the deployments, a wave at a time.
/// What fails keeps everything after it from being begun.
/// </summary>
internal sealed class ServicesBegin(IEcs ecs, ITasks tasks, ILogs logs, SnapshotTaker snapshots, ShiftPorts pairs, IOutput output, TimeProvider time)
{
    private readonly OneOffRunner _oneOffs = new(tasks, logs, output, time);

    /// <summary>Prepares every service, whatever it waits for, and does what comes before all of them.</summary>
    /// <param name="definitions">Takes the ARN of each service's task definition, by the service's name.</param>
    /// <returns>What keeps services from being begun; null: nothing.</returns>
    public async Task<ServiceResult?> Prepare(ServicesPlan plan, Dictionary<string, string> definitions, CancellationToken ct)
    {
        var preparation = new ServicePreparation(ecs, logs, output);
        return await Each(plan.Services, async service =>
            {
                if (service.Shift is { } shift)
                    await PairShift.Verify(service.Name, shift, pairs, ct);

                return null;
            })
            ?? await Each(plan.Services, async service =>
            {
                definitions[service.Name] = await preparation.Prepare(service, ct);
                return null;
            })
            ?? await Each(plan.Services, service => RunBefore(plan.Cluster, service, definitions[service.Name], ct));
    }

    /// <param name="flights">Takes the deployments that were begun.</param>
    /// <returns>What kept services from being begun; null: nothing.</returns>
    public Task<ServiceResult?> Begin(
        string cluster, IReadOnlyList<ServicePlan> wave, Dictionary<string, string> definitions, List<ServiceFlight> flights, CancellationToken ct)
    {
        var start = new ServiceStart(ecs, pairs, output, time);
        return Each(wave, async service =>
        {
            if (await start.Begin(cluster, service, definitions[service.Name], ct) is { } flight)
                flights.Add(flight);

            return null;
        });
    }

    private async Task<ServiceResult?> RunBefore(string cluster, ServicePlan service, string taskDefinition, CancellationToken ct)
    {
        foreach (var step in service.Before)
        {
            var failed = step switch
            {
                SnapshotStep snapshot => await snapshots.Take(service, snapshot, taskDefinition, ct),
                OneOffStep task => await _oneOffs.Run(cluster, service, task, taskDefinition, ct),
                _ => throw new InvalidOperationException($"There is no other kind of step: {step}"),
            };
            if (failed is not null)
                return failed;
        }

        return null;
    }

    // One after the other: RegisterTaskDefinition allows one call a second after a burst of twenty, and one-off tasks may build on each other.
    private async Task<ServiceResult?> Each(IReadOnlyList<ServicePlan> services, Func<ServicePlan, Task<ServiceResult?>> step)
    {
        foreach (var service in services)
        {
            if (await Try(service, step) is not { } failed)
                continue;

            output.Emit(new ServiceEnded(failed));
            return failed;
        }

        return null;
    }

    private static async Task<ServiceResult?> Try(ServicePlan service, Func<ServicePlan, Task<ServiceResult?>> step)
    {
        try
        {
            return await step(service);
        }
        catch (DeployException exception)
        {
            return new ServiceResult(service.Name, exception.Verdict is Verdict.Stopped ? Verdict.Stopped : Verdict.Failed, exception.Message, null, null);
        }
    }
}
