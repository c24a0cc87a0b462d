namespace Slipway.Rollouts;

/// <summary>The application that the scenarios deploy.</summary>
internal static class Shop
{
    public static Application With(Rollout rollout, int tasks = 2) => new("shop")
    {
        Environments = [DeployEnvironment.Local],
        Services = [Service("web", Route.Default, tasks) with { Rollout = rollout }],
    };

    /// <summary>A service of which each version is a server in its folder.</summary>
    public static EcsService Service(string name, Route route, int tasks) => new(name)
    {
        Image = new(name),
        Size = FargateSize.Of(cpu: 256, memoryMiB: 512),
        DesiredCount = tasks,
        Port = 8080,
        Health = new("/health") { Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(2), StartupGrace = TimeSpan.FromSeconds(10) },
        Route = route with { Draining = TimeSpan.FromSeconds(60) },
        StopTimeout = TimeSpan.FromSeconds(30),
    };
}
