namespace Slipway;

/// <summary>What services wait for, and in which order that lets them be deployed.</summary>
internal static class DependencyRules
{
    public static void Check(Problems at, Application application)
    {
        var names = application.Services.Select(service => service.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var service in application.Services)
        {
            foreach (var unknown in service.DependsOn.Where(name => !names.Contains(name)))
                at.At(service.Name).Add("DependsOn", $"\"{unknown}\" is no service; valid are {string.Join(", ", names.Except([service.Name]).DefaultIfEmpty("none: there is no other service"))}");
        }

        var waves = Waves(application.Services);
        if (names.Except(waves.SelectMany(wave => wave), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } circle)
            at.Add("Services", $"{string.Join(", ", circle)} wait for each other (DependsOn); valid is an order in which one can be first");
    }

    /// <summary>
    /// The services' names in waves: each service is in the first wave after those of everything it depends on. What waits in a circle is in none.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<string>> Waves(IReadOnlyList<EcsService> services)
    {
        var left = services.ToList();
        List<IReadOnlyList<string>> waves = [];
        while (left.Where(service => !service.DependsOn.Any(name => left.Exists(other => other.Name == name))).ToList() is { Count: > 0 } next)
        {
            waves.Add([.. next.Select(service => service.Name)]);
            left.RemoveAll(service => next.Contains(service));
        }

        return waves;
    }
}
