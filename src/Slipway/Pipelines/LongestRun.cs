using Slipway.Services;

namespace Slipway.Pipelines;

/// <summary>How long the jobs of an application may take before something is wrong with them: the waits that the build allows itself, and a margin.</summary>
internal static class LongestRun
{
    /// <summary>Sources, SDK and the build's own compilation.</summary>
    private static readonly TimeSpan Preparation = TimeSpan.FromMinutes(10);

    /// <summary>Builds and pushes of images, which wait for nothing that could be added up.</summary>
    private static readonly TimeSpan Images = TimeSpan.FromMinutes(30);

    /// <summary>Uploads, an invalidation and its verification for each site; the smoke checks.</summary>
    private static readonly TimeSpan Site = TimeSpan.FromMinutes(5);

    /// <summary>Of a job that plans or checks, and changes nothing.</summary>
    public static TimeSpan OfReading { get; } = Preparation + Images;

    /// <summary>Of a job that builds and pushes the images of so many services.</summary>
    public static TimeSpan OfImages(int services) => Preparation + (Images * services);

    /// <summary>Snapshots and one-off tasks one after the other, the slowest service of each wave, sites; and all of the services back, when the last check fails.</summary>
    public static TimeSpan OfDeploy(Application application, DeployEnvironment environment) =>
        WholeMinutes(Preparation + Images
            + Sum(application.Services.SelectMany(service => service.Before).Where(step => step.IsIn(environment)).Select(step => step.Timeout))
            + Waves(application, service => WaitBudget.For(service, environment, Tasks(service, environment)).Total)
            + OfReturn(application, environment));

    /// <summary>The slowest service of each wave, and the sites.</summary>
    public static TimeSpan OfRollback(Application application, DeployEnvironment environment) =>
        WholeMinutes(Preparation + Waves(application, service => WaitBudget.For(service, environment, Tasks(service, environment)).Total) + OfReturn(application, environment));

    private static TimeSpan OfReturn(Application application, DeployEnvironment environment) =>
        Waves(application, service => WaitBudget.For(service with { Rollout = Rollout.Rolling }, environment, Tasks(service, environment)).Total)
        + (Site * (application.Sites.Count + 1));

    private static TimeSpan Waves(Application application, Func<EcsService, TimeSpan> longest) =>
        Sum(DependencyRules.Waves(application.Services).Select(wave => application.Services.Where(service => wave.Contains(service.Name)).Max(longest)));

    // What autoscaling made of the number is not known here.
    private static int Tasks(EcsService service, DeployEnvironment environment) => service.DesiredCount.In(environment) ?? 1;

    private static TimeSpan Sum(IEnumerable<TimeSpan> times) => times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);

    private static TimeSpan WholeMinutes(TimeSpan time) => TimeSpan.FromMinutes(Math.Ceiling(time.TotalMinutes));
}
