namespace Slipway.Nuke;

/// <summary>Finds what parameters name, or says what there is.</summary>
internal static class Choice
{
    /// <exception cref="DeployException">Usage: there is none of that name, or there are several and none was named.</exception>
    public static Application Application(IReadOnlyList<Application> all, string? name) =>
        (name is null ? all.Count == 1 ? all[0] : null : all.FirstOrDefault(application => application.Name == name))
        ?? throw new DeployException(
            $"""
             {(name is null ? "There are several applications, and none was named." : $"There is no application \"{name}\".")} Nothing was changed.
               valid  {string.Join(", ", all.Select(application => $"--application {application.Name}"))}
             """,
            Verdict.Usage);

    /// <summary>The environments that a release can be promoted from: not the rehearsal, whose releases may hold what is not committed.</summary>
    public static IReadOnlyList<string> Origins(Application application, DeployEnvironment target) =>
        [.. application.Environments.Where(environment => !environment.IsLocal && environment != target).Select(environment => environment.Name)];

    /// <exception cref="DeployException">Usage: nothing can be promoted from there.</exception>
    public static DeployEnvironment Origin(Application application, DeployEnvironment target, string name) =>
        Origins(application, target).Contains(name, StringComparer.Ordinal)
            ? Environment(application, name)
            : throw new DeployException(
                $"""
                 Nothing can be promoted from "{name}" to {target}. Nothing was changed.
                   valid  {string.Join(", ", Origins(application, target).DefaultIfEmpty("none: there is no other environment of AWS"))}
                 """,
                Verdict.Usage);

    /// <summary>The services of these names, in order of definition; all of them where none is named.</summary>
    /// <param name="names">With commas between; null: all.</param>
    /// <exception cref="DeployException">Usage: there is none of one of the names.</exception>
    public static IReadOnlyList<EcsService> Services(Application application, string? names)
    {
        if (names is null)
            return application.Services;

        var wanted = names.Split(',');
        var unknown = wanted.Where(name => application.Services.All(service => service.Name != name)).ToList();
        return unknown.Count == 0
            ? [.. application.Services.Where(service => wanted.Contains(service.Name, StringComparer.Ordinal))]
            : throw new DeployException(
                $"""
                 {application.Name} has no service {string.Join(" or ", unknown.Select(name => $"\"{name}\""))}. Nothing was changed.
                   valid  {string.Join(", ", application.Services.Select(service => service.Name).DefaultIfEmpty("none: there are no services"))}
                 """,
                Verdict.Usage);
    }

    /// <exception cref="DeployException">Usage: the application has no such environment.</exception>
    public static DeployEnvironment Environment(Application application, string name) =>
        application.Environments.FirstOrDefault(environment => environment.Is(name))
        ?? throw new DeployException(
            $"""
             There is no environment "{name}" of {application.Name}. Nothing was changed.
               valid  {string.Join(", ", application.Environments)}
             """,
            Verdict.Usage);
}
