using Slipway.Services;

namespace Slipway.Doctor;

/// <summary>What is looked at.</summary>
internal sealed record CheckupSubject(Application Application, DeployEnvironment Environment, Infrastructure Infrastructure)
{
    /// <summary>Whether people depend on it: it is called so, or somebody must approve what goes there.</summary>
    public bool IsProduction => Environment.Approval.IsRequired || Environment.Is("prod") || Environment.Is("production");

    /// <summary>The names of a service's ECS services: two for a pair.</summary>
    public IReadOnlyList<string> Names(EcsService service) => EcsNames.Services(Application, Environment, service);

    /// <summary>The services that the distribution of a site leads to.</summary>
    public IEnumerable<EcsService> ServicesOn(StaticSite site) => Application.Services.Where(service => service.Route?.Site == site.Name);
}
