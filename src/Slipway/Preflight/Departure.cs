using Slipway.Releases;
using Slipway.Services;

namespace Slipway.Preflight;

/// <summary>A service that a release is about to deploy, and what a preflight looks at for it.</summary>
/// <param name="Proven">ARN of the task definition that it can go back to; null: nothing of it ever came up.</param>
internal sealed record Departure(string Name, Rollout Rollout, ServiceSnapshot? Running, string? Proven)
{
    /// <summary>Those alone that a deployment is begun for: what is left as it is, or under way already, leaves nothing to be refused.</summary>
    public static IReadOnlyList<Departure> Of(ReleasePlan plan) =>
    [
        .. plan.Services.Services
            .Where(Begins)
            .Select(service => new Departure(
                service.Name,
                plan.Application.Services.First(defined => defined.Name == service.Name).Rollout.In(plan.Environment),
                plan.Seen.All.FirstOrDefault(seen => seen.Snapshot.Name == service.EcsName)?.Snapshot,
                // A pair goes back to its other side.
                service.Shift is { } shift ? shift.OldTaskDefinition : service.Proven)),
    ];

    // A pair whose traffic a run left in the middle must get out of it, whatever alarms say; the gates of its shift still judge it.
    private static bool Begins(ServicePlan service) => service.Position is not { IsMixed: true }
        && (service.Service is ServiceStep.Create or ServiceStep.Update { NewTaskDefinition: true } or ServiceStep.Update { Change.StartsDeployment: true }
            || service.Shift is { Moves: true, Holds: not null });

    /// <summary>Names of the alarms among its gates.</summary>
    public IEnumerable<string> GateAlarms => (Rollout as ShiftedRollout)?.Gates.OfType<AlarmGate>().Select(gate => gate.Name) ?? [];

    /// <summary>Those, and what ECS watches; each once.</summary>
    public IEnumerable<string> Alarms => Rollout.Alarms.Concat(GateAlarms).Distinct(StringComparer.Ordinal);
}

/// <summary>An image that what runs was made from.</summary>
/// <param name="TaskDefinition">ARN of the task definition that names it.</param>
/// <param name="Id">A digest that begins with <c>sha256:</c>, or a tag.</param>
internal sealed record RunningImage(string TaskDefinition, string Repository, string Id)
{
    public override string ToString() => $"{Repository}{(Id.StartsWith("sha256:", StringComparison.Ordinal) ? "@" : ":")}{Id}";

    /// <summary>The images of a task definition that a registry keeps; those of other registries are not its business.</summary>
    /// <param name="registry">Host and port.</param>
    public static IEnumerable<RunningImage> Of(TaskDefinitionRevision revision, string registry)
    {
        foreach (var container in revision.Content["containerDefinitions"]?.AsArray() ?? [])
        {
            var reference = $"{container?["image"]}";
            if (!reference.StartsWith($"{registry}/", StringComparison.Ordinal))
                continue;

            // What follows @ goes before what follows the last colon: a reference may have both.
            var path = reference[(registry.Length + 1)..];
            var name = path.Split('@')[0];
            var colon = name.LastIndexOf(':');
            var repository = colon < 0 ? name : name[..colon];
            yield return new RunningImage(revision.Arn, repository, path.Contains('@', StringComparison.Ordinal) ? path.Split('@')[1] : colon < 0 ? "latest" : name[(colon + 1)..]);
        }
    }
}
