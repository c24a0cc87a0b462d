namespace Slipway;

/// <summary>The services of an application whose rollout moves traffic between two target groups.</summary>
internal static class ShiftedServices
{
    public static IReadOnlyList<EcsService> Of(Application application, DeployEnvironment environment) =>
        [.. application.Services.Where(service => service.Route is not null && RolloutOf(service, environment) is not null)];

    /// <summary>Null: the service's rollout moves no traffic.</summary>
    public static ShiftedRollout? RolloutOf(EcsService service, DeployEnvironment environment)
    {
        try
        {
            return service.Rollout.In(environment) as ShiftedRollout;
        }
        catch (Exception)
        {
            // A function that throws is told of where the service itself is checked.
            return null;
        }
    }
}
