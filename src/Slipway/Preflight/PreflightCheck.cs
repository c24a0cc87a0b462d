using Slipway.Gates;
using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Preflight;

/// <summary>Judges whether services can be deployed, and brought back, as things are at this moment. Finds everything at once.</summary>
internal static class PreflightCheck
{
    /// <summary>ECS takes no further deployment of a service while it has so many ("5 active deployments exist").</summary>
    private const int MostDeployments = 5;

    public static IReadOnlyList<PreflightFinding> Of(ReleasePlan plan, IReadOnlyList<Departure> departures, PreflightObservation seen) =>
    [
        .. departures.SelectMany(departure => Unfinished(plan, departure)),
        .. Alarms(plan, departures, seen),
        .. departures.SelectMany(departure => Images(plan, departure, seen)),
        .. seen.Found.Where(repository => repository.Value.Why is not null).Select(repository => new PreflightFinding(
            Refuses: false, plan.Application.Name, $"whether {repository.Key} still has the images that run was not checked: {repository.Value.Why}", "allow it to the caller")),
    ];

    private static IEnumerable<PreflightFinding> Unfinished(ReleasePlan plan, Departure departure)
    {
        var unfinished = departure.Running?.Deployments.Where(deployment => deployment.Status is "PRIMARY" or "ACTIVE").ToList() ?? [];
        if (unfinished.Count < MostDeployments)
            yield break;

        var revisions = string.Join(", ", unfinished.Select(deployment => EcsNames.Short(deployment.TaskDefinition)).Distinct(StringComparer.Ordinal));
        yield return new PreflightFinding(
            Refuses: true, Where(plan, departure.Name),
            $"{departure.Running!.Name} has {unfinished.Count} deployments whose tasks have not all ended ({revisions}); ECS begins no further one",
            "wait until the tasks of the older ones have ended; task protection (ecs:UpdateTaskProtection) and long StopTimeouts keep them");
    }

    private static IEnumerable<PreflightFinding> Alarms(ReleasePlan plan, IReadOnlyList<Departure> departures, PreflightObservation seen)
    {
        var watching = departures.SelectMany(departure => departure.Alarms.Select(name => (Name: name, Departure: departure)))
            .GroupBy(one => one.Name, one => one.Departure, StringComparer.Ordinal).ToList();
        if (watching.Count == 0)
            return [];

        return seen.Alarms.Is(out var states)
            ? watching.Select(alarm => Alarm(plan, alarm.Key, [.. alarm], states.GetValueOrDefault(alarm.Key))).OfType<PreflightFinding>()
            : [new PreflightFinding(
                Refuses: false, plan.Application.Name, $"the alarms {string.Join(", ", watching.Select(alarm => alarm.Key))} were not checked: {seen.Alarms.Why}", "allow it to the caller")];
    }

    private static PreflightFinding? Alarm(ReleasePlan plan, string name, IReadOnlyList<Departure> departures, AlarmState? state)
    {
        var where = Where(plan, string.Join(", ", departures.Select(departure => departure.Name)));
        var come = string.Join("; ", new[]
        {
            departures.Any(departure => departure.Rollout.Alarms.Contains(name, StringComparer.Ordinal)) ? "ECS ignores all alarms of a deployment that begins so" : null,
            departures.Any(departure => departure.GateAlarms.Contains(name, StringComparer.Ordinal)) ? "its gate would take the new version back" : null,
        }.OfType<string>());
        return state switch
        {
            null => new PreflightFinding(
                Refuses: true, where, $"there is no alarm {name} in account {plan.Environment.Account}, region {plan.Environment.Region}",
                "create it, or correct the name in the definition"),
            { State: "ALARM" } => new PreflightFinding(
                Refuses: true, where, $"alarm {name} is in ALARM ({state.Reason}): {come}",
                "wait until it is OK; where this very deploy is to mend what it tells of, take it out of the rollout until then"),
            { State: "OK" } => null,
            _ => new PreflightFinding(
                Refuses: false, where, $"alarm {name} is {state.State} ({state.Reason}), so that it would not go off", "check that its metric is published, and under these dimensions"),
        };
    }

    private static IEnumerable<PreflightFinding> Images(ReleasePlan plan, Departure departure, PreflightObservation seen)
    {
        foreach (var image in seen.Images.GetValueOrDefault(departure.Name) ?? [])
        {
            if (seen.Found[image.Repository].Is(out var found) && !found.Contains(image.Id, StringComparer.Ordinal))
            {
                yield return new PreflightFinding(
                    Refuses: false, Where(plan, departure.Name),
                    $"{image}, from which {EcsNames.Short(image.TaskDefinition)} runs, is not in ECR any more: its tasks can be neither added nor replaced, and going back to it would fail",
                    "deploy the commit of that release again, which builds and pushes it, or go on to a version whose images are there");
            }
        }
    }

    private static string Where(ReleasePlan plan, string services) => $"{plan.Application.Name} / {services}";
}
