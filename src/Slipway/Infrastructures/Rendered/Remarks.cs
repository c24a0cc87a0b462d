namespace Slipway.Infrastructures.Rendered;

/// <summary>What a definition needs in an environment and the template does not make: said in the file and by the run that writes it.</summary>
internal static class Remarks
{
    public static IReadOnlyList<string> Of(Blueprint blueprint)
    {
        var environment = blueprint.Environment;
        List<string> remarks = [];
        if (blueprint.HasServices)
            remarks.Add("Not in it: ECR repositories, log groups, task definitions and services, which ./build.sh Deploy makes.");

        remarks.Add($"Not in it: the release bucket, which ./build.sh Bootstrap --environment {environment} makes.");
        if (Stores(blueprint.Application) is { Length: > 0 } stores)
            remarks.Add($"Not in it: data stores ({stores}). They outlive stacks: make them where you keep data, and let the security group TasksSecurityGroup in.");

        if (Secrets(blueprint) is { Length: > 0 } secrets)
            remarks.Add($"Not in it: secrets, whose values belong in no template. To be made: {secrets}.");

        if (NamedAlarms(blueprint) is { Length: > 0 } alarms)
            remarks.Add($"Not in it: the alarms {alarms}, which gates or rollouts name; what they watch is not in the definition.");

        foreach (var service in blueprint.Services.Where(service => blueprint.IsPair(service) && service.Scaling.In(environment) is not null))
            remarks.Add($"Not in it: autoscaling of {service.Name}. It is a pair of services, and the one that rests would be scaled up to the fewest tasks, {service.Scaling.In(environment)!.Min}.");

        if (new ScalingResources(blueprint).IsUsed)
            remarks.Add($"Autoscaling: make the stack, ./build.sh Deploy --environment {environment}, then update the stack with {ScalingResources.Exist}=yes. Only services that exist can be scaled.");

        if (environment.Infrastructure is not ConventionalInfrastructure)
            remarks.Add($"{environment} does not go by these names yet: set its Infrastructure to Infrastructure.ByConvention once the stack is there.");

        return remarks;
    }

    /// <summary>What the rehearsal runs beside the application is somebody's on AWS.</summary>
    private static string Stores(Application application) =>
        List(application.Environments.Where(environment => environment.IsLocal).SelectMany(environment => environment.Backing).Select(backing => backing.Engine));

    private static string Secrets(Blueprint blueprint) => List(
        blueprint.Services.SelectMany(service => service.Secrets.Values).GroupBy(secret => secret.NameIn(blueprint.Environment), StringComparer.Ordinal)
            .Select(same => List(same.Select(secret => secret.Key).OfType<string>()) is { Length: > 0 } keys ? $"{same.Key} (JSON with {keys})" : same.Key));

    private static string NamedAlarms(Blueprint blueprint) => List(
        blueprint.Services.Select(service => service.Rollout.In(blueprint.Environment))
            .SelectMany(rollout => rollout.Alarms.Concat(rollout is ShiftedRollout shifted ? shifted.Gates.OfType<AlarmGate>().Select(gate => gate.Name) : []))
            .Except(new AlarmResources(blueprint).Names, StringComparer.Ordinal));

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
}
